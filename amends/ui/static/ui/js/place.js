// [data-keep-place] with an id: when htmx replaces it, chosen boxes, the row in hand, the focus and the scroll stay as they are.
const kept = (target) => target?.closest?.("[data-keep-place]");
let before = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const old = kept(event.detail.target);
  if (!old || !event.detail.shouldSwap) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const row = focused?.closest("li") || old.querySelector(".now") || [...old.querySelectorAll("li[id]")].find((each) => each.getBoundingClientRect().top >= 0);
  before = {
    chosen: [...old.querySelectorAll("input:checked")].map((box) => box.value.split("~")[0]),
    now: old.querySelector(".now")?.id,
    focus: focused?.id,
    box: focused?.matches("input") ? focused.value.split("~")[0] : "",
    row: row?.id,
    top: row?.getBoundingClientRect().top,
  };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!before) return;
  const { chosen, now, focus, box, row, top } = before;
  before = null;
  for (const each of document.querySelectorAll("[data-keep-place] input[type=checkbox]")) {
    const number = each.value.split("~")[0];
    each.checked = chosen.includes(number);
    if (box && number === box) each.focus({ preventScroll: true });
  }
  if (now) document.getElementById(now)?.classList.add("now");
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  const place = row && document.getElementById(row);
  if (place) scrollBy(0, place.getBoundingClientRect().top - top);
});
