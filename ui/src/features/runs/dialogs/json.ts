/** Why a text isn't a JSON object; null when it is one, or empty. */
export function jsonProblem(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? null : "It must be an object: {…}";
  } catch {
    return "This isn't JSON yet";
  }
}
