// <form data-unsaved>: leaving the page with something typed and not sent asks first.
const changed = new Set();
document.addEventListener("input", (event) => { const form = event.target.closest("form[data-unsaved]"); if (form) changed.add(form); });
document.addEventListener("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => { if ([...changed].some((form) => form.isConnected)) event.preventDefault(); });
