// Passkeys by the browser's own means: <form data-passkey="add|prove|enter"> with a hidden field "credential".
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (list) => list?.map((each) => ({ ...each, id: toBytes(each.id) }));

const creation = ({ publicKey }) => ({ publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), user: { ...publicKey.user, id: toBytes(publicKey.user.id) }, excludeCredentials: listed(publicKey.excludeCredentials) } });
const request = ({ publicKey }) => ({ publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) } });
const answer = (made) => {
  const response = { clientDataJSON: toText(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (made.response[name]) response[name] = toText(made.response[name]);
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return { id: made.id, rawId: toText(made.rawId), type: made.type, authenticatorAttachment: made.authenticatorAttachment, response, clientExtensionResults: made.getClientExtensionResults() };
};

const ceremonies = {
  add: async (form) => {
    const options = JSON.parse(document.getElementById("passkey-options").textContent).creation_options;
    const alone = form.elements.passwordless?.checked;
    const asked = options.publicKey.authenticatorSelection;
    if (form.elements.passwordless) Object.assign(asked, { residentKey: alone ? "required" : "discouraged", requireResidentKey: alone }, alone ? { userVerification: "required" } : {});
    return navigator.credentials.create(creation(options));
  },
  prove: async () => navigator.credentials.get(request(JSON.parse(document.getElementById("passkey-options").textContent).request_options)),
  enter: async (form) => {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(reply.statusText);
    return navigator.credentials.get(request((await reply.json()).request_options));
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(answer(await ceremonies[form.dataset.passkey](form)));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
