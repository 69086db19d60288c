// Where the browser cannot size a text box by its content, this does.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => { area.rows = Math.min(24, Math.max(Number(area.dataset.rows ||= area.rows), area.value.split("\n").reduce((rows, line) => rows + 1 + Math.floor(line.length / (area.cols || 70)), 1))); };
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });
  document.querySelectorAll("textarea").forEach(grow);
}
