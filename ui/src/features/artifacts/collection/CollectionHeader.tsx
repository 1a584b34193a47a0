import { Ellipsis, GitCompareArrows } from "lucide-react";
import { runEdit } from "@/api";
import { Button, IconButton, MenuButton, Sparkline, TypeIcon, TypePill } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { CollectionMenu } from "../CollectionMenu";
import { EditableText } from "../EditableText";
import styles from "./CollectionPage.module.css";
import type { VersionList } from "./useVersionList";
import { versionAction, type ActionTools } from "./versionActions";

/** Name, type, description and the facts of a collection. */
export function CollectionHeader({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { detail, collection, scope } = list;
  const { row } = detail;
  const compare = versionAction("compare");
  const why = compare.why(scope);
  const describe = async (description: string) => (await runEdit("collection.describe", { collection, description })) !== null;
  return (
    <header className={styles["hero"]}>
      <div className={styles["heading"]}>
        <div className={styles["named"]}>
          <TypeIcon type={row.type} size="large" />
          <h1 className={styles["title"]} title={row.name}>
            {row.name}
          </h1>
          <TypePill type={row.type} />
        </div>
        <div className={styles["actions"]}>
          <Button icon={<GitCompareArrows />} isDisabled={why !== null} onPress={() => compare.run(scope, tools)}>
            Compare
          </Button>
          <MenuButton label={`Actions for ${row.name}`} trigger={<IconButton label="More" icon={<Ellipsis />} />}>
            <CollectionMenu row={row} project={detail.project} go={tools.go} isHere />
          </MenuButton>
        </div>
      </div>
      <EditableText label="Description" needs="collection.describe" text={detail.description} placeholder="No description" onSave={describe} />
      <Facts list={list} />
    </header>
  );
}

function Facts({ list: { detail } }: { list: VersionList }) {
  const { row, bytes, trashed } = detail;
  const [first, last] = [row.sizes[0], row.sizes.at(-1)];
  return (
    <ul className={styles["facts"]}>
      <li>
        <b>{formatCount(row.versions)}</b> {row.versions === 1 ? "version" : "versions"}
        {trashed > 0 ? <span className="dim">, {formatCount(trashed)} in trash</span> : null}
      </li>
      {bytes === null ? (
        <li title="Every version counted in full">
          <b>{formatBytes(row.logical_bytes)}</b> logical
        </li>
      ) : (
        <li title="Freed if the collection went; logical counts every version in full">
          <b>{formatBytes(bytes.exclusive)}</b> exclusive, {formatBytes(row.logical_bytes)} logical
        </li>
      )}
      {row.sizes.length > 1 && first !== undefined && last !== undefined ? (
        <li className={styles["spark"]}>
          Size
          <Sparkline label={`Size of the last ${plural(row.sizes.length, "version")}, ${formatBytes(first)} to ${formatBytes(last)}`} values={row.sizes} height={20} />
        </li>
      ) : null}
    </ul>
  );
}
