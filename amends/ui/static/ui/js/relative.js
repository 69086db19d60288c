// <time data-relative>: "in 47 minutes" stays true while the page is open.
const lang = { fa: "fa-IR", zh: "zh-CN" }[document.documentElement.lang] || document.documentElement.lang;
const words = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
const units = [["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const refresh = () => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    const [unit, length] = units.find(([, each]) => Math.abs(seconds) >= 2 * each) || units.at(-1);
    time.textContent = words.format(Math.sign(seconds) * Math.max(1, Math.round(Math.abs(seconds) / length)), unit);
  }
};
setInterval(refresh, 30000);
