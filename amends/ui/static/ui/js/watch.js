// <textarea data-watch="/address" data-watch-into="id">: after a pause the server sees the words; its answer is shown there.
for (const area of document.querySelectorAll("[data-watch]")) {
  const into = document.getElementById(area.dataset.watchInto);
  let waiting;
  const ask = async () => {
    const body = new FormData();
    body.append("text", area.value);
    body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(area.dataset.watch, { method: "POST", body });
      const words = answer.ok ? await answer.text() : "";
      if (into.innerHTML !== words) into.innerHTML = words;
    } catch { /* a bad line: the next page asks again */ }
  };
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 600);
  });
}
