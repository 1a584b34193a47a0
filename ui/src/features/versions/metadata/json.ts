/**
 * JSON as written: numbers stay the text they were, keys keep their order. What goes through `JSON.parse` loses
 * 0.1000000000000000055 and 9007199254740993; metadata may not.
 */
export type JsonNode =
  | { kind: "object"; entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { kind: "array"; items: readonly JsonNode[] }
  | { kind: "string"; value: string }
  /** `raw` as in the source. */
  | { kind: "number"; raw: string }
  | { kind: "true" | "false" | "null" };

export class JsonProblem extends Error {
  override name = "JsonProblem";
  /** Offset in the text. */
  readonly at: number;
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, at: number) {
    const before = text.slice(0, at).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`${message} in line ${before.length}, column ${column}`);
    this.at = at;
    this.line = before.length;
    this.column = column;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A string up to its closing quote; what is inside is left to `JSON.parse`. */
// oxlint-disable-next-line no-control-regex -- control characters may not stand in a JSON string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = ["true", "false", "null"] as const;
const DEEPEST = 128;

/** Reads a JSON text; throws a `JsonProblem` that says where and what. */
export function parseJson(text: string): JsonNode {
  const reader = new Reader(text);
  const node = reader.value(0);
  reader.end();
  return node;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonNode {
    if (depth > DEEPEST) throw this.#problem("The value is nested too deeply");
    this.#space();
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return { kind: "string", value: this.#string() };
    return this.#word() ?? this.#number();
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw this.#problem("Nothing may follow the value");
  }

  #object(depth: number): JsonNode {
    const entries: [string, JsonNode][] = [];
    const keys = new Set<string>();
    this.#list("}", () => {
      this.#space();
      const at = this.#at;
      if (this.#text[at] !== '"') throw this.#problem("A key in quotes is missing");
      const key = this.#string();
      if (keys.has(key)) throw new JsonProblem(`The key “${key}” is there twice`, this.#text, at);
      keys.add(key);
      this.#space();
      this.#take(":", "A colon is missing");
      entries.push([key, this.value(depth + 1)]);
    });
    return { kind: "object", entries };
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#list("]", () => items.push(this.value(depth + 1)));
    return { kind: "array", items };
  }

  /** From the opening bracket to `close`, with commas between. */
  #list(close: string, item: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#space();
      if (this.#text[this.#at] === close) break;
      this.#take(",", `A comma or “${close}” is missing`);
    }
    this.#at += 1;
  }

  #string(): string {
    const raw = this.#match(STRING);
    if (raw === null) throw this.#problem("A text isn't closed");
    try {
      return JSON.parse(raw) as string;
    } catch {
      throw this.#problem("A text has an unknown escape", -raw.length);
    }
  }

  #number(): JsonNode {
    const raw = this.#match(NUMBER);
    if (raw !== null) return { kind: "number", raw };
    throw this.#problem(this.#at >= this.#text.length ? "The text ends too early" : "A value is missing or isn't JSON");
  }

  #word(): JsonNode | null {
    const kind = WORDS.find((word) => this.#text.startsWith(word, this.#at));
    if (!kind) return null;
    this.#at += kind.length;
    return { kind };
  }

  #space(): void {
    this.#match(SPACE);
  }

  #take(sign: string, message: string): void {
    if (this.#text[this.#at] !== sign) throw this.#problem(message);
    this.#at += 1;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #problem(message: string, by = 0): JsonProblem {
    return new JsonProblem(message, this.#text, this.#at + by);
  }
}

/** One line without spaces, or with `indent` one value per line. */
export function writeJson(node: JsonNode, indent = 0, level = 0): string {
  if (node.kind === "string") return JSON.stringify(node.value);
  if (node.kind === "number") return node.raw;
  if (node.kind !== "object" && node.kind !== "array") return node.kind;
  const parts =
    node.kind === "array"
      ? node.items.map((item) => writeJson(item, indent, level + 1))
      : node.entries.map(([key, value]) => `${JSON.stringify(key)}:${indent > 0 ? " " : ""}${writeJson(value, indent, level + 1)}`);
  const [open, close] = node.kind === "array" ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  if (indent === 0) return `${open}${parts.join(",")}${close}`;
  const pad = " ".repeat(indent * (level + 1));
  return `${open}\n${parts.map((part) => pad + part).join(",\n")}\n${" ".repeat(indent * level)}${close}`;
}
