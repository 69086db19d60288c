// The theme changes at once, without loading the page anew; the cookie is the server's own.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) button.setAttribute("aria-pressed", button.value === theme);
  const said = new FormData(form);
  said.set("theme", theme);
  fetch(form.action, { method: "POST", body: said, redirect: "manual" });
});
