import { ChevronLeft, ChevronRight, Download, Ellipsis } from "lucide-react";
import { useLocation, useNavigate } from "react-router";
import type { VersionDetail } from "@/api";
import { Button, IconButton, MenuButton, MenuItem, MenuSeparator, PillLine, TypeIcon } from "@/components";
import { LabelsButton } from "./LabelsButton";
import { pathOfIndex } from "./page";
import { useVersionActions } from "./useVersionCommands";
import styles from "./VersionPage.module.css";

/** Name and index with steps to its neighbours, labels, Export and the rest in a menu. */
export function VersionHeader({ version }: { version: VersionDetail }) {
  const isLive = version.state === "committed";
  const actions = useVersionActions(version);
  return (
    <header className={styles["header"]}>
      <div className={styles["names"]}>
        <div className={styles["name"]}>
          <TypeIcon type={version.type} size="large" />
          <h1 className={styles["title"]}>
            <span className="clip selectable" title={version.name}>
              {version.name}
            </span>
            <span className={styles["index"]}>{`v${version.index}`}</span>
          </h1>
          <Steps version={version} />
        </div>
        <PillLine aliases={version.aliases.map(({ name, protected: isProtected }) => ({ name, isProtected }))} tags={version.tags}>
          {isLive ? <LabelsButton version={version} /> : null}
        </PillLine>
      </div>
      <Button icon={<Download />} needs="export.start" onPress={actions.exportFiles}>
        Export…
      </Button>
      <MenuButton label="More" trigger={<IconButton label="More" icon={<Ellipsis />} />}>
        <MenuItem label="Describe…" shortcut="F2" needs="version.describe" isDisabled={!isLive} onAction={actions.describe} />
        <MenuItem label="Edit aliases…" shortcut="A" needs="alias.set" isDisabled={!isLive} onAction={actions.editAliases} />
        <MenuItem label="Edit tags…" shortcut="T" needs="tag.edit" isDisabled={!isLive} onAction={actions.editTags} />
        <MenuItem label="Set TTL…" shortcut="X" needs="ttl.set" isDisabled={!isLive || version.ttl_locked !== null} {...(version.ttl_locked ? { note: version.ttl_locked } : {})} onAction={actions.setTtl} />
        <MenuSeparator />
        <MenuItem label={version.previous === null ? "Compare with the one before" : `Compare with v${version.previous}`} isDisabled={actions.compare === null} onAction={() => actions.compare?.()} />
        <MenuItem label="Copy reference" onAction={actions.copyReference} />
        <MenuItem label="Copy digest" onAction={actions.copyDigest} />
        <MenuItem label="Copy link" onAction={actions.copyLink} />
        <MenuSeparator />
        <MenuItem label="Delete…" needs="version.delete" isDisabled={!isLive} onAction={actions.remove} />
      </MenuButton>
    </header>
  );
}

function Steps({ version }: { version: VersionDetail }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const { previous, next, collection } = version;
  const go = (index: number) => void navigate(pathOfIndex(collection, index, search));
  return (
    <span className={styles["steps"]}>
      <IconButton size="small" label={previous === null ? "No version before" : `Previous: v${previous}`} icon={<ChevronLeft />} isDisabled={previous === null} onPress={() => previous !== null && go(previous)} />
      <IconButton size="small" label={next === null ? "No version after" : `Next: v${next}`} icon={<ChevronRight />} isDisabled={next === null} onPress={() => next !== null && go(next)} />
    </span>
  );
}
