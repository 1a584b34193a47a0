/** The roles of keys, as people read them. */
export const ROLES: readonly { role: string; label: string; may: string }[] = [
  { role: "viewer", label: "Viewer", may: "Looks at everything and changes nothing." },
  { role: "member", label: "Member", may: "Logs, labels, deletes and restores versions, and records runs; the team's settings stay with administrators." },
  { role: "admin", label: "Administrator", may: "May do everything: also settings, retention rules, keys, and what can't be undone." },
];

/** What a role may do, in a sentence. */
export function roleWords(role: string): string {
  return ROLES.find((each) => each.role === role)?.may ?? "";
}

export function roleLabel(role: string): string {
  return ROLES.find((each) => each.role === role)?.label ?? role;
}
