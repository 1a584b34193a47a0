import { LanguageSupport } from "@codemirror/language";

/** Grammars are chunks of their own. What isn't here is shown without colours, which costs nothing. */
const LOADERS: Record<string, () => Promise<LanguageSupport>> = {
  json: async () => (await import("@codemirror/lang-json")).json(),
  // The language without its completion, which has no use where one only reads.
  python: async () => new LanguageSupport((await import("@codemirror/lang-python")).pythonLanguage),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
  rust: async () => (await import("./streamLanguages")).rust(),
  javascript: async () => (await import("./streamLanguages")).javascript(),
  typescript: async () => (await import("./streamLanguages")).typescript(),
};

/** The grammar of a language as the preview program names it, or null. */
export async function loadLanguage(language: string): Promise<LanguageSupport | null> {
  try {
    return (await LOADERS[language]?.()) ?? null;
  } catch {
    // The colours are missing then, the text isn't.
    return null;
  }
}
