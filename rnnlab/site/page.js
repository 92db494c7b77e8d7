// What scrolls sideways gets the keyboard's focus while it does, and only then.
const scrollers = [...document.querySelectorAll("pre, table, .formula, .picture")];
const watch = () => scrollers.forEach((one) => {
  if (one.clientWidth && one.scrollWidth > one.clientWidth + 1) one.tabIndex = 0;
  else one.removeAttribute("tabindex");
});
const observer = new ResizeObserver(watch);
observer.observe(document.body);
document.querySelectorAll("details").forEach((one) => one.addEventListener("toggle", watch));
