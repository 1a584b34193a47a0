/**
 * Finds elements by what a person or a screen reader knows of them: role and name. Runs in the page, as text.
 * `name` is a string (whole name) or `{ pattern, flags }`.
 */
export const FIND = `function (role, name, within) {
  const ROLES = {
    button: "button, [role=button], summary", link: "a[href], [role=link]", textbox: "input:not([type]), input[type=text], input[type=search], textarea, [role=textbox]",
    heading: "h1, h2, h3, h4, [role=heading]", dialog: "dialog[open], [role=dialog], [role=alertdialog]", combobox: "[role=combobox], select",
    checkbox: "input[type=checkbox], [role=checkbox]", radio: "input[type=radio], [role=radio]", row: "tr, [role=row]", tab: "[role=tab]",
    navigation: "nav, [role=navigation]", complementary: "aside, [role=complementary]", alert: "[role=alert]", table: "table, [role=table]",
  };
  const words = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const byId = (ids) => words(ids.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
  const nameOf = (element) => {
    const labelled = element.getAttribute("aria-labelledby");
    if (labelled && byId(labelled)) return byId(labelled);
    if (element.getAttribute("aria-label")) return words(element.getAttribute("aria-label"));
    if (element.labels?.length) return words([...element.labels].map((label) => label.textContent).join(" "));
    return words(element.textContent) || words(element.getAttribute("title")) || words(element.getAttribute("placeholder"));
  };
  const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden" && !element.closest("[inert], [aria-hidden=true]");
  const fits = (text) => name === null || name === undefined || (typeof name === "string" ? text === name : new RegExp(name.pattern, name.flags).test(text));
  const all = [...(within ?? document).querySelectorAll(ROLES[role] ?? "[role=" + role + "]")];
  return all.find((element) => (isShown(element) || (element.matches("input[type=radio], input[type=checkbox]") && !element.closest("[inert], [aria-hidden=true]"))) && fits(nameOf(element))) ?? null;
}`;

/** A regular expression as JSON carries it. */
export function wire(name) {
  return name instanceof RegExp ? { pattern: name.source, flags: name.flags } : (name ?? null);
}
