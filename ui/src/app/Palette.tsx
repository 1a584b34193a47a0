import { Bookmark, Clock, CornerDownLeft, FileDigit, Hash, Package, Play, Search, SquareChevronRight } from "lucide-react";
import { useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useNavigate } from "react-router";
import { useCommand, type SearchHit } from "@/api";
import { CutText, Kbd, TypeIcon } from "@/components";
import { runPath } from "@/features/runs";
import { addressPath, parseAddress, suffixOf } from "@/lib/address";
import { cx } from "@/lib/cx";
import { useLatest } from "@/lib/latest";
import { showCombo } from "@/lib/keys";
import { useRecents } from "@/lib/recents";
import { refusalOf, useRefusals } from "@/lib/refusal";
import { COMMAND_LIST, isPossible, keysOf, runCommand, titleOf } from "./commands";
import { marked, matchScore } from "./match";
import styles from "./Palette.module.css";
import type { PaletteMode } from "./shellState";

interface Entry {
  id: string;
  title: string;
  /** The end of the title that stays where it is too long. */
  tail?: string;
  detail: string;
  icon: ReactNode;
  keys?: string | undefined;
  /** Entries of one kind stand together below its name. */
  section: string;
  run: () => void;
  /** Why it can't be chosen. */
  refused?: string | null;
}

const TITLES: Record<PaletteMode, string> = { all: "Search or type a command", commands: "Run a command", places: "Go to an artifact, alias, run or digest" };
const MOST_COMMANDS = 12;
/** Letters of a title that a line has room for, about. Where more are found, their end says more than the marks in them. */
const LINE = 72;
/** What opens the palette needn't be offered in it. */
const HERE: ReadonlySet<string> = new Set(["view.palette", "view.commands", "go.artifact", "go.search"]);

