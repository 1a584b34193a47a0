/** CodeMirror for JSON. Part of a chunk that is loaded only when someone edits JSON as text. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, type Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { useLatest } from "@/lib/latest";
import { JsonProblem, parseJson } from "./json";
import styles from "./Metadata.module.css";

export interface JsonEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isReadOnly?: boolean;
  /** Ctrl+Enter and Ctrl+S. */
  onSave?: () => void;
}

export function JsonEditor({ label, value, onChange, isReadOnly = false, onSave }: JsonEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useLatest({ value, onChange, onSave });
  useEffect(() => {
    if (!box.current) return undefined;
    const save = () => {
      latest.current.onSave?.();
      return true;
    };
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          keymap.of([{ key: "Mod-Enter", run: save }, { key: "Mod-s", run: save }, { key: "Escape", run: leave }]),
          COMMON,
          EditorState.readOnly.of(isReadOnly),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [isReadOnly, label, latest]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return <div ref={box} className={styles["editor"]} />;
}

/** The nonce under which the page's policy admits styles, where the host set one. */
function nonce(): string {
  const marked = document.querySelector<HTMLElement>("meta[property=csp-nonce], style[nonce], script[nonce]");
  return marked?.nonce || marked?.getAttribute("content") || "";
}

/** Tab indents in the editor; Esc gives the keyboard back to the page. */
function leave(editor: EditorView): boolean {
  editor.contentDOM.blur();
  return true;
}

function findProblem(editor: EditorView): Diagnostic[] {
  try {
    parseJson(editor.state.doc.toString());
    return [];
  } catch (error) {
    if (!(error instanceof JsonProblem)) return [];
    const from = Math.min(error.at, editor.state.doc.length);
    return [{ from, to: Math.min(from + 1, editor.state.doc.length), severity: "error", message: error.message }];
  }
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--type-1)" },
  { tag: tags.string, color: "var(--success)" },
  { tag: tags.number, color: "var(--type-2)" },
  { tag: [tags.bool, tags.null], color: "var(--type-3)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", color: "var(--n12)", backgroundColor: "var(--n1)", fontSize: "var(--text-2)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "var(--line)" },
  ".cm-content": { caretColor: "var(--n12)" },
  ".cm-cursor": { borderLeftColor: "var(--n12)" },
  ".cm-gutters": { backgroundColor: "var(--n2)", color: "var(--n10)", borderRight: "1px solid var(--n5)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--n3)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-line)" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent-line)" },
  ".cm-tooltip": { backgroundColor: "var(--n2)", color: "var(--n12)", border: "1px solid var(--n6)", borderRadius: "var(--radius)" },
});

const COMMON = [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  json(),
  linter(findProblem, { delay: 200 }),
  lintGutter(),
  syntaxHighlighting(HIGHLIGHT),
  THEME,
  keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
];
