// <input type="file" data-files data-most="26214400" data-too-large="%s is larger than 25 MB…">: what was chosen, told before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-files]");
  if (!input) return;
  let list = input.nextElementSibling;
  if (!list?.matches(".files")) {
    list = document.createElement("ul");
    list.className = "files";
    list.setAttribute("aria-live", "polite");
    input.after(list);
  }
  const most = Number(input.dataset.most) || Infinity;
  const large = [...input.files].filter((file) => file.size > most);
  input.setCustomValidity(large.map((file) => (input.dataset.tooLarge || "%s").replace("%s", file.name)).join("\n"));
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    item.className = file.size > most ? "file wrong" : "file";
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const small = file.size < 1e5;
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: small ? 0 : 1 }).format(file.size / (small ? 1e3 : 1e6));
    item.append(name, ` ${size} ${small ? "kB" : "MB"}`);
    return item;
  }));
  if (large.length) input.reportValidity();
});