/** One field for going, finding and doing. */
export default function Palette({ mode, onClose }: { mode: PaletteMode; onClose: () => void }) {
  const [text, setText] = useState("");
  const [wanted, setActive] = useState(0);
  const id = useId();
  const { entries, isBehind } = useEntries(mode, text.trim());
  const active = Math.min(wanted, entries.length - 1);
  const choose = (entry: Entry | undefined) => {
    if (!entry || entry.refused) return;
    onClose();
    // After the focus went back to where it was, so that commands see the list that had it.
    setTimeout(entry.run, 0);
  };
  // Enter means what belongs to the text, not what still stands there for fewer letters.
  const [isChosen, setChosen] = useState(false);
  const chosen = useLatest(() => {
    setChosen(false);
    choose(entries[active]);
  });
  useEffect(() => {
    if (isChosen && !isBehind) chosen.current();
  }, [chosen, isBehind, isChosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(entries.length - 1, to)));
      document.getElementById(`${id}-${Math.max(0, Math.min(entries.length - 1, to))}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      setChosen(true);
    }
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()} className={styles["veil"] ?? ""}>
      <Modal className={styles["modal"] ?? ""}>
        <Dialog aria-label={TITLES[mode]} className={styles["dialog"] ?? ""}>
          <div className={styles["field"]}>
            <Search aria-hidden="true" />
            <input
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
              aria-label={TITLES[mode]}
              placeholder={TITLES[mode]}
              className={styles["input"]}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setActive(0);
                setChosen(false);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <ul id={`${id}-list`} role="listbox" aria-label="Results" className={styles["list"]}>
            {entries.flatMap((entry, at) => [
              entry.section === entries[at - 1]?.section ? null : (
                <li key={entry.section} role="presentation" className={styles["section"]}>
                  {entry.section}
                </li>
              ),
              <li key={entry.id} id={`${id}-${at}`} role="option" aria-selected={at === active} aria-label={entry.tail ? entry.title : undefined} aria-disabled={entry.refused ? true : undefined} className={cx(styles["entry"], at === active && styles["active"], entry.refused && styles["refused"])} onPointerMove={() => setActive(at)} onClick={() => choose(entry)}>
                {entry.icon}
                {entry.tail ? <CutText text={entry.title} tail={entry.tail} /> : <span className={styles["title"]}>{marked(entry.title, text.trim()).map((part) => (part.isHit ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>))}</span>}
                <span className={styles["detail"]} title={entry.refused ?? undefined}>{entry.refused ?? entry.detail}</span>
                {entry.keys ? <Kbd keys={entry.keys} /> : at === active ? <CornerDownLeft className="dim" aria-hidden="true" /> : null}
              </li>,
            ])}
          </ul>
          {entries.length === 0 ? <p className={styles["nothing"]}>{text.trim() === "" ? "Type to search" : `Nothing matches “${text.trim()}”`}</p> : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** `isBehind`: what is found for the text isn't there yet. */
function useEntries(mode: PaletteMode, text: string): { entries: Entry[]; isBehind: boolean } {
  const navigate = useNavigate();
  const recents = useRecents();
  const isSearched = mode !== "commands" && text !== "";
  const { data: hits = [], isPending, isPlaceholderData } = useCommand("search.quick", { text, project: null, limit: 20 }, { isEnabled: isSearched, keepPrevious: true });
  useRefusals();
  const possible = commandsKey();
  const entries = useMemo(() => {
    const go = (path: string) => () => void navigate(path);
    const commands = mode === "places" ? [] : commandEntries(text, possible);
    if (mode === "commands") return commands;
    if (text === "") return [...recents.slice(0, 8).map((recent): Entry => ({ id: `recent ${recent.path}`, title: recent.title, tail: suffixOf(recent.title), detail: "", section: "Recent", icon: recent.type ? <TypeIcon type={recent.type} /> : <Clock />, run: go(recent.path) })), ...commands];
    return [...hits.map((hit): Entry => hitEntry(hit, go)), ...commands];
  }, [hits, mode, navigate, possible, recents, text]);
  return { entries, isBehind: isSearched && (isPending || isPlaceholderData) };
}

/** Which commands are possible, or only refused to this session, may change between renders without any state of React changing. */
function commandsKey(): string {
  return COMMAND_LIST.map((command) => (isPossible(command) ? (refusalOf(command.needs) === null ? "1" : "2") : "0")).join("");
}

function commandEntries(text: string, possible: string): Entry[] {
  return COMMAND_LIST.filter(({ id }, at) => possible[at] !== "0" && !HERE.has(id))
    .map((command) => ({ command, title: titleOf(command), score: matchScore(titleOf(command), text) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, text === "" ? COMMAND_LIST.length : MOST_COMMANDS)
    .map(({ command, title }) => {
      const [first] = keysOf(command);
      const refused = refusalOf(command.needs);
      return { id: command.id, title, detail: command.group, refused, section: "Commands", icon: <SquareChevronRight />, keys: first === undefined || refused !== null ? undefined : showCombo(first), run: () => runCommand(command) };
    });
}

function hitEntry({ kind, address, title, detail, type }: SearchHit, go: (path: string) => () => void): Entry {
  const icons: Record<string, ReactNode> = { project: <Package />, alias: <Bookmark />, tag: <Hash />, digest: <FileDigit />, run: <Play /> };
  const key = /^run:#(\d+)$/.exec(address)?.[1];
  const found = parseAddress(kind === "project" ? `/${address}` : address);
  // Runs share names more often than not: the number is what `run:#7` names one by.
  const secondary = key === undefined ? detail : `#${key}, ${detail}`;
  return { id: `${kind} ${address} ${title}`, title, tail: title.length > LINE ? suffixOf(title) : "", detail: secondary, section: "Found", icon: icons[kind] ?? (type ? <TypeIcon type={type} /> : <Package />), run: go(key !== undefined ? runPath(key) : found ? addressPath(found) : "/") };
}
