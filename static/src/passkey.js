// Asks the browser for a passkey and sends its answer; a form that only asks is shown where the browser can.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withId = (credential) => ({ ...credential, id: bytes(credential.id) });

const ask = {
  create: ({ user, challenge, excludeCredentials = [], ...options }) => navigator.credentials.create({
    publicKey: {
      ...options,
      user: { ...user, id: bytes(user.id) },
      challenge: bytes(challenge),
      excludeCredentials: excludeCredentials.map(withId),
    },
  }),
  get: ({ challenge, allowCredentials = [], ...options }) => navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(challenge), allowCredentials: allowCredentials.map(withId) },
  }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function asJson(credential) {
  const parts = PARTS.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts),
  });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const error = form.querySelector("[data-passkey-error]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const credential = await ask[form.dataset.passkey](JSON.parse(form.dataset.options).publicKey);
      form.elements.passkey.value = asJson(credential);
      form.submit();
    } catch (reason) {
      error.textContent = reason.message;
      error.hidden = false;
    }
  });
}
