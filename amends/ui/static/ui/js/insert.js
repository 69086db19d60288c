// <button data-insert="text" data-into="id-of-textarea">: the text goes where the cursor is.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const area = button && document.getElementById(button.dataset.into);
  if (!area) return;
  event.preventDefault();
  button.closest("dialog")?.close();
  button.closest("details.menu")?.removeAttribute("open");
  area.focus();
  area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
