import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Popover } from "react-aria-components";
import { cx } from "@/lib/cx";
import { useLatest } from "@/lib/latest";
import { announce } from "./LiveRegion";
import field from "./Field.module.css";
import list from "./Menu.module.css";
import styles from "./TokenField.module.css";

export interface Suggestion {
  value: string;
  /** E.g. "now on v9". */
  note?: string;
}

export interface TokenFieldProps {
  label: string;
  hideLabel?: boolean;
  tokens: readonly string[];
  onChange: (tokens: string[]) => void;
  /** Draws one token; call `remove` from its button. */
  renderToken: (token: string, remove: (() => void) | undefined) => ReactNode;
  /** Tokens that can't be taken away, such as `latest`. */
  fixed?: readonly string[];
  /** Asked as one types; the signal ends when the text has changed. */
  suggest?: (text: string, signal: AbortSignal) => Promise<readonly Suggestion[]>;
  /** Reason why a token can't be added, or null. */
  validate?: (token: string) => string | null;
  /** What a token will do, e.g. moves “best” from v9 to v12; shown below, and beforehand for the typed text. */
  note?: (token: string) => string | null;
  /** What stands in the text box and could be added; "" when nothing does. For a button that takes it along. */
  onTyped?: (token: string) => void;
  placeholder?: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

/** Pills and a text box: Enter or comma adds, Backspace in the empty box takes the last one away, suggestions come as one types. */
export function TokenField(props: TokenFieldProps) {
  const { label, hideLabel, tokens, onChange, renderToken, fixed = [], validate, note, placeholder = "add…", isDisabled = false, autoFocus } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { suggestions, active, setActive, isOpen, close } = useSuggestions(text, tokens, props.suggest);

  const refusal = (token: string) => (tokens.includes(token) ? `${token} is already there` : (validate?.(token) ?? null));
  const type = (next: string) => {
    const token = next.trim();
    setText(next);
    props.onTyped?.(token === "" || refusal(token) !== null ? "" : token);
  };
  const add = (raw: string) => {
    const token = raw.trim();
    if (token === "") return;
    const reason = refusal(token);
    setError(reason);
    if (reason !== null) return;
    onChange([...tokens, token]);
    type("");
    close();
  };
  const remove = (token: string) => {
    onChange(tokens.filter((each) => each !== token));
    announce(`Removed ${token}`);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = tokens.at(-1);
    if (event.key === "Enter" || event.key === ",") {
      if (text === "" && active < 0) return;
      event.preventDefault();
      if (text.trim() === "" && active < 0) return setError(validate?.("") ?? null);
      add(suggestions[active]?.value ?? text);
    } else if (event.key === "Backspace" && text === "" && last !== undefined && !fixed.includes(last)) remove(last);
    else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && suggestions.length > 0) {
      event.preventDefault();
      setActive(active + (event.key === "ArrowDown" ? 1 : -1));
    }
  };
  const typed = suggestions[active]?.value ?? text.trim();
  const pending = typed === "" ? null : (note?.(typed) ?? null);
  const notes = [...tokens.map((token) => note?.(token) ?? null), tokens.includes(typed) ? null : pending].filter((each) => each !== null);
  const isRefused = error !== null || (pending !== null && pending === validate?.(typed));
  const message = error ?? (notes.length > 0 ? notes.join("; ") : null);

  return (
    <div className={field["field"]} {...(isRefused ? { "data-invalid": true } : {})}>
      {hideLabel ? null : (
        <label className={field["label"]} htmlFor={id}>
          {label}
        </label>
      )}
      <div ref={box} className={cx(field["box"], styles["box"])} onPointerDown={(event) => event.target === event.currentTarget && (event.preventDefault(), input.current?.focus())}>
        {tokens.map((token) => (
          <span key={token} className={styles["token"]}>
            {renderToken(token, isDisabled || fixed.includes(token) ? undefined : () => remove(token))}
          </span>
        ))}
        <input
          ref={input}
          id={id}
          role="combobox"
          className={cx(field["input"], styles["input"])}
          aria-label={hideLabel ? label : undefined}
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
          aria-describedby={message ? `${id}-message` : undefined}
          aria-invalid={isRefused}
          autoComplete="off"
          spellCheck={false}
          disabled={isDisabled}
          autoFocus={autoFocus}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            type(event.target.value);
            setError(null);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            add(text);
            close();
          }}
        />
      </div>
      {message ? (
        <span id={`${id}-message`} role={error ? "alert" : "status"} className={isRefused ? field["error"] : styles["note"]}>
          {message}
        </span>
      ) : null}
      <Popover className={list["popover"] ?? ""} triggerRef={box} isOpen={isOpen} isNonModal placement="bottom start" offset={4}>
        <SuggestionList id={id} label={label} suggestions={suggestions} active={active} onChoose={add} />
      </Popover>
    </div>
  );
}

function SuggestionList({ id, label, suggestions, active, onChoose }: { id: string; label: string; suggestions: readonly Suggestion[]; active: number; onChoose: (value: string) => void }) {
  return (
    <ul id={`${id}-list`} role="listbox" aria-label={label} className={list["menu"]}>
      {suggestions.map((suggestion, at) => (
        <li
          key={suggestion.value}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          className={list["item"]}
          {...(at === active ? { "data-focused": true } : {})}
          // Keeps the focus in the text box, so that its blur doesn't add what is half typed.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion.value)}
        >
          <span className="grow clip">{suggestion.value}</span>
          {suggestion.note ? <span className={list["note"]}>{suggestion.note}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function useSuggestions(text: string, tokens: readonly string[], suggest: TokenFieldProps["suggest"]) {
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const [active, setActive] = useState(-1);
  const ask = useLatest(suggest);
  const taken = useLatest(tokens);
  useEffect(() => {
    setActive(-1);
    if (text.trim() === "" || !ask.current) return setFound([]);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask.current?.(text.trim(), abort.signal).then(
        (all) => !abort.signal.aborted && setFound(all.filter(({ value }) => !taken.current.includes(value)).slice(0, 50)),
        () => setFound([]),
      );
    }, 80);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [text, ask, taken]);
  const wrap = (next: number) => setActive(next < -1 ? found.length - 1 : next >= found.length ? -1 : next);
  return { suggestions: found, active, setActive: wrap, isOpen: found.length > 0, close: () => setFound([]) };
}
