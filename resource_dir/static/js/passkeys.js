// Passkeys: the browser talks to the authenticator, the form to the server. Without this file the
// form stays hidden, and a password with a code gets in.
"use strict";

(() => {
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const withBytes = (options) => {
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      for (const one of options[list] || []) one.id = toBytes(one.id);
    }
    return options;
  };

  const asJson = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    });
  };

  const ask = async (form) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error("refused");
    const publicKey = withBytes(await answer.json());
    const isNew = form.dataset.passkey === "new";
    return isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  };

  // An IP address can't own a passkey: http://localhost can, http://127.0.0.1 can't.
  const canHave = window.PublicKeyCredential && !/^[\d.]+$|^\[/.test(location.hostname);
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!canHave) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = asJson(await ask(form));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
