import { Fragment } from "react";
import { Link } from "react-router";
import { useCommand, type Duplicate } from "@/api";
import { SmallTable } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { formatBytes, formatCount, plural } from "@/lib/format";
import styles from "./Outlook.module.css";
import { Panel, type PartProps } from "./Panel";

const MOST = 200;
const NAMED = 6;

/** Collections that hold the same bytes, which are stored once. */
export function Duplicates({ choice }: PartProps) {
  const { data, error, refetch } = useCommand("storage.duplicates", { limit: MOST });
  const saved = data?.reduce((sum, each) => sum + savedBy(each), 0) ?? 0;
  const summary = data && data.length > 0 ? `${data.length === MOST ? `The first ${MOST} groups` : plural(data.length, "group")}, ${formatBytes(saved)} saved` : "";
  return (
    <Panel choice={choice} title="Duplicates across collections" summary={summary} error={error} onRetry={() => void refetch()} isLoading={!data}>
      {data && data.length > 0 ? <Table groups={data} /> : <p className={styles["quiet"]}>No two collections hold the same bytes.</p>}
    </Panel>
  );
}

/** What it would take more if each collection had its own. */
export function savedBy({ collections, more, bytes }: Duplicate): number {
  return bytes * (collections.length + more - 1);
}

function Table({ groups }: { groups: readonly Duplicate[] }) {
  return (
    <SmallTable label="Duplicates across collections" isFramed={false} className={styles["scroller"]} tableClass={styles["table"]}>
      <thead>
        <tr>
          <th scope="col">Collections</th>
          <th scope="col">Blobs</th>
          <th scope="col">Stored once</th>
          <th scope="col">Saved</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.collections.join(" ")}>
            <td>
              <Names group={group} />
            </td>
            <td>{formatCount(group.blobs)}</td>
            <td title={plural(group.bytes, "byte")}>{formatBytes(group.bytes)}</td>
            <td title={plural(savedBy(group), "byte")}>{formatBytes(savedBy(group))}</td>
          </tr>
        ))}
      </tbody>
    </SmallTable>
  );
}

function Names({ group: { collections, more } }: { group: Duplicate }) {
  const left = collections.length - NAMED + more;
  return (
    <>
      {collections.slice(0, NAMED).map((each, at) => (
        <Fragment key={each}>
          {at > 0 ? ", " : ""}
          <CollectionLink address={each} />
        </Fragment>
      ))}
      {left > 0 ? <span className="dim" title={collections.slice(NAMED).join("\n")}>{` and ${formatCount(left)} more`}</span> : null}
    </>
  );
}

function CollectionLink({ address }: { address: string }) {
  const parsed = parseAddress(address);
  return parsed ? (
    <Link to={addressPath(parsed)} title={address}>
      {parsed.collection ?? address}
    </Link>
  ) : (
    address
  );
}
