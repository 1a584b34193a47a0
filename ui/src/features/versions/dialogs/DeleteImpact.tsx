import { useNavigate } from "react-router";
import type { RetentionPlan } from "@/api";
import { Button, Facts, Note } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/format";
import { formatAbsolute, formatDate, formatMoment } from "@/lib/time";
import { secondsUntil } from "../words";
import styles from "./Delete.module.css";
import { collectionName, listedWords, nameOf } from "./target";

export interface DeleteImpactProps {
  plan: RetentionPlan;
  /** Address of the collection that was looked at; empty when there is none. */
  collection: string;
  /** A link was followed. */
  onLeave: () => void;
}

/** What goes, what stays and for whom, and what can't be made again afterwards. */
export function DeleteImpact({ plan, collection, onLeave }: DeleteImpactProps) {
  if (plan.versions === 0) return <Note>{plan.act === "empty" ? "Nothing of it can leave the trash." : "The selected versions are in the trash already."}</Note>;
  return (
    <Facts
      termWidth={128}
      facts={[
        { term: "Logical size", value: <Bytes bytes={plan.logical_bytes} /> },
        { term: "Really freed", value: <Bytes bytes={plan.freed_bytes} note={freedWords(plan)} /> },
        { term: "Freed besides", value: plan.freed_with_trash_bytes > 0 ? <Bytes bytes={plan.freed_with_trash_bytes} note="when the trash is emptied of what shares it" /> : null },
        { term: "Stays", value: plan.shared_bytes > 0 ? <Bytes bytes={plan.shared_bytes} note={sharedWords(plan)} /> : null },
        { term: "Links", value: plan.link_count > 0 ? `${listedWords(plan.links, plan.link_count, 3)} ${plan.link_count === 1 ? "goes" : "go"}, too` : null },
        { term: "Used by", value: plan.runs > 0 ? plural(plan.runs, "run") : null },
        { term: "Can't be remade", value: plan.downstream_count > 0 ? <Stranded plan={plan} collection={collection} onLeave={onLeave} /> : null },
        { term: "In the trash until", value: plan.purge_at === null || plan.for_good ? null : <Until at={plan.purge_at} words={`${plan.versions === 1 ? "it" : "they"} can be restored until then`} /> },
      ]}
    />
  );
}

function Bytes({ bytes, note }: { bytes: number; note?: string }) {
  return (
    <span title={plural(bytes, "byte")}>
      {formatBytes(bytes)} {note === undefined ? null : <span className="dim">{note}</span>}
    </span>
  );
}

function Until({ at, words }: { at: number; words: string }) {
  return (
    <span title={formatAbsolute(at)}>
      {formatDate(at)} <span className="dim">{`in ${formatDuration(secondsUntil(at))}; ${words}`}</span>
    </span>
  );
}

function freedWords({ versions, for_good: isForGood, freed_at: at, freed_bytes: bytes }: RetentionPlan): string {
  if (!isForGood) return `once the trash lets go of ${versions === 1 ? "it" : "them"}`;
  return at === null || bytes === 0 ? "" : `at the first collection from ${formatMoment(at)} on`;
}

function sharedWords({ shared_with: homes, shared_with_all: isAll }: RetentionPlan): string {
  if (homes.length === 0) return "shared with other versions";
  return `shared with versions of ${homes.slice(0, 3).map(collectionName).join(", ")}${homes.length > 3 ? ` and ${plural(homes.length - 3, "more", "more")}` : ""}${isAll ? "" : ", perhaps of others"}`;
}

const LISTED = 5;

/** Versions that stay and lose the last inputs they could be made from, as links. */
function Stranded({ plan: { downstream, downstream_count: count, rows }, collection, onLeave }: DeleteImpactProps) {
  const navigate = useNavigate();
  const go = (path: string) => {
    onLeave();
    void navigate(path);
  };
  const shown = downstream.slice(0, LISTED);
  const lineage = lineageOf(rows.filter(({ goes }) => goes).map(({ address }) => address), collection);
  return (
    <div className={styles["stranded"]}>
      <span className="dim">{`${plural(count, "version")} ${count === 1 ? "loses its" : "lose their"} last inputs:`}</span>
      <ul>
        {shown.map((address) => (
          <li key={address}>
            <Button size="small" kind="quiet" onPress={() => go(pathOf(address))}>
              {nameOf(address)}
            </Button>
          </li>
        ))}
        {count > shown.length ? <li className="dim">{`and ${formatCount(count - shown.length)} more`}</li> : null}
      </ul>
      {lineage === null ? null : (
        <Button size="small" onPress={() => go(lineage)}>
          Show in lineage
        </Button>
      )}
    </div>
  );
}

function pathOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed ? addressPath(parsed) : "/";
}

/** More names make no query that one could read. */
const IN_QUERY = 20;

/** What comes of the versions, as a query of their project's lineage; null when they are too many or of several projects. */
function lineageOf(addresses: readonly string[], collection: string): string | null {
  const projects = new Set(addresses.map((address) => address.split("/").slice(0, 2).join("/")));
  const [project] = projects;
  if (project === undefined || projects.size > 1 || addresses.length > IN_QUERY) {
    const home = collection.split("/");
    return home.length === 3 ? `/-/lineage?project=${encodeURIComponent(home.slice(0, 2).join("/"))}` : null;
  }
  return `/-/lineage?project=${encodeURIComponent(project)}&query=${encodeURIComponent(addresses.map((address) => `${nameOf(address)}+`).join(" "))}`;
}
