// Speaks with the device's passkeys. The page carries what is needed in attributes; without this file the rest of it works.
(function () {
  "use strict";

  function options(button) {
    const source = button.dataset.passkeyOptions;
    if (source) return Promise.resolve(JSON.parse(document.getElementById(source).textContent));
    return fetch(button.form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } })
      .then(function (response) {
        if (!response.ok) throw new Error("No answer from the server.");
        return response.json();
      });
  }

  function creation(data, button) {
    const asked = JSON.parse(JSON.stringify(data.creation_options));
    const alone = document.getElementById(button.dataset.passkeyAlone).checked;
    Object.assign(asked.publicKey.authenticatorSelection, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
    });
    if (alone) asked.publicKey.authenticatorSelection.userVerification = "required";
    return asked;
  }

  function failed(form, shown) {
    form.querySelector("[data-passkey-failed] > *").hidden = !shown;
  }

  function speak(button, ask) {
    button.addEventListener("click", function () {
      const form = button.form;
      failed(form, false);
      options(button)
        .then(ask)
        .then(function (credential) {
          const field = button.dataset.passkeyGet || button.dataset.passkeyCreate;
          document.getElementById(field).value = JSON.stringify(credential);
          form.submit();
        })
        .catch(function () { failed(form, true); });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-passkey]").forEach(function (part) { part.hidden = false; });
    document.querySelectorAll("[data-passkey-get]").forEach(function (button) {
      speak(button, function (data) { return window.webauthnJSON.get(data.request_options); });
    });
    document.querySelectorAll("[data-passkey-create]").forEach(function (button) {
      speak(button, function (data) { return window.webauthnJSON.create(creation(data, button)); });
    });
  });
})();
