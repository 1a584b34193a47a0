export { isAllowed, redo, runEdit, tellError, tellOutcome, undo, type EditName } from "./actions";
export * from "./bindings";
export { call, CommandError, type Request, type Response } from "./client";
export { describeError, errorDetails, errorText, windowHint, type DescribedError, type ErrorAction } from "./errors";
export { connectEvents, onEvent } from "./events";
export { fetchCommand, invalidateAll, invalidateTags, mutate, queryClient, useCommand, useCommandMutation, useRevision } from "./queries";
