/** The lineage of versions, runs and projects: picture, table, queries, export. */
export { lineagePath } from "./path";
