import { ArchiveRestore, Copy, Download, Ellipsis, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { describeError, runEdit, useCommand, type VersionBytes, type VersionDetail } from "@/api";
import { Button, DigestText, Facts, IconButton, MenuButton, Note, RelativeTime, Skeleton } from "@/components";
import { plural } from "@/lib/format";
import { getPlatform } from "@/platform";
import type { Row } from "../collection/copyRows";
import { TtlText } from "../collection/TtlText";
import type { Scope } from "../collection/useVersionList";
import { VersionMenu } from "../collection/VersionMenu";
import { versionAction, type ActionTools } from "../collection/versionActions";
import { EditableText } from "../EditableText";
import { Bytes } from "./CollectionSummary";
import styles from "./Inspector.module.css";
import { Labels } from "./Labels";

export interface OneVersionProps {
  row: Row;
  scope: Scope;
  tools: ActionTools;
}

/** The facts of one version, most of them editable in place. */
export function OneVersion({ row, scope, tools }: OneVersionProps) {
  const { data, error } = useCommand("version.show", { version: `#${row.id}` });
  const isTrashed = row.state === "deleted";
  const run = (id: string) => versionAction(id).run(scope, tools);
  return (
    <div className={styles["inspector"]}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>v{row.index}</h2>
        {isTrashed ? (
          <Button icon={<ArchiveRestore />} needs="trash.restore" onPress={() => run("restore")}>
            Restore
          </Button>
        ) : (
          <Button onPress={() => run("open")}>Open</Button>
        )}
        <MenuButton label={`Actions for v${row.index}`} trigger={<IconButton label="More" icon={<Ellipsis />} />}>
          <VersionMenu scope={scope} tools={tools} />
        </MenuButton>
      </div>
      <Labels id={row.id} index={row.index} collection={scope.collection} aliases={(data ?? row).aliases} tags={(data ?? row).tags} isReadOnly={isTrashed} />
      {error && !data ? <Note tone="danger">{describeError(error).message}</Note> : null}
      <VersionFacts row={row} detail={data} onEditTtl={isTrashed || data?.ttl_locked ? null : () => run("ttl")} />
      {data && data.damaged.length > 0 ? <Note tone="danger">{plural(data.damaged.length, "blob")} of this version is damaged; check the store.</Note> : null}
      <Section title="Description">{data ? <Description detail={data} isReadOnly={isTrashed} /> : <Skeleton label="the description" lines={2} />}</Section>
      <div className={styles["foot"]}>
        <Button icon={<Copy />} className={styles["wide"] ?? ""} onPress={() => run("reference")}>
          Copy reference
        </Button>
        <Button icon={<Download />} needs="export.start" isDisabled={isTrashed} onPress={() => run("export")}>
          Export…
        </Button>
      </div>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles["section"]}>
      <h3 className={styles["heading"]}>{title}</h3>
      {children}
    </section>
  );
}

function VersionFacts({ row, detail, onEditTtl }: { row: Row; detail: VersionDetail | undefined; onEditTtl: (() => void) | null }) {
  const bytes = useBytes(row.id, detail);
  return (
    <Facts
      facts={[
        { term: "Created", value: <RelativeTime at={row.created_at} /> },
        { term: "By", value: detail ? detail.created_by || null : <Skeleton label="who logged it" lines={1} /> },
        { term: "Logical", value: <Bytes bytes={row.size} words={`in ${plural(row.files, "file")}`} /> },
        { term: "Exclusive", value: bytes === "failed" ? null : bytes ? <Bytes bytes={bytes.exclusive} words="freed if deleted" /> : <Skeleton label="exclusive bytes" lines={1} /> },
        { term: "Shared", value: bytes === "failed" ? null : bytes ? <Bytes bytes={bytes.shared} words="with others" /> : <Skeleton label="shared bytes" lines={1} /> },
        {
          term: "TTL",
          value: (
            <span className={styles["ttl"]} title={detail?.ttl_locked ?? undefined}>
              <TtlText row={detail ?? row} isWide />
              {onEditTtl ? <IconButton size="small" label="Set TTL…" icon={<Pencil />} needs="ttl.set" onPress={onEditTtl} /> : null}
            </span>
          ),
        },
        { term: "TTL fixed", value: detail?.ttl_locked ?? null },
        { term: "Digest", value: <DigestText digest={row.digest} onCopy={(text) => void getPlatform().copyText(text)} /> },
      ]}
    />
  );
}

/** Bytes of a version: with its facts, or asked for on their own when counting them takes long. */
function useBytes(id: number, detail: VersionDetail | undefined): VersionBytes | "failed" | null {
  const isMissing = detail !== undefined && detail.bytes === null;
  const { data, error } = useCommand("version.bytes", { version: `#${id}` }, { isEnabled: isMissing });
  return detail?.bytes ?? data ?? (error ? "failed" : null);
}

function Description({ detail: { id, description }, isReadOnly }: { detail: VersionDetail; isReadOnly: boolean }) {
  if (isReadOnly) return <p className={description === "" ? "dim" : "selectable"}>{description === "" ? "No description" : description}</p>;
  return <EditableText label="Description" needs="version.describe" text={description} placeholder="No description" onSave={async (text) => (await runEdit("version.describe", { version: `#${id}`, description: text })) !== null} />;
}

