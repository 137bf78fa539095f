// Asks the browser to keep the page for when there is no network, and says so when a form cannot be sent. Without this file, and
// without a service worker, everything else works the same.
(function () {
  "use strict";
  const here = document.currentScript.dataset;

  function say() {
    const place = document.querySelector(".messages");
    const notice = document.getElementById("no-connection");
    if (!place || !notice) return;
    place.querySelectorAll("[data-no-connection]").forEach(function (old) { old.remove(); });
    place.append(notice.content.cloneNode(true));
    place.scrollIntoView({ block: "center" });
  }

  // Whoever goes on trying has perhaps a connection that the browser does not know of: the second time it is sent.
  let warned = false;
  document.addEventListener("submit", function (event) {
    if (navigator.onLine || warned || event.defaultPrevented) return;
    warned = true;
    event.preventDefault();
    say();
  });
  window.addEventListener("online", function () { warned = false; });

  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", function (event) { if (event.data === "no-connection") say(); });
  window.addEventListener("load", function () {
    navigator.serviceWorker.register(here.worker).catch(function () { /* The browser keeps nothing: it shows its own page. */ });
  });
})();
