/** F6: from pane to pane. A pane marks itself with `data-pane`; focus goes to where it was in it, else to its first control. */
const last = new WeakMap<Element, HTMLElement>();

document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const pane = target.closest("[data-pane]");
  if (pane) last.set(pane, target);
});

export function cyclePane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null || pane.dataset["pane"] === "toasts").filter((pane) => pane.childElementCount > 0);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  if (next) focusIn(next);
}

const FOCUSABLE = "[role=grid], [role=tree], a[href], button:not(:disabled), input:not(:disabled), textarea, [tabindex='0']";

function focusIn(pane: HTMLElement): void {
  const before = last.get(pane);
  const target = before && pane.contains(before) && before !== pane ? before : (pane.querySelector<HTMLElement>("[role=grid], [role=tree]") ?? pane.querySelector<HTMLElement>(FOCUSABLE) ?? pane);
  target.focus();
}
