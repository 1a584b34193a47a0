/**
 * Colours for languages that artifacts hold now and then, by one tokenizer of a page.
 * Their grammars weigh 30 KB each and know the whole syntax; what one reads here needs words, strings, numbers and comments.
 */
import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";

interface Words {
  keywords: ReadonlySet<string>;
  atoms: ReadonlySet<string>;
  /** Signs that begin and end a string. */
  quotes: string;
  /** Strings in these go over several lines. */
  longQuotes: string;
  /** `/* … *\/` may hold another one. */
  nestsComments: boolean;
}

interface State {
  /** How deep in comments. */
  comments: number;
  /** The sign that ends the string that is open. */
  quote: string | null;
}

const words = (text: string) => new Set(text.split(" "));

const RUST: Words = {
  keywords: words("as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait type union unsafe use where while yield"),
  atoms: words("true false None Some Ok Err"),
  quotes: '"',
  longQuotes: '"',
  nestsComments: true,
};

const SCRIPT =
  "as async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield";
const JAVASCRIPT: Words = { keywords: words(SCRIPT), atoms: words("true false null undefined NaN Infinity"), quotes: "\"'`", longQuotes: "`", nestsComments: false };
const TYPESCRIPT: Words = { ...JAVASCRIPT, keywords: words(`${SCRIPT} abstract declare enum implements interface is keyof namespace override private protected public readonly satisfies type unknown never any infer`) };

function tokenizer(language: Words) {
  return (stream: StringStream, state: State): string | null => {
    if (state.comments > 0) return inComment(stream, state, language);
    if (state.quote !== null) return inString(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match("//")) return stream.skipToEnd(), "comment";
    if (stream.match("/*")) {
      state.comments = 1;
      return inComment(stream, state, language);
    }
    const next = stream.peek() ?? "";
    if (language.quotes.includes(next)) {
      stream.next();
      state.quote = next;
      return inString(stream, state, language.longQuotes.includes(next));
    }
    if (stream.match(/^(0[xob][\da-f_]+|\d[\d_]*(\.\d[\d_]*)?(e[+-]?\d+)?)\w*/i)) return "number";
    // A lifetime, a character, an attribute or a decorator.
    if (stream.match(/^'(\\.[^']*|[^'\\])'/)) return "string";
    if (stream.match(/^('\w+|#!?\[[^\]]*\]|@[\w.]+)/)) return "meta";
    const word = stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*/u);
    if (!word) return stream.next(), null;
    return wordKind(Array.isArray(word) ? word[0] : "", stream, language);
  };
}

function wordKind(word: string, stream: StringStream, { keywords, atoms }: Words): string {
  if (atoms.has(word)) return "atom";
  if (keywords.has(word)) return "keyword";
  if (/^\p{Lu}/u.test(word)) return "typeName";
  return stream.match(/^!?\s*\(/, false) ? "variableName.function" : "variableName";
}

function inComment(stream: StringStream, state: State, { nestsComments }: Words): string {
  while (!stream.eol() && state.comments > 0) {
    if (stream.match("*/")) state.comments -= 1;
    else if (nestsComments && stream.match("/*")) state.comments += 1;
    else stream.next();
  }
  return "comment";
}

function inString(stream: StringStream, state: State, isLong = true): string {
  while (!stream.eol()) {
    const sign = stream.next();
    if (sign === "\\") stream.next();
    else if (sign === state.quote) {
      state.quote = null;
      return "string";
    }
  }
  if (!isLong) state.quote = null;
  return "string";
}

function support(language: Words): LanguageSupport {
  return new LanguageSupport(StreamLanguage.define<State>({ startState: () => ({ comments: 0, quote: null }), copyState: (state) => ({ ...state }), token: tokenizer(language) }));
}

export const rust = () => support(RUST);
export const javascript = () => support(JAVASCRIPT);
export const typescript = () => support(TYPESCRIPT);
