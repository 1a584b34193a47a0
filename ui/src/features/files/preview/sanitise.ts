/**
 * A second wall behind the preview program, which has cleaned the HTML already: whatever isn't on this list becomes its text or nothing.
 * The parser runs no script and loads nothing; only elements made here reach the page.
 */
const TAGS = new Set(
  "a b blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li ol p pre s samp span strong sub sup table tbody td tfoot th thead tr u ul var".split(" "),
);
/** Nothing of these may stay, not even their text. */
const DROPPED = new Set("script style template iframe object embed svg math head title noscript select textarea".split(" "));
const SPANS = new Set(["colspan", "rowspan"]);
const LINK = /^(https?|mailto):/i;

/** Clean nodes for a document of our own. Links carry their target in `data-href` and can't be followed by themselves. */
export function sanitise(html: string, into: Document = document): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = into.createDocumentFragment();
  copyChildren(parsed.body, fragment, into);
  return fragment;
}

function copyChildren(from: Node, to: Node, into: Document): void {
  for (const child of from.childNodes) {
    if (child.nodeType === 3) to.appendChild(into.createTextNode(child.nodeValue ?? ""));
    else if (child.nodeType === 1) copyElement(child as Element, to, into);
  }
}

function copyElement(element: Element, to: Node, into: Document): void {
  const tag = element.tagName.toLowerCase();
  if (DROPPED.has(tag)) return;
  if (tag === "input") {
    to.appendChild(into.createTextNode(element.hasAttribute("checked") ? "☑ " : "☐ "));
    return;
  }
  if (!TAGS.has(tag)) {
    copyChildren(element, to, into);
    return;
  }
  const made = into.createElement(tag);
  for (const name of SPANS) {
    const value = Number(element.getAttribute(name));
    if (Number.isInteger(value) && value > 1 && value <= 1000) made.setAttribute(name, String(value));
  }
  if (tag === "a") markLink(made, element.getAttribute("href") ?? "");
  if (tag === "th") made.setAttribute("scope", "col");
  copyChildren(element, made, into);
  to.appendChild(made);
}

function markLink(link: HTMLElement, href: string): void {
  if (!LINK.test(href)) return;
  link.dataset["href"] = href;
  link.setAttribute("role", "link");
  link.tabIndex = 0;
  link.title = href;
}

/** What a link leads to, as people should read it before going there: the host, or the address of a mail. */
export function linkHost(href: string): string | null {
  try {
    const url = new URL(href);
    if (url.protocol === "mailto:") return decodeURIComponent(url.pathname);
    return url.protocol === "https:" || url.protocol === "http:" ? url.host : null;
  } catch {
    return null;
  }
}
