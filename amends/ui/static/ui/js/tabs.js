// <nav class="views" data-tabs> of links to #sections: one section shown at a time. Without JavaScript all are there.
const start = (tabs) => {
  const links = [...tabs.querySelectorAll('a[href^="#"]')];
  const section = (link) => document.getElementById(link.hash.slice(1));
  const show = (chosen) => links.forEach((link) => {
    const here = link === chosen;
    link.setAttribute("aria-selected", here);
    link.tabIndex = here ? 0 : -1;
    section(link).hidden = !here;
  });
  tabs.setAttribute("role", "tablist");
  links.forEach((link, index) => {
    link.setAttribute("role", "tab");
    link.id ||= `tab-${link.hash.slice(1)}`;
    link.setAttribute("aria-controls", link.hash.slice(1));
    section(link).setAttribute("role", "tabpanel");
    section(link).setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
      section(link).querySelector("textarea, input:not([type=hidden]), select")?.focus();
    });
    link.addEventListener("keydown", (event) => {
      const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const step = event.key === forward ? 1 : ["ArrowLeft", "ArrowRight"].includes(event.key) ? -1 : 0;
      if (!step) return;
      event.preventDefault();
      const next = links[(index + step + links.length) % links.length];
      show(next);
      next.focus();
    });
  });
  show(links.find((link) => link.hash === location.hash) || links.find((link) => link.hasAttribute("aria-current")) || links.find((link) => section(link).querySelector(".wrong, .error-summary")) || links[0]);
};
document.querySelectorAll("[data-tabs]").forEach(start);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-tabs]:not([role])").forEach(start));
