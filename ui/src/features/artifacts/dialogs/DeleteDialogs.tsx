import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useCommand, type CollectionRow, type Project } from "@/api";
import { Facts, Note, Skeleton, type Fact } from "@/components";
import { addressFromPath } from "@/lib/address";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import { pathOf, projectOf } from "../paths";
import { closeArtifactDialog } from "./dialogState";
import { FormDialog } from "./FormDialog";
import { useEdit } from "./useEdit";

export function DeleteCollectionDialog({ row }: { row: Pick<CollectionRow, "address" | "name"> }) {
  const { data, error: failure } = useCommand("collection.show", { collection: row.address });
  const days = useTrashDays();
  const edit = useEdit("collection.delete");
  const leave = useLeave();
  const remove = async () => {
    if (!(await edit.run({ collection: row.address }))) return;
    closeArtifactDialog();
    leave(row.address);
  };
  return (
    <FormDialog title={`Delete ${row.name}?`} verb="Delete collection" isBusy={edit.isBusy} isReady isDestructive onSubmit={() => void remove()}>
      {data ? (
        <What
          days={days}
          facts={[
            { term: "Versions", value: formatCount(data.row.versions) },
            { term: "Aliases", value: data.row.aliases.length > 0 ? aliasWords(data.row.aliases) : null },
            { term: "Logical size", value: <Bytes bytes={data.row.logical_bytes} /> },
            { term: "Really freed", value: data.bytes ? <Bytes bytes={data.bytes.exclusive} note="once the trash lets go of it" /> : null },
            { term: "Stays", value: data.bytes && data.bytes.shared > 0 ? <Bytes bytes={data.bytes.shared} note="shared with other collections" /> : null },
          ]}
        />
      ) : failure ? null : (
        <Skeleton label="what will go" lines={3} />
      )}
      {edit.error || failure ? <Note tone="danger">{edit.error ?? failure?.message}</Note> : null}
    </FormDialog>
  );
}

export function DeleteProjectDialog({ project: { address, name, collections, versions } }: { project: Project }) {
  const days = useTrashDays();
  const edit = useEdit("project.delete");
  const leave = useLeave();
  const remove = async () => {
    if (!(await edit.run({ project: address }))) return;
    closeArtifactDialog();
    leave(address);
  };
  return (
    <FormDialog title={`Delete project ${name}?`} verb="Delete project" isBusy={edit.isBusy} isReady isDestructive onSubmit={() => void remove()}>
      <What
        days={days}
        facts={[
          { term: "Collections", value: formatCount(collections) },
          { term: "Versions", value: formatCount(versions) },
          { term: "Taken along", value: "aliases and tags" },
        ]}
      />
      {edit.error ? <Note tone="danger">{edit.error}</Note> : null}
    </FormDialog>
  );
}

const DAY_MS = 86_400_000;

/** Aliases that a row has at most; there may be more then. */
const LISTED = 20;
const NAMED = 8;

function aliasWords(aliases: readonly string[]): string {
  return aliases.length < LISTED ? aliases.join(", ") : `all of them, among others ${aliases.slice(0, NAMED).join(", ")}`;
}

/** What goes and what is freed, in the words of a version's dialog; at last for how long it can be had back. */
function What({ days, facts }: { days: number | undefined; facts: readonly Fact[] }) {
  return <Facts termWidth={128} facts={[...facts, { term: "In the trash until", value: days === undefined ? null : <Until days={days} /> }]} />;
}

function Until({ days }: { days: number }) {
  const [now] = useState(Date.now);
  const at = now + days * DAY_MS;
  return (
    <span title={formatAbsolute(at)}>
      {formatDate(at)} <span className="dim">{`in ${plural(days, "day")}; it can be restored until then`}</span>
    </span>
  );
}

function Bytes({ bytes, note }: { bytes: number; note?: string }) {
  return (
    <span title={plural(bytes, "byte")}>
      {formatBytes(bytes)} {note === undefined ? null : <span className="dim">{note}</span>}
    </span>
  );
}

function useTrashDays(): number | undefined {
  return useCommand("store.info", {}).data?.trash_days;
}

/** From a page of what was deleted to the nearest that is left. */
function useLeave() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (gone: string) => {
    const here = addressFromPath(pathname);
    if (!here?.project) return;
    const isProject = gone.split("/").length === 2;
    const place = `${here.entity}/${here.project}`;
    if (isProject && place === gone) void navigate("/", { replace: true });
    else if (!isProject && here.collection !== undefined && `${place}/${here.collection}` === gone) void navigate(pathOf(projectOf(gone)), { replace: true });
  };
}
