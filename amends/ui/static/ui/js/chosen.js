// <form data-chosen id="x">: its own buttons rest until a box that belongs to it is chosen, wherever the box stands.
const weigh = () => {
  for (const form of document.querySelectorAll("form[data-chosen]")) {
    const some = [...form.elements].some((each) => each.type === "checkbox" && each.checked);
    for (const button of form.querySelectorAll("button")) button.disabled = !some;
  }
};
for (const moment of ["change", "htmx:afterSettle", "htmx:afterSwap"]) document.addEventListener(moment, weigh);
addEventListener("pageshow", weigh);
weigh();
