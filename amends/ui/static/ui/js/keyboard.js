// j k move in [data-list], Enter opens, data-key="r" on a link or button makes it one key away; "g w" for two keys.
const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable=true], dialog[open]");
let first = "";

const move = (step) => {
  const rows = [...document.querySelectorAll("[data-list] > :not(.group)")].filter((row) => row.querySelector("a[href]"));
  if (!rows.length) return false;
  const now = rows.findIndex((row) => row.classList.contains("now"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now < 0 ? 0 : now + step))];
  rows[now]?.classList.remove("now");
  next.classList.add("now");
  (next.querySelector(".row-link") || next.querySelector("a[href]")).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
};

const act = (key) => {
  const row = document.querySelector("[data-list] > .now");
  const found = (row && row.querySelector(`[data-key="${key}"]`)) || [...document.querySelectorAll(`[data-key="${key}"]`)].find((each) => each.getClientRects().length && !each.closest("[data-list] > *"));
  if (!found) return false;
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = event.key;
  const both = `${first} ${key}`;
  first = "";
  let done = false;
  if (act(both)) done = true;
  else if (key === "j") done = move(1);
  else if (key === "k") done = move(-1);
  else if (key === "/") { const box = document.querySelector(".search input, .filter input"); box?.focus(); done = Boolean(box); }
  else if (key === "?") { const keys = document.getElementById("keys"); keys?.showModal(); done = Boolean(keys); }
  else if (key.length === 1) done = act(key);
  if (key === "g" && !done) {
    first = "g";
    if (!document.querySelector('[data-key^="g "]')) document.querySelector(".rail li a")?.click();
  }
  if (done) event.preventDefault();
});

const list = document.querySelector("[data-page-keys]");
if (list) {
  for (const each of document.querySelectorAll("[data-key]")) {
    const key = document.createElement("kbd");
    const words = document.createElement("span");
    key.textContent = each.dataset.key;
    words.textContent = each.dataset.keyWords || each.getAttribute("aria-label") || each.textContent.replace(/\s+\S$/, "").trim();
    if ([...list.querySelectorAll("kbd")].some((known) => known.textContent === key.textContent)) continue;
    const cell = document.createElement("span");
    cell.append(key);
    list.append(cell, words);
  }
}
