// @ts-check
// The search: every word of the query must begin a word of a section; a hit in a heading counts most, then in a title.

/** @typedef {{ address: string, title: string, id: string, heading: string, text: string, first: boolean }} Section */

/** @type {(selector: string) => any} */
const only = (selector) => document.querySelector(selector);
/** @type {HTMLInputElement} */
const input = only("input[type=search]");
/** @type {HTMLElement} */
const found = only("#found");
/** @type {HTMLElement} */
const results = only("#results");
const SNIPPET = 180; // letters

/** @type {[address: string, title: string, parts: [id: string, heading: string, text: string][]][]} */
const index = JSON.parse(only("#index").textContent);
/** @type {Section[]} */
const sections = index.flatMap(([address, title, parts]) =>
  parts.map(([id, heading, text], order) => ({ address, title, id, heading, text, first: order === 0 })));

/** A plural finds its singular, and so do the words around a hyphen. @param {string} query */
function patterns(query) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.map((word) => word.replace(/(?<=\p{L}{3})s$/u, ""))
    .map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}\\p{L}*`, "giu"));
}

/** @param {Section} section @param {RegExp[]} wanted */
function score(section, wanted) {
  let total = section.heading.toLowerCase() === input.value.trim().toLowerCase() ? 30 : 0;
  for (const pattern of wanted) {
    const [inHeading, inTitle, inText] = [section.heading, section.title, section.text]
      .map((text) => Math.min(5, (text.match(pattern) ?? []).length));
    if (!inHeading && !inText && !(section.first && inTitle)) return 0;
    total += 12 * inHeading + 5 * inTitle + inText;
  }
  return total;
}

/** @param {string} text @param {RegExp[]} wanted */
function marked(text, wanted) {
  const line = document.createElement("span");
  const places = wanted.flatMap((pattern) => [...text.matchAll(pattern)]).sort((one, other) => one.index - other.index);
  let at = 0;
  for (const { 0: word, index } of places.slice(0, 20)) {
    if (index < at) continue;
    const mark = document.createElement("mark");
    mark.textContent = word;
    line.append(text.slice(at, index), mark);
    at = index + word.length;
  }
  line.append(text.slice(at));
  return line;
}

/** @param {string} text @param {RegExp[]} wanted */
function snippet(text, wanted) {
  const first = Math.min(...wanted.map((pattern) => text.search(pattern)).filter((at) => at >= 0), text.length);
  const start = first < 60 ? 0 : text.lastIndexOf(" ", first - 50) + 1;
  const end = text.indexOf(" ", start + SNIPPET);
  return (start && start < text.length ? "… " : "") + (start < text.length ? text.slice(start, end < 0 ? undefined : end)
    : text.slice(0, SNIPPET)) + (end < 0 ? "" : " …");
}

function search() {
  const query = input.value.trim();
  const wanted = patterns(query);
  const ranked = wanted.length === 0 ? [] : sections.map((section) => ({ ...section, points: score(section, wanted) }))
    .filter(({ points }) => points > 0).sort((one, other) => other.points - one.points).slice(0, 30);
  found.textContent = wanted.length === 0 ? "Type a word, for example gradient."
    : ranked.length === 0 ? `Nothing was found for “${query}”.`
      : `${ranked.length}${ranked.length === 30 ? " or more" : ""} section${ranked.length === 1 ? "" : "s"} for “${query}”, the best first.`;
  results.replaceChildren(...ranked.map(({ address, title, id, heading, text }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${address}#${encodeURIComponent(id)}`;
    link.append(marked(heading, wanted));
    const where = document.createElement("p");
    where.className = "quiet";
    where.textContent = heading === title ? "" : title;
    const lines = document.createElement("p");
    lines.append(marked(snippet(text, wanted), wanted));
    item.append(link, where, lines);
    return item;
  }));
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
}

// The arrow keys go through the results, as they do in a list of suggestions.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  /** @type {HTMLElement[]} */
  const places = [input, ...results.querySelectorAll("a")];
  const at = places.findIndex((place) => place === document.activeElement);
  if (!step || at < 0 || !places[at + step]) return;
  event.preventDefault();
  places[at + step].focus();
});
input.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  (results.querySelector("a") ?? input).focus();
});
input.addEventListener("input", search);
input.value = new URLSearchParams(location.search).get("q") ?? "";
search();
input.focus();
