/** Names the present step of the history, so that a list can be found again as it was left when one comes back to it; outside of a history undefined. */
export function historyPlace(): string | undefined {
  // The router numbers its entries; replacing one (a filter, a selection) keeps its number.
  const step = (globalThis.history.state as { idx?: number } | null)?.idx;
  return step === undefined ? undefined : `${step} ${globalThis.location.pathname}`;
}

/** The address as it is now. The router renders a change later than it makes it: while a page is fetched, the one before stays in view. */
export function presentAddress(rendered: { pathname: string; search: string }): { pathname: string; search: string } {
  return historyPlace() === undefined ? rendered : globalThis.location;
}
