import { useState } from "react";
import { useCommand, type VersionRow } from "@/api";
import { ComboBox, type Option } from "@/components";
import { parseAddress } from "@/lib/address";
import { formatDate } from "@/lib/time";
import styles from "./Compare.module.css";

const SHOWN = 60;

export interface VersionPickerProps {
  label: string;
  /** Address of a version. */
  value: string;
  onChange: (address: string) => void;
  /** Address whose collection is offered while this one names none. */
  fallback: string;
}

/** Any version: typed as `v12`, an alias or a whole address, or chosen from the newest ones. */
export function VersionPicker({ label, value, onChange, fallback }: VersionPickerProps) {
  const [text, setText] = useState<string | null>(null);
  const collection = collectionOf(value) ?? collectionOf(fallback);
  const { data } = useCommand("version.page", { collection: collection ?? "", filter: null, sort: null, metadata: [], rows: { start: 0, count: SHOWN } }, { isEnabled: collection !== null });
  const typed = text ?? shorten(value);
  const options = (data?.rows ?? []).filter((row) => text === null || matches(row, text)).map(optionOf);
  const commit = (wish: string) => {
    setText(null);
    const address = addressOf(wish.trim(), collection);
    if (address !== null && address !== value) onChange(address);
  };
  return (
    <div
      className={styles["picker"]}
      title={value}
      onKeyDown={(event) => {
        if (event.key === "Enter" && text !== null) commit(text);
      }}
      onBlur={() => text !== null && commit(text)}
    >
      <ComboBox label={label} hideLabel options={options} inputValue={typed} onInputChange={(next) => next !== typed && setText(next)} onChoose={commit} placeholder={`${label}: v12 or name:alias`} />
    </div>
  );
}

function optionOf({ address, index, aliases, created_at: at }: VersionRow): Option {
  const names = aliases.map(({ name }) => name).slice(0, 2);
  return { value: address, label: [`v${index}`, ...names].join("  "), note: formatDate(at) };
}

function matches({ index, aliases }: VersionRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return `v${index}`.includes(wanted) || aliases.some(({ name }) => name.toLowerCase().includes(wanted));
}

function collectionOf(address: string): string | null {
  const parsed = parseAddress(address);
  return parsed?.collection === undefined ? null : [parsed.entity, parsed.project, parsed.collection].join("/");
}

/** A longer name would hide the version, which is what tells both sides apart. */
const LONGEST_NAME = 26;

/** Whether the field shows the version alone. */
export function isShortened(collection: string | undefined): collection is string {
  return collection !== undefined && collection.length > LONGEST_NAME;
}

/** What stands in the field: name and suffix, the rest is where one is anyway. */
function shorten(address: string): string {
  const parsed = parseAddress(address);
  if (parsed?.collection === undefined) return address;
  const suffix = parsed.suffix ?? "latest";
  return isShortened(parsed.collection) ? suffix : `${parsed.collection}:${suffix}`;
}

/** `v12` and `best` mean the collection at hand; anything with a colon or a slash is an address. */
function addressOf(text: string, collection: string | null): string | null {
  if (text === "") return null;
  if (text.includes("/") || collection === null) return text;
  const place = collection.slice(0, collection.lastIndexOf("/") + 1);
  return text.includes(":") ? place + text : `${collection}:${text}`;
}
