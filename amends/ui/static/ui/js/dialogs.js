// <button data-dialog="id"> opens <dialog id>; a click beside the dialog or on [data-dialog-close] closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.dialog)?.showModal(); }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); }
});
// A dialog that is filled from the server ([id] with data-fresh) is empty again once closed.
document.addEventListener("close", (event) => event.target.querySelector?.("[data-fresh]")?.replaceChildren(), true);
