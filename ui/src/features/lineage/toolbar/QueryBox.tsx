import { Search } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useCommand } from "@/api";
import { MarkedText, TextField } from "@/components";
import { useCommandHandler } from "@/lib/commands";
import { useDebounced } from "@/lib/debounce";
import type { Lineage } from "../view/useLineage";
import { QueryHelp } from "./QueryHelp";
import { mistakeOf, withWord, type QueryMistake } from "./queryText";
import styles from "./Toolbar.module.css";

const REST_MS = 120;
const APPLY_MS = 500;

/** Narrows the lineage: words are offered as one types, a mistake is shown at its character, and the picture stays until the query is right. */
export function QueryBox({ lineage }: { lineage: Lineage }) {
  const { view } = lineage;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(view.query);
  const [at, setAt] = useState(view.query.length);
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const rested = useDebounced(`${at} ${text}`, REST_MS);
  const isRested = rested === `${at} ${text}`;
  const { data } = useCommand("lineage.complete", { query: text, at, project: lineage.project }, { isEnabled: isRested && (isOpen || text !== ""), keepPrevious: true });
  useEffect(() => setText(view.query), [view.query]);
  useCommandHandler("view.filter", () => input.current?.select());
  useCommandHandler("lineage.query", () => input.current?.select());

  const mistake = data && isRested && text !== "" ? mistakeOf(text, data) : null;
  const apply = () => {
    if (text.trim() !== view.query && mistake === null) view.change({ query: text.trim(), camera: null });
  };
  const latest = useRef(apply);
  latest.current = apply;
  const isKnown = isRested && data !== undefined;
  useEffect(() => {
    if (!isKnown && text !== "") return undefined;
    const timer = setTimeout(() => latest.current(), APPLY_MS);
    return () => clearTimeout(timer);
  }, [text, isKnown]);

  const words = isOpen && data ? data.words : [];
  const choose = (word: string) => {
    if (!data) return;
    const next = withWord(text, data, word);
    setText(next.text);
    setAt(next.at);
    setActive(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.at, next.at));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isList = words.length > 0;
    if (event.key === "ArrowDown" && isList) setActive((active + 1) % words.length);
    else if (event.key === "ArrowUp" && isList) setActive((active + words.length - 1) % words.length);
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0 && words[active] !== undefined) choose(words[active]);
    else if (event.key === "Enter") {
      apply();
      setOpen(false);
    } else if (event.key === "Escape" && isOpen && isList) setOpen(false);
    else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles["query"]} role="search" onKeyDown={onKeyDown} onBlur={({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || setOpen(false)}>
      <TextField
        label="Query"
        hideLabel
        icon={<Search />}
        placeholder="Query, e.g. +mnist:v3 type:model"
        value={text}
        inputRef={input}
        className="grow"
        onChange={(next) => {
          setText(next);
          setAt(input.current?.selectionStart ?? next.length);
          setActive(-1);
          setOpen(true);
        }}
        aria-autocomplete="list"
        aria-controls={words.length > 0 ? `${id}-words` : undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-describedby={mistake ? `${id}-mistake` : undefined}
        error={null}
        clearLabel="Clear the query"
        onClear={() => (setText(""), view.change({ query: "" }))}
      />
      <QueryHelp onInsert={(term) => (setText(`${text} ${term}`.trim()), setOpen(true), input.current?.focus())} />
      {words.length > 0 ? <Words id={id} words={words} active={active} onChoose={choose} /> : null}
      {mistake ? <Mistake id={`${id}-mistake`} mistake={mistake} /> : null}
    </div>
  );
}

function Words({ id, words, active, onChoose }: { id: string; words: readonly string[]; active: number; onChoose: (word: string) => void }) {
  return (
    <ul id={`${id}-words`} role="listbox" aria-label="Words that fit" className={styles["suggestions"]}>
      {words.map((word, at) => (
        // The field keeps the focus, so that one can type on.
        <li key={word} id={`${id}-${at}`} role="option" aria-selected={at === active} onPointerDown={(event) => (event.preventDefault(), onChoose(word))}>
          {word}
        </li>
      ))}
    </ul>
  );
}

/** The query as it was typed with the mistake marked, and what is wrong. */
function Mistake({ id, mistake: { before, marked, after, why } }: { id: string; mistake: QueryMistake }) {
  return (
    <div id={id} role="alert" className={styles["mistakeBox"]}>
      <MarkedText before={before} marked={marked} after={after} />
      <p className="danger">{why}</p>
    </div>
  );
}
