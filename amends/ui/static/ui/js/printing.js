// <button data-print hidden>: prints the page; a hidden one appears where that is possible.
for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = !window.print;
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });
