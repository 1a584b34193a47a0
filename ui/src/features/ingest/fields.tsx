/** The fields of the log sheet that need answers of the engine. */
import { useRef } from "react";
import { fetchCommand, useCommand, type AliasHolder, type LogPlan } from "@/api";
import { AliasPill, ComboBox, Select, TagPill, TextArea, TextField, TokenField, TypeIcon, Button, type Option } from "@/components";
import { useDebounced } from "@/lib/debounce";
import { formatDuration, plural } from "@/lib/format";
import { formatDate } from "@/lib/time";
import { resolve, type LogDraft, type Problems } from "./draft";
import styles from "./ingest.module.css";
import { aliasProblem, expiry, tagProblem } from "./words";

export interface FieldProps {
  draft: LogDraft;
  plan: LogPlan | null;
  problems: Problems;
  change: (part: Partial<LogDraft>) => void;
}

/** The name; existing names are offered, and beside it stands what it becomes. */
export function NameField({ draft, plan, problems, change }: FieldProps) {
  const { name } = resolve(draft, plan);
  const text = useDebounced(draft.name ?? "", 120);
  const { data } = useCommand("collection.list", { project: draft.project, artifact_type: null, filter: text === "" ? null : text, sort: { key: "updated", descending: true }, rows: { start: 0, count: 20 } }, { keepPrevious: true });
  const options: Option[] = (data?.rows ?? []).map((row) => ({ value: row.name, label: row.name, icon: <TypeIcon type={row.type} size="small" />, note: plural(row.versions, "version") }));
  return (
    <ComboBox
      label="Name"
      className={styles["grow"] ?? ""}
      inputValue={draft.name ?? name}
      onInputChange={(next) => {
        if (next !== (draft.name ?? name)) change({ name: next });
      }}
      onChoose={(next) => change({ name: next })}
      options={options}
      suffix={becomes(plan, name)}
      error={plan === null && draft.name === null ? null : problems.name}
    />
  );
}

function becomes(plan: LogPlan | null, name: string): string | null {
  if (plan === null || name === "") return null;
  if (plan.identical !== null) return `is v${plan.identical} already`;
  return plan.existing_type === null ? "new" : `becomes v${plan.next_index}`;
}

const USUAL = ["dataset", "model", "evaluation"];

/** The type: guessed, or the collection's own, which can't be another. */
export function TypeField({ draft, plan, problems, change }: FieldProps) {
  const { data: store } = useCommand("store.info", {});
  const project = draft.project ?? (store ? `${store.default_entity}/${store.default_project}` : "");
  const { data } = useCommand("type.list", { project }, { isEnabled: project !== "" });
  const { type } = resolve(draft, plan);
  const names = [...new Set([...(data ?? []).map(({ name }) => name), ...USUAL])];
  const typed = draft.type ?? "";
  const fitting = names.includes(typed) ? names : names.filter((each) => each.includes(typed));
  return (
    <ComboBox
      label="Type"
      className={styles["type"] ?? ""}
      icon={type === "" ? null : <TypeIcon type={type} size="small" />}
      inputValue={plan?.existing_type ?? draft.type ?? type}
      onInputChange={(next) => {
        if (next !== (draft.type ?? type)) change({ type: next });
      }}
      onChoose={(next) => change({ type: next })}
      options={fitting.map((value) => ({ value, label: value, icon: <TypeIcon type={value} size="small" /> }))}
      isDisabled={plan?.existing_type != null}
      error={plan === null && draft.type === null ? null : problems.type}
    />
  );
}

/** Aliases; `latest` comes by itself, and one that is in use says from where it will move. */
export function AliasField({ draft, plan, change }: FieldProps) {
  const { name } = resolve(draft, plan);
  const isExisting = plan?.existing_type != null;
  const collection = draft.project === null ? name : `${draft.project}/${name}`;
  const { data: holders } = useCommand("alias.list", { collection }, { isEnabled: isExisting });
  const holderOf = (alias: string): AliasHolder | undefined => (isExisting ? holders?.find((each) => each.name === alias) : undefined);
  const target = plan === null ? null : `v${plan.identical ?? plan.next_index}`;
  return (
    <TokenField
      label="Aliases"
      tokens={["latest", ...draft.aliases]}
      fixed={["latest"]}
      onChange={(tokens) => change({ aliases: tokens.filter((token) => token !== "latest") })}
      renderToken={(token, remove) => <AliasPill name={token} isProtected={holderOf(token)?.protected ?? false} {...(remove ? { onRemove: remove } : {})} />}
      suggest={(text) => Promise.resolve((holders ?? []).filter((each) => each.name !== "latest" && each.name.includes(text)).map((each) => ({ value: each.name, note: `now on v${each.index}` })))}
      validate={aliasProblem}
      note={(alias) => {
        const holder = alias === "latest" ? undefined : holderOf(alias);
        return holder && target !== null && `v${holder.index}` !== target ? `moves “${alias}” from v${holder.index} to ${target}` : null;
      }}
    />
  );
}

export function TagField({ draft, change }: FieldProps) {
  const suggest = async (text: string) => (await fetchCommand("tag.list", {})).filter(({ name }) => name.includes(text)).map(({ name, versions }) => ({ value: name, note: plural(versions, "version") }));
  return (
    <TokenField label="Tags" tokens={draft.tags} onChange={(tags) => change({ tags })} renderToken={(token, remove) => <TagPill name={token} {...(remove ? { onRemove: remove } : {})} />} suggest={suggest} validate={tagProblem} />
  );
}

const PRESETS = ["1d", "7d", "30d", "90d", "365d"];

/** How long it is kept, with the day on which that ends. */
export function TtlField({ draft, problems, change }: FieldProps) {
  const { data: store } = useCommand("store.info", {});
  const seconds = store?.default_ttl_seconds ?? null;
  const isOwn = draft.ttl !== "inherit" && draft.ttl !== "none" && !PRESETS.includes(draft.ttl);
  const ends = problems.ttl === null ? expiry(draft.ttl, seconds) : null;
  const options: Option[] = [
    { value: "inherit", label: seconds === null ? "Team default, never expires" : `Team default, ${formatDuration(seconds)}` },
    ...PRESETS.map((value) => ({ value, label: `Keep ${plural(Number.parseInt(value, 10), "day")}` })),
    { value: "own", label: "Another time…" },
    { value: "none", label: "Never expires" },
  ];
  return (
    <div className={styles["ttl"]}>
      <Select label="TTL" value={isOwn ? "own" : draft.ttl} options={options} onChange={(ttl) => change({ ttl: ttl === "own" ? "14d" : ttl })} hint={ends === null ? "Stays until somebody deletes it" : `Goes to the trash on ${formatDate(ends)}`} />
      {isOwn ? <TextField label="Time" isMono value={draft.ttl} onChange={(ttl) => change({ ttl: ttl.trim() })} error={problems.ttl} /> : null}
    </div>
  );
}

/** Metadata as JSON, typed or from a file. */
export function MetadataField({ draft, problems, change }: FieldProps) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className={styles["metadata"]}>
      <TextArea label="Metadata" rows={3} className={styles["code"] ?? ""} placeholder={'{"epochs": 10, "accuracy": 0.934}'} value={draft.metadata} onChange={(metadata) => change({ metadata })} error={problems.metadata} spellCheck="false" />
      <Button kind="quiet" size="small" className={styles["fromFile"] ?? ""} onPress={() => file.current?.click()}>
        From a file…
      </Button>
      <input ref={file} type="file" accept=".json,application/json" hidden aria-label="Metadata file" onChange={(event) => void readFile(event.currentTarget).then((metadata) => metadata !== null && change({ metadata }))} />
    </div>
  );
}

async function readFile(input: HTMLInputElement): Promise<string | null> {
  const [chosen] = input.files ?? [];
  const text = chosen && chosen.size <= 4 * 1024 * 1024 ? await chosen.text() : null;
  input.value = "";
  return text;
}
