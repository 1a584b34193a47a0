import { useEffect, useRef, useState } from "react";
import { Button, Dialog, SegmentedControl } from "@/components";
import { getPlatform } from "@/platform";
import styles from "./preview.module.css";
import { linkHost, sanitise } from "./sanitise";
import { TextViewer } from "./TextViewer";
import type { PreviewOf } from "./types";

type View = "formatted" | "source";

/** Markdown, formatted from cleaned HTML, or as it is written. A link says where it leads before anything is opened. */
export function MarkdownViewer({ label, page }: { label: string; page: PreviewOf<"markdown"> }) {
  const [view, setView] = useState<View>("formatted");
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <div className={styles["strip"]}>
        <SegmentedControl label="View" value={view} onChange={setView} options={[{ value: "formatted", label: "Formatted" }, { value: "source", label: "Source" }]} />
      </div>
      {view === "formatted" ? <Formatted label={label} html={page.html} onLink={setLink} /> : <TextViewer label={label} pages={[page.source]} language="markdown" />}
      <OpenLink href={link} onClose={() => setLink(null)} />
    </>
  );
}

function Formatted({ label, html, onLink }: { label: string; html: string; onLink: (href: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => host.current?.replaceChildren(sanitise(html)), [html]);
  const follow = (target: EventTarget) => {
    const href = target instanceof Element ? target.closest<HTMLElement>("[data-href]")?.dataset["href"] : undefined;
    if (href !== undefined) onLink(href);
    return href !== undefined;
  };
  return (
    <div
      ref={host}
      className={styles["markdown"]}
      role="document"
      aria-label={label}
      tabIndex={0}
      onClick={(event) => follow(event.target)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && follow(event.target)) event.preventDefault();
      }}
    />
  );
}

function OpenLink({ href, onClose }: { href: string | null; onClose: () => void }) {
  const host = href === null ? null : linkHost(href);
  const open = () => {
    if (href !== null && host !== null) getPlatform().openExternal(href);
    onClose();
  };
  return (
    <Dialog
      title={host === null ? "This link can't be opened" : `Open ${host}?`}
      isOpen={href !== null}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {host === null ? null : (
            <Button kind="primary" onPress={open} autoFocus>
              Open in browser
            </Button>
          )}
        </>
      }
    >
      <p>The link is part of a stored file. It leads to:</p>
      <p className={`mono selectable ${styles["href"]}`}>{href}</p>
    </Dialog>
  );
}
