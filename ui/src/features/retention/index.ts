/** Retention rules and the plans of what they and the settings take. */
export { openRules } from "./opener";
export { Confirm, PlanNotes } from "./PlanNotes";
