// Ctrl-K: every link and verb of the page by a few letters, or a search.
const palette = document.getElementById("palette");
if (palette) {
  const box = palette.querySelector("input");
  const list = palette.querySelector("ul");
  let choices = [];
  let at = 0;

  const collect = () => {
    const seen = new Set();
    return [...document.querySelectorAll(".rail a[href], main a.button[href], main button.button:not([disabled]), .views a[href], .main-act a, .row-link, .menu-list a[href]")]
      .map((target) => ({ target, words: target.innerText?.trim() || target.textContent.trim() }))
      .filter(({ words }) => words && !seen.has(words) && seen.add(words));
  };
  const mark = () => [...list.children].forEach((item, index) => {
    item.setAttribute("aria-selected", index === at);
    if (index === at) { box.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  const draw = () => {
    const asked = box.value.trim().toLocaleLowerCase();
    const found = collect().filter(({ words }) => words.toLocaleLowerCase().includes(asked)).slice(0, 12);
    if (asked) found.push({ words: `${palette.dataset.searchWords} “${box.value.trim()}”`, address: `${palette.dataset.search}?q=${encodeURIComponent(box.value.trim())}` });
    choices = found;
    at = 0;
    list.replaceChildren(...found.map(({ words }, index) => {
      const item = document.createElement("li");
      item.id = `palette-${index}`;
      item.setAttribute("role", "option");
      item.textContent = words;
      item.addEventListener("click", () => { at = index; choose(); });
      return item;
    }));
    mark();
  };
  const choose = () => {
    const choice = choices[at];
    if (!choice) return;
    palette.close();
    if (choice.address) location.assign(choice.address);
    else choice.target.click();
  };
  const open = (words = "") => {
    if (palette.open) return;
    palette.showModal();
    box.value = words;
    draw();
    box.focus();
  };
  box.addEventListener("input", draw);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") at = Math.min(choices.length - 1, at + 1);
    else if (event.key === "ArrowUp") at = Math.max(0, at - 1);
    else if (event.key === "Enter") return event.preventDefault(), choose();
    else return;
    event.preventDefault();
    mark();
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
}
