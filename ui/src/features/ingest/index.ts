export type { LogWish } from "./draft";
export { IngestHost } from "./IngestHost";
export { openLogSheet } from "./opener";
