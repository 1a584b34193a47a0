/** CodeMirror, to read only. It is a chunk of its own, fetched with the first text that is opened. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Text, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { loadLanguage } from "./languages";
import styles from "./preview.module.css";

export interface CodeViewProps {
  label: string;
  /** Pages in order; later ones are appended in place, so that the reader keeps their line. */
  pages: readonly string[];
  language: string;
  isWrapped: boolean;
}

/** Colours by variables, so that both themes are right without a second set. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--type-3)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--success)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--type-2)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: "var(--type-1)" },
  { tag: [tags.typeName, tags.className, tags.namespace], color: "var(--type-6)" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--accent-strong)" },
  { tag: [tags.comment, tags.meta], color: "var(--n10)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--n1)", color: "var(--n12)", fontSize: "var(--text-2)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "calc(18px * var(--zoom))", overflow: "auto" },
  ".cm-content": { padding: "8px 0", userSelect: "text", WebkitUserSelect: "text", caretColor: "transparent" },
  ".cm-content:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-line": { padding: "0 16px 0 12px" },
  ".cm-gutters": { backgroundColor: "var(--n1)", color: "var(--n9)", border: "0", paddingInlineStart: "8px" },
  ".cm-specialChar": { color: "var(--danger)" },
});

export default function CodeView({ label, pages, language, isWrapped }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const wrap = useRef(new Compartment());
  const shown = useRef<readonly string[]>([]);

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    // A shadow root takes constructed style sheets, which a strict content security policy allows; a <style> element it doesn't.
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const grammar = new Compartment();
    const made = new EditorView({ state: EditorState.create({ doc: Text.empty, extensions: extensions(label, wrap.current, grammar) }), parent: root, root });
    view.current = made;
    shown.current = [];
    void loadLanguage(language).then((support) => {
      if (view.current === made && support) made.dispatch({ effects: grammar.reconfigure(support) });
    });
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, language]);

  useEffect(() => view.current?.dispatch({ effects: wrap.current.reconfigure(isWrapped ? EditorView.lineWrapping : []) }), [isWrapped, label, language]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const isLonger = shown.current.length > 0 && shown.current.every((page, at) => page === pages[at]);
    const added = isLonger ? pages.slice(shown.current.length) : pages;
    shown.current = pages;
    if (isLonger && added.length === 0) return;
    editor.dispatch({ changes: { from: isLonger ? editor.state.doc.length : 0, to: editor.state.doc.length, insert: added.join("") } });
  }, [pages, label, language]);

  return <div ref={host} className={styles["code"]} />;
}

function extensions(label: string, wrap: Compartment, grammar: Compartment): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
    lineNumbers(),
    highlightSpecialChars(),
    syntaxHighlighting(COLOURS),
    wrap.of([]),
    grammar.of([]),
    LOOK,
  ];
}
