// Panels of a picture, for the scripts of all widgets: Python puts this in front of each.

const SVG = "http://www.w3.org/2000/svg";

function node(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Give a group the content of another. Elements that both have stay, so that the style sheet can fade what differs.
function patch(group, next) {
  const before = [...group.childNodes], after = [...next.childNodes];
  if (before.length !== after.length || before.some((child, index) => child.nodeName !== after[index].nodeName)) {
    group.replaceChildren(...after);
    return;
  }
  before.forEach((child, index) => {
    const twin = after[index];
    if (!child.attributes) return void (child.data = twin.data);
    for (const { name } of [...child.attributes]) if (!twin.hasAttribute(name)) child.removeAttribute(name);
    for (const { name, value } of twin.attributes) if (child.getAttribute(name) !== value) child.setAttribute(name, value);
    patch(child, twin);
  });
}

// A panel of a picture. Where it is wider than the page it scrolls sideways: then the keyboard has to reach it, its cut
// edges fade (see widget.css), and what is lit comes into view.
function makePanel([x, y, width, height], groups) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  svg.append(...groups);
  const place = node("div", { class: "rnnlab-panel", style: `--width:${width}px;flex-grow:${width}` }, svg);
  const reveal = () => {
    if (!place.hasAttribute("tabindex")) return;
    const lit = [...svg.querySelectorAll(".lit, .head.accent")].find((mark) => !mark.closest("[display=none]"));
    if (!lit) return;
    const middle = lit.hasAttribute("cx") ? Number(lit.getAttribute("cx"))
      : lit.hasAttribute("x") ? Number(lit.getAttribute("x")) + Number(lit.getAttribute("width")) / 2
        : lit.getBBox().x + lit.getBBox().width / 2;
    place.scrollLeft = (middle - x) * place.scrollWidth / width - place.clientWidth / 2;
  };
  const mark = () => {
    const scrolls = place.scrollWidth > place.clientWidth + 1, begins = !place.hasAttribute("tabindex");
    const state = { tabindex: "0", role: "group", "aria-label": "Picture, scrolls sideways" };
    for (const [name, value] of Object.entries(state)) {
      if (scrolls) place.setAttribute(name, value);
      else place.removeAttribute(name);
    }
    if (scrolls && begins) reveal();
    place.classList.toggle("rnnlab-cut-left", place.scrollLeft > 1);
    place.classList.toggle("rnnlab-cut-right", place.scrollLeft + place.clientWidth < place.scrollWidth - 1);
  };
  place.addEventListener("scroll", mark);
  const observer = new ResizeObserver(mark);
  observer.observe(place);
  return { place, svg, reveal, disconnect: () => observer.disconnect() };
}
