/** Runs: their list, their page, what a version has to do with them, and the dialogs that record and change them. */
export { openRunDialog, type RunDialog } from "./opener";
export { runPath, runsPath } from "./path";
export { RunFacts, RunState } from "./RunFacts";
export { runActions, type RunAction } from "./runActions";
