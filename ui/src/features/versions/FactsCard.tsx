import { Link } from "react-router";
import { useCommand, type VersionBytes, type VersionDetail } from "@/api";
import { DigestText, Facts, RelativeTime } from "@/components";
import { comparePath } from "@/features/compare";
import { formatBytes, plural } from "@/lib/format";
import { getPlatform } from "@/platform";
import styles from "./Overview.module.css";
import { idOfVersion, pathOfIndex } from "./page";

/** Created, by whom, how large in each sense, digest, the version before. */
export function FactsCard({ version }: { version: VersionDetail }) {
  const counted = useCommand("version.bytes", { version: idOfVersion(version) }, { isEnabled: version.bytes === null });
  const bytes = version.bytes ?? counted.data;
  const wait = counted.error ? "couldn't be counted" : "counting…";
  const shown = (pick: (bytes: VersionBytes) => number, note: string) =>
    bytes ? (
      <span title={plural(pick(bytes), "byte")}>
        {formatBytes(pick(bytes))} <span className="dim">{note}</span>
      </span>
    ) : (
      <span className="dim">{wait}</span>
    );
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Facts</h2>
      </div>
      <Facts
        facts={[
          { term: "Created", value: <RelativeTime at={version.created_at} /> },
          { term: "By", value: version.created_by || null },
          { term: "Logical", value: <span title={plural(version.size, "byte")}>{`${formatBytes(version.size)} in ${plural(version.files, "file")}`}</span> },
          { term: "Exclusive", value: shown(({ exclusive }) => exclusive, "freed if deleted") },
          { term: "Shared", value: shown(({ shared }) => shared, "with other versions") },
          { term: "Type", value: <Clipped text={version.type} /> },
          { term: "Digest", value: <DigestText digest={version.digest} onCopy={(text) => void getPlatform().copyText(text)} /> },
          { term: "Previous", value: <Previous version={version} /> },
        ]}
      />
    </section>
  );
}

function Clipped({ text }: { text: string }) {
  return (
    <div className="clip" title={text}>
      {text}
    </div>
  );
}

function Previous({ version: { previous, collection, address } }: { version: VersionDetail }) {
  if (previous === null) return <span className="dim">none</span>;
  return (
    <>
      <Link to={pathOfIndex(collection, previous)}>{`v${previous}`}</Link> <span className="dim">·</span> <Link to={comparePath(`${collection}:v${previous}`, address)}>Compare</Link>
    </>
  );
}
