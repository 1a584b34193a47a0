import { describeError, useCommand } from "@/api";
import { AliasPill, DigestText, ErrorState, Facts, RelativeTime, Skeleton, TagPill, TypeIcon } from "@/components";
import { formatAddress, type Address } from "@/lib/address";
import { formatBytes, formatCount } from "@/lib/format";
import { useViewTitle } from "@/lib/slots";
import { getPlatform } from "@/platform";
import styles from "./CollectionPage.module.css";

/** A version: its facts. */
export function VersionPage({ address }: { address: Address }) {
  const { data: version, error, refetch } = useCommand("version.show", { version: formatAddress(address) });
  useViewTitle(`${address.collection}:${address.suffix}`, version?.type ?? null);
  if (error) {
    const { title, message, hint } = describeError(error);
    return <ErrorState title={title} why={message} hint={hint} onRetry={() => void refetch()} />;
  }
  if (!version) return <Skeleton label="the version" />;
  const facts = [
    { term: "Created", value: <RelativeTime at={version.created_at} /> },
    { term: "By", value: version.created_by },
    { term: "Logical", value: `${formatBytes(version.bytes.logical)} in ${formatCount(version.files)} files` },
    { term: "Exclusive", value: formatBytes(version.bytes.exclusive) },
    { term: "Shared", value: formatBytes(version.bytes.shared) },
    { term: "Digest", value: <DigestText digest={version.digest} onCopy={(text) => void getPlatform().copyText(text)} /> },
    { term: "Description", value: version.description || null },
  ];
  return (
    <>
      <div className={styles["bar"]}>
        <TypeIcon type={version.type} size="large" />
        <h1 className={styles["title"]}>
          {version.name} <span className="dim">v{version.index}</span>
        </h1>
        {version.aliases.map((alias) => (
          <AliasPill key={alias.name} name={alias.name} isProtected={alias.protected} />
        ))}
        {version.tags.map((tag) => (
          <TagPill key={tag} name={tag} />
        ))}
      </div>
      <div className={styles["facts"]}>
        <Facts facts={facts} />
      </div>
    </>
  );
}
