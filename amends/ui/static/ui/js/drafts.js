// <form data-draft="reply-PX-2026-000412">: what is typed is kept on this device until the server has it.
// The page after success says so with <meta name="draft-done" content="KEY">; [data-saved] shows data-saved-words.
const store = (key) => `draft:${key}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !/^(csrfmiddlewaretoken|.*password.*)$/.test(field.name) && !["file", "hidden", "submit", "button", "password"].includes(field.type));

for (const done of document.querySelectorAll('meta[name="draft-done"]')) localStorage.removeItem(store(done.content));

const start = (form) => {
  const key = store(form.dataset.draft);
  const saved = form.querySelector("[data-saved]");
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch { localStorage.removeItem(key); }
  for (const field of fields(form)) {
    if (!(field.name in kept) || field.closest(".wrong")) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = kept[field.name].includes(field.value);
    else if (!field.value) field.value = kept[field.name][0];
  }
  let waiting;
  const keep = () => {
    clearTimeout(waiting);
    const now = {};
    for (const field of fields(form)) {
      now[field.name] ||= [];
      if (!["checkbox", "radio"].includes(field.type)) now[field.name].push(field.value);
      else if (field.checked) now[field.name].push(field.value);
    }
    try {
      localStorage.setItem(key, JSON.stringify(now));
      if (saved) saved.textContent = saved.dataset.savedWords;
    } catch { if (saved) saved.textContent = ""; }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  form.addEventListener("submit", keep); // what was typed a moment before it is sent
};
document.querySelectorAll("form[data-draft]").forEach(start);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("form[data-draft]").forEach(start));
document.addEventListener("draft:done", (event) => localStorage.removeItem(store(event.detail.value ?? event.detail.key)));
