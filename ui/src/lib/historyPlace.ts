/** Names the present step of the history, so that a list can be found again as it was left when one comes back to it; outside of a history undefined. */
export function historyPlace(): string | undefined {
  // The router numbers its entries; replacing one (a filter, a selection) keeps its number.
  const step = (globalThis.history.state as { idx?: number } | null)?.idx;
  return step === undefined ? undefined : `${step} ${globalThis.location.pathname}`;
}
