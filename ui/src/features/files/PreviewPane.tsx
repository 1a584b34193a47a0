import { Copy, Ellipsis, Expand, ExternalLink, FileSearch, WrapText } from "lucide-react";
import { useState } from "react";
import { describeError, errorDetails, useCommand, type VersionDetail } from "@/api";
import { Button, EmptyState, ErrorState, IconButton, MenuButton, MenuItem, MenuSection, MenuSeparator, Skeleton } from "@/components";
import { useDebounced } from "@/lib/debounce";
import { formatBytes, plural } from "@/lib/format";
import { useKept } from "@/lib/persist";
import { getPlatform } from "@/platform";
import { copyAndTell, openWithSystem } from "./fileActions";
import { FileIcon } from "./fileIcon";
import styles from "./files.module.css";
import { describeContent, describePart } from "./preview/describe";
import { WRAP } from "./preview/TextViewer";
import { VIEWERS, type ViewerKind } from "./preview/types";
import { usePreview, type PreviewState } from "./preview/usePreview";
import { Viewer } from "./preview/Viewer";
import { nameOf, type Item } from "./types";

/** Walking with the arrow keys passes files by; only where one stops is read. */
const SETTLE_MS = 90;

export interface PreviewPaneProps {
  version: VersionDetail;
  item: Item | null;
  /** Opens the quick look; missing inside it. */
  onExpand?: (() => void) | undefined;
  /** Without its own header, whose words stand elsewhere then. */
  hideName?: boolean;
}

/** The file in focus made visible, with what it is above and how much of it below. */
export function PreviewPane({ version, item, ...rest }: PreviewPaneProps) {
  const settled = useDebounced(item, SETTLE_MS);
  if (settled === null) return <EmptyState title="Choose a file to see it here" icon={<FileSearch />}>Space shows it large, arrow keys walk on.</EmptyState>;
  if (settled.isFolder) return <FolderCard item={settled} />;
  if (settled.reference !== null) return <ReferenceCard item={settled} uri={settled.reference} />;
  return <FilePreview key={`${version.address}/${settled.path}`} version={version} item={settled} {...rest} />;
}

function FilePreview({ version, item, onExpand, hideName = false }: PreviewPaneProps & { item: Item }) {
  const [viewer, setViewer] = useState<ViewerKind>("auto");
  const state = usePreview(version.address, item.path, viewer);
  const { pages, size, more, isLoadingMore } = state;
  const about = describeContent(pages);
  const bytes = formatBytes(pages.length === 0 ? item.size : size);
  return (
    <section className={styles["preview"]} aria-label={`Preview of ${nameOf(item.path)}`}>
      <header className={styles["previewHead"]}>
        <div className={styles["facts"]}>
          {hideName ? null : (
            <h2 className="strong clip selectable" title={item.path}>
              {nameOf(item.path)}
            </h2>
          )}
          <span className="dim clip">
            {bytes}
            {about ? ` · ${about}` : ""}
          </span>
        </div>
        <PreviewActions version={version} item={item} viewer={viewer} onViewer={setViewer} isText={pages.some(({ kind }) => kind === "text" || kind === "json")} />
        {onExpand ? <IconButton label="Quick look" shortcut="Space" icon={<Expand />} onPress={onExpand} /> : null}
      </header>
      <div className={styles["previewBody"]}>
        <Content item={item} state={state} onHex={() => setViewer("hex")} viewer={viewer} />
      </div>
      {pages.length > 0 ? (
        <footer className={styles["previewFoot"]}>
          <span className="num">{describePart(pages, size)}</span>
          {more || isLoadingMore ? (
            <Button size="small" isDisabled={isLoadingMore} onPress={() => more?.()}>
              {isLoadingMore ? "Loading…" : "Load more"}
            </Button>
          ) : null}
        </footer>
      ) : null}
    </section>
  );
}

function Content({ item, state, viewer, onHex }: { item: Item; state: PreviewState; viewer: ViewerKind; onHex: () => void }) {
  const { data: host } = useCommand("host.info", {});
  if (state.isLoading) return <Skeleton label={nameOf(item.path)} lines={8} />;
  if (state.error !== null) {
    const { title, message, hint } = describeError(state.error);
    return (
      <ErrorState
        title={title}
        why={message}
        hint={hint}
        onRetry={state.retry}
        details={() => errorDetails(state.error, host?.version)}
        onCopy={(text) => void getPlatform().copyText(text)}
        actions={viewer === "hex" ? null : <Button kind="primary" onPress={onHex}>Show as hex</Button>}
      />
    );
  }
  if (state.size === 0) return <EmptyState title="The file is empty" icon={<FileIcon path={item.path} />} />;
  return <Viewer label={nameOf(item.path)} pages={state.pages} onEnd={state.more} />;
}

interface ActionsProps {
  version: VersionDetail;
  item: Item;
  viewer: ViewerKind;
  onViewer: (viewer: ViewerKind) => void;
  isText: boolean;
}

function PreviewActions({ version, item, viewer, onViewer, isText }: ActionsProps) {
  const { data: host } = useCommand("host.info", {});
  const [isWrapped, setWrapped] = useKept(WRAP, false);
  return (
    <>
      {isText ? <IconButton label="Wrap lines" icon={<WrapText />} isOn={isWrapped} aria-pressed={isWrapped} onPress={() => setWrapped(!isWrapped)} /> : null}
      <IconButton label="Copy path" icon={<Copy />} onPress={() => void copyAndTell(item.path, "the path")} />
      <MenuButton label="View as" trigger={<IconButton label="View as…" icon={<Ellipsis />} />}>
        <MenuSection title="View as">
          {VIEWERS.map(({ value, label }) => (
            <MenuItem key={value} label={label} isChecked={value === viewer} onAction={() => onViewer(value)} />
          ))}
        </MenuSection>
        {host?.open_files ? <MenuSeparator /> : null}
        {host?.open_files ? <MenuItem label="Open with system app" icon={<ExternalLink />} onAction={() => openWithSystem(version.address, item.path)} /> : null}
      </MenuButton>
    </>
  );
}

function FolderCard({ item }: { item: Item }) {
  return (
    <EmptyState title={nameOf(item.path)} icon={<FileIcon path={item.path} isFolder />}>
      {plural(item.files, "file")} · {formatBytes(item.size)}
    </EmptyState>
  );
}

function ReferenceCard({ item, uri }: { item: Item; uri: string }) {
  return (
    <EmptyState
      title={nameOf(item.path)}
      icon={<FileIcon path={item.path} isReference />}
      action={
        <Button icon={<Copy />} onPress={() => void copyAndTell(uri, "the URI")}>
          Copy URI
        </Button>
      }
    >
      Its bytes stay where they are, so there is nothing here to show: <span className="mono">{uri}</span>
      {item.size === null ? "" : ` · ${formatBytes(item.size)}`}
    </EmptyState>
  );
}
