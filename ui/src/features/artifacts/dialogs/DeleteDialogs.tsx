import type { ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { useCommand, type CollectionRow, type Project } from "@/api";
import { Note, Skeleton } from "@/components";
import { addressFromPath } from "@/lib/address";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { pathOf, projectOf } from "../paths";
import styles from "./Dialogs.module.css";
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
        <What days={days}>
          <li>
            {plural(data.row.versions, "version")}, {formatBytes(data.row.logical_bytes)} in all
          </li>
          {data.row.aliases.length > 0 ? <li>{aliasWords(data.row.aliases)}</li> : null}
          {data.bytes === null ? null : <li>{formatBytes(data.bytes.exclusive)} are freed once it leaves the trash; what others share stays</li>}
        </What>
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
      <What days={days}>
        <li>
          {plural(collections, "collection")} with {plural(versions, "version")}
        </li>
        <li>their aliases and tags</li>
      </What>
      {edit.error ? <Note tone="danger">{edit.error}</Note> : null}
    </FormDialog>
  );
}

/** Aliases that a row has at most; there may be more then. */
const LISTED = 20;
const NAMED = 8;

function aliasWords(aliases: readonly string[]): string {
  if (aliases.length === 1) return `the alias ${aliases.join()}`;
  return aliases.length < LISTED ? `the aliases ${aliases.join(", ")}` : `all aliases, among them ${aliases.slice(0, NAMED).join(", ")}`;
}

function What({ days, children }: { days: number | undefined; children: ReactNode }) {
  return (
    <>
      <p>This goes to the trash{days === undefined ? "" : ` and stays there for ${formatCount(days)} days`}. Undo brings it all back.</p>
      <ul className={styles["list"]}>{children}</ul>
    </>
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
