import { parseJson, writeJson, type JsonNode } from "./json";

/** What a person types as a value: JSON if it is JSON, else the text itself. `0.10` stays the number 0.10. */
export function nodeFromInput(text: string): JsonNode {
  try {
    return parseJson(text);
  } catch {
    return { kind: "string", value: text };
  }
}

/** The same as JSON text for the engine. */
export function valueFromInput(text: string): string {
  return writeJson(nodeFromInput(text));
}
