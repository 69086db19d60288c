// Short words that come and stay until read: messages of the page can be closed; "ui:toast" events and the HX-Trigger
// header {"ui:toast": {"words": "...", "tone": "success"}} add one and say it aloud to screen readers.
for (const button of document.querySelectorAll("[data-close]")) button.hidden = false;
document.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest(".message").remove());
document.addEventListener("ui:toast", (event) => {
  const place = document.querySelector("[data-toasts]");
  if (!place) return;
  const toast = document.createElement("div");
  const words = document.createElement("p");
  const close = document.createElement("button");
  toast.className = `message ${event.detail.tone || ""}`;
  words.textContent = event.detail.words;
  close.className = "message-close";
  close.type = "button";
  close.dataset.close = "";
  close.setAttribute("aria-label", place.dataset.closeWord);
  close.textContent = "×";
  toast.append(words, close);
  place.append(toast);
  if (event.detail.tone !== "error") setTimeout(() => toast.remove(), 8000);
});
