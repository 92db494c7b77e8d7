// @ts-check
// What scrolls sideways gets the keyboard's focus while it does, and only then; a picture's cut edges fade.
/** @type {NodeListOf<HTMLElement>} */
const scrollers = document.querySelectorAll("pre, table, .formula, .picture");
const mark = (/** @type {HTMLElement} */ one) => {
  if (one.clientWidth && one.scrollWidth > one.clientWidth + 1) one.tabIndex = 0;
  else one.removeAttribute("tabindex");
  one.classList.toggle("cut-left", one.scrollLeft > 1);
  one.classList.toggle("cut-right", one.scrollLeft + one.clientWidth < one.scrollWidth - 1);
};
const watch = () => scrollers.forEach(mark);
scrollers.forEach((one) => one.addEventListener("scroll", () => mark(one)));
const observer = new ResizeObserver(watch);
observer.observe(document.body);
document.querySelectorAll("details").forEach((one) => one.addEventListener("toggle", watch));
