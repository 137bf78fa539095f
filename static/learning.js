// Tells the academy which steps were shown and which rows were opened. What cannot be sent now is kept here and sent later,
// with the time at which it happened; nobody waits for it. Without this file everything else works the same.
(function () {
  "use strict";
  const PREFIX = "academy.event.";
  const SHOWN = "academy.shown.";
  const MOST_KEPT = 200;
  const BATCH = 25;
  const KEPT_FOR = 30 * 24 * 3600 * 1000;
  const SOON = 2000;
  const LONGEST_WAIT = 300000;
  const VERBS = "http://adlnet.gov/expapi/verbs/";
  const here = document.currentScript.dataset;
  const unkept = new Map(); // What a full device has no room for lives as long as this page.
  const underway = new Set();

  let size = BATCH;
  let wait = SOON;
  let timer = null;

  function keys() {
    return Object.keys(localStorage).concat(Array.from(unkept.keys())).filter(function (key) { return key.startsWith(PREFIX); });
  }

  function drop(key) {
    localStorage.removeItem(key);
    unkept.delete(key);
  }

  function forget() {
    try {
      keys().forEach(drop);
      sessionStorage.clear();
    } catch (error) { /* The device keeps nothing. */ }
  }

  function read(key) {
    try {
      const found = JSON.parse(localStorage.getItem(key) || unkept.get(key));
      if (Date.now() - found.at < KEPT_FOR && found.to && found.statement.id) return found;
    } catch (error) { /* Not ours, or half written: it goes. */ }
    drop(key);
    return null;
  }

  // The oldest first, each with the key it is kept under: several tabs share them, and none overwrites another's.
  function kept() {
    return keys()
      .map(function (key) { return { key: key, event: read(key) }; })
      .filter(function (one) { return one.event; })
      .sort(function (one, other) { return one.event.at - other.event.at; });
  }

  function uuid() {
    const octets = crypto.getRandomValues(new Uint8Array(16));
    octets[6] = (octets[6] & 15) | 64;
    octets[8] = (octets[8] & 63) | 128;
    const hex = Array.from(octets, function (octet) { return octet.toString(16).padStart(2, "0"); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function keep(verb, iri) {
    const now = new Date();
    const statement = { id: uuid(), verb: { id: VERBS + verb }, object: { id: iri }, timestamp: now.toISOString() };
    const text = JSON.stringify({ to: here.events, at: now.getTime(), statement: statement });
    try { localStorage.setItem(PREFIX + statement.id, text); } catch (error) { unkept.set(PREFIX + statement.id, text); }
    kept().slice(0, -MOST_KEPT).forEach(function (one) { drop(one.key); });
    later(SOON);
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(function () { send(false); }, delay);
  }

  function token() {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  function send(leaving) {
    if (!token() || (underway.size && !leaving) || !navigator.onLine) return;
    const waiting = kept().filter(function (one) { return !underway.has(one.key); });
    if (!waiting.length) return;
    const to = waiting[0].event.to;
    const batch = waiting.filter(function (one) { return one.event.to === to; }).slice(0, size);
    batch.forEach(function (one) { underway.add(one.key); });
    fetch(to, {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(batch.map(function (one) { return one.event.statement; })),
    })
      .then(function (response) { settle(response, batch); })
      .catch(function () { again(batch); });
  }

  function settle(response, batch) {
    const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
    const isRefused = isOurs && [400, 403, 404, 409, 413].includes(response.status);
    if (!response.ok && !isRefused) return again(batch);
    settled(batch);
    if (isRefused && batch.length > 1) {
      size = 1; // One of them is at fault: find out which, and lose no other.
    } else {
      batch.forEach(function (one) { drop(one.key); });
      wait = SOON;
    }
    if (kept().length) later(100);
    return undefined;
  }

  function settled(batch) {
    batch.forEach(function (one) { underway.delete(one.key); });
  }

  function again(batch) {
    settled(batch);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    later(wait);
  }

  function watch() {
    const step = here.step;
    if (step && !sessionStorage.getItem(SHOWN + step)) {
      keep("experienced", step);
      try { sessionStorage.setItem(SHOWN + step, "1"); } catch (error) { /* Full: it is said again next time. */ }
    }
    document.querySelectorAll("details[data-part]").forEach(function (part) {
      part.addEventListener("toggle", function () {
        if (part.open) keep("interacted", here.step + "/delar/" + part.dataset.part);
      }, { once: true });
    });
  }

  document.addEventListener("submit", function (event) { if (event.target.matches("[data-signs-out]")) forget(); });
  if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
  try { localStorage.getItem(PREFIX); } catch (error) { return; }
  if (here.events) watch();
  window.addEventListener("online", function () { wait = SOON; send(false); });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") send(true); });
  window.addEventListener("pagehide", function () { send(true); });
  if (kept().length) later(SOON);
})();
