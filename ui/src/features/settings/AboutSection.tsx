import { useCommand } from "@/api";
import { Button, Facts, Skeleton, toast } from "@/components";
import { getPlatform } from "@/platform";
import styles from "./Store.module.css";

const KINDS: Record<string, string> = { desktop: "Desktop application", browser: "Browser, served by this machine", cli: "Command line" };

/** Which Cairn this is, and that it keeps to itself. */
export function AboutSection() {
  const { data: host } = useCommand("host.info", {});
  if (!host) return <Skeleton label="about" />;
  const facts = [
    { term: "Version", value: host.version },
    { term: "Runs as", value: KINDS[host.kind] ?? host.kind },
    { term: "System", value: host.os },
    { term: "Web view", value: <span className="small">{navigator.userAgent}</span> },
    { term: "Network", value: "Cairn makes no network requests. Everything stays on this machine." },
  ];
  const copy = () => {
    const text = [`Cairn ${host.version}`, `kind: ${host.kind}`, `os: ${host.os}`, `web view: ${navigator.userAgent}`].join("\n");
    void getPlatform()
      .copyText(text)
      .then(() => toast({ text: "Copied the details", duration: 2500 }));
  };
  return (
    <div className={styles["sections"]}>
      <Facts facts={facts} termWidth={140} />
      <div>
        <Button onPress={copy}>Copy details</Button>
      </div>
    </div>
  );
}
