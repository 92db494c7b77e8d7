// @ts-check
// Elements, and the panels of a picture.

export const SVG = "http://www.w3.org/2000/svg";
// JupyterLab takes arrow keys for itself unless the focused element, not one around it, says otherwise.
export const SUPPRESS_SHORTCUTS = "data-lm-suppress-shortcuts";

/**
 * An element with its attributes and children.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 */
export function node(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * Give a group the content of another. Elements that both have stay, so that the style sheet can fade what differs.
 * @param {Node & ParentNode} group
 * @param {Node} next
 */
export function patch(group, next) {
  const before = [...group.childNodes], after = [...next.childNodes];
  if (before.length !== after.length || before.some((child, index) => child.nodeName !== after[index].nodeName)) {
    group.replaceChildren(...after);
    return;
  }
  before.forEach((child, index) => {
    const twin = after[index];
    if (!(child instanceof Element && twin instanceof Element)) {
      child.nodeValue = twin.nodeValue;
      return;
    }
    for (const { name } of [...child.attributes]) if (!twin.hasAttribute(name)) child.removeAttribute(name);
    for (const { name, value } of twin.attributes)
      if (child.getAttribute(name) !== value) child.setAttribute(name, value);
    patch(child, twin);
  });
}

/** The middle of a mark, across its panel. @param {SVGGraphicsElement} mark */
function middleOf(mark) {
  const number = (/** @type {string} */ name) => Number(mark.getAttribute(name));
  if (mark.hasAttribute("cx")) return number("cx");
  if (mark.hasAttribute("x")) return number("x") + number("width") / 2;
  const box = mark.getBBox();
  return box.x + box.width / 2;
}

/**
 * A panel of a picture. Where it is wider than the page it scrolls sideways: then the keyboard has to reach it, its cut
 * edges fade (see widget.css), and what is lit comes into view.
 * @param {[x: number, y: number, width: number, height: number]} box
 * @param {SVGGElement[]} groups
 */
export function makePanel([x, y, width, height], groups) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  svg.append(...groups);
  const place = node("div", { class: "rnnlab-panel", style: `--width:${width}px;flex-grow:${width}` }, svg);
  const scrolls = () => place.hasAttribute("tabindex");

  function reveal() {
    if (!scrolls()) return;
    const marks = /** @type {NodeListOf<SVGGraphicsElement>} */ (svg.querySelectorAll(".lit, .head.accent"));
    const lit = [...marks].find((mark) => !mark.closest("[display=none]"));
    if (lit) place.scrollLeft = (middleOf(lit) - x) * place.scrollWidth / width - place.clientWidth / 2;
  }

  function follow() {
    const wide = place.scrollWidth > place.clientWidth + 1, begins = !scrolls();
    const state = { tabindex: "0", role: "group", "aria-label": "Picture, scrolls sideways" };
    for (const [name, value] of Object.entries(state)) {
      if (wide) place.setAttribute(name, value);
      else place.removeAttribute(name);
    }
    if (wide && begins) reveal();
    place.classList.toggle("rnnlab-cut-left", place.scrollLeft > 1);
    place.classList.toggle("rnnlab-cut-right", place.scrollLeft + place.clientWidth < place.scrollWidth - 1);
  }

  place.addEventListener("scroll", follow);
  const observer = new ResizeObserver(follow);
  observer.observe(place);
  return { place, svg, reveal, disconnect: () => observer.disconnect() };
}
