import { Crosshair, EyeOff, FoldHorizontal, Fullscreen, GitCompareArrows, Pin, Plus, Route, SquareStack, TrendingDown, UnfoldHorizontal } from "lucide-react";
import { useNavigate } from "react-router";
import { MenuItem, MenuSeparator, Submenu } from "@/components";
import { VersionMenu } from "@/features/artifacts";
import { comparePath } from "@/features/compare";
import { openRunDialog, runActions } from "@/features/runs";
import { openDeleteDialog, openTagDialog, openTtlDialog, restoreVersions } from "@/features/versions";
import { plural } from "@/lib/format";
import { isFolded } from "../model/hit";
import { nameOfKey, type Mode } from "./address";
import { fitAll, fitSelection } from "./useLineageCommands";
import type { Lineage } from "./useLineage";
import { onlyKey, runId, useRun, useVersion, useVersionScope, versionId } from "./useNodes";

/** What can be done to what is selected: in the lineage, and to the thing itself. */
export function LineageMenu({ lineage, open }: { lineage: Lineage; open: (key: string) => void }) {
  const key = onlyKey(lineage);
  if (lineage.selected.size === 0) return <PictureMenu lineage={lineage} />;
  if (key === undefined) return <ManyMenu lineage={lineage} />;
  const kind = lineage.graph?.kind[lineage.graph.indexOf(key)];
  if (isFolded(kind)) return <FoldedMenu lineage={lineage} clusterKey={key} />;
  return versionId(key) !== null ? <VersionNodeMenu lineage={lineage} nodeKey={key} /> : <RunNodeMenu lineage={lineage} nodeKey={key} open={open} />;
}

const WAYS: readonly [Mode, string][] = [
  ["direct", "Direct"],
  ["up", "Upstream"],
  ["down", "Downstream"],
  ["full", "Full"],
];

function NodeItems({ lineage, nodeKey }: { lineage: Lineage; nodeKey: string }) {
  const isPinned = lineage.view.pins.includes(nodeKey);
  const isPulled = lineage.view.pulled.includes(nodeKey);
  const isOpened = lineage.graph?.openedOf(lineage.graph.indexOf(nodeKey)) != null;
  return (
    <>
      <Submenu label="Refocus" icon={<Crosshair />}>
        {WAYS.map(([mode, label]) => (
          <MenuItem key={mode} label={label} onAction={() => lineage.refocus(nodeKey, mode)} {...(mode === lineage.view.mode ? { shortcut: "." } : {})} />
        ))}
      </Submenu>
      <MenuItem label="Show impact" icon={<TrendingDown />} onAction={() => void lineage.showImpact(nodeKey)} />
      {isPulled || isOpened ? <MenuItem label={isPulled ? "Put back" : "Fold again"} icon={<FoldHorizontal />} shortcut="E" onAction={() => lineage.toggleFold(nodeKey)} /> : null}
      <MenuItem label={isPinned ? "Unpin" : "Pin"} icon={<Pin />} shortcut="P" onAction={() => lineage.pin([nodeKey])} />
      <MenuItem label="Hide" icon={<EyeOff />} shortcut="H" onAction={() => lineage.hide([nodeKey])} />
    </>
  );
}

function VersionNodeMenu({ lineage, nodeKey }: { lineage: Lineage; nodeKey: string }) {
  const navigate = useNavigate();
  const { version } = useVersion(versionId(nodeKey));
  const focusId = lineage.of.root?.startsWith("#") ? Number(lineage.of.root.slice(1)) : null;
  const { version: focus } = useVersion(focusId);
  const actions = useVersionScope(version);
  const canCompare = focus !== undefined && version !== undefined && focus.id !== version.id;
  return (
    <>
      <NodeItems lineage={lineage} nodeKey={nodeKey} />
      <MenuItem label="Compare with the focus" icon={<GitCompareArrows />} isDisabled={!canCompare} onAction={() => canCompare && void navigate(comparePath(focus.address, version.address))} />
      <MenuItem label="Add input…" icon={<Plus />} needs="run.edge" isDisabled={!version} onAction={() => version && openRunDialog({ kind: "inputs", version: `#${version.id}` })} />
      <MenuSeparator />
      {actions ? <VersionMenu scope={actions.scope} tools={actions.tools} /> : <MenuItem label="Loading…" isDisabled />}
    </>
  );
}

function RunNodeMenu({ lineage, nodeKey, open }: { lineage: Lineage; nodeKey: string; open: (key: string) => void }) {
  const navigate = useNavigate();
  const { run } = useRun(runId(nodeKey));
  return (
    <>
      <NodeItems lineage={lineage} nodeKey={nodeKey} />
      <MenuSeparator />
      {run ? (
        runActions
          .filter(({ id }) => id !== "lineage")
          .map(({ id, label, icon: Icon, why, needs, run: act }) => {
            const reason = why(run.run);
            return <MenuItem key={id} label={label} icon={<Icon />} needs={needs} note={reason ?? undefined} isDisabled={reason !== null} onAction={() => act(run.run, (path) => void navigate(path))} />;
          })
      ) : (
        <MenuItem label="Open" onAction={() => open(nodeKey)} />
      )}
    </>
  );
}

function FoldedMenu({ lineage, clusterKey }: { lineage: Lineage; clusterKey: string }) {
  const { graph } = lineage;
  const members = graph?.picture.nodes.members[graph.indexOf(clusterKey)] ?? 0;
  return (
    <>
      <MenuItem label={`Open all ${members}`} icon={<UnfoldHorizontal />} shortcut="E" onAction={() => lineage.toggleFold(clusterKey)} />
      <MenuItem label="Pin" icon={<Pin />} shortcut="P" onAction={() => lineage.pin([clusterKey])} />
      <MenuItem label="Hide" icon={<EyeOff />} shortcut="H" onAction={() => lineage.hide([clusterKey])} />
    </>
  );
}

function ManyMenu({ lineage }: { lineage: Lineage }) {
  const navigate = useNavigate();
  const keys = [...lineage.selected];
  const ids = keys.map(versionId).filter((id) => id !== null);
  const [a, b] = keys;
  const { version: first } = useVersion(versionId(a));
  const { version: second } = useVersion(versionId(b));
  const selection = { kind: "versions" as const, versions: ids };
  const words = plural(ids.length, "version");
  const isPair = keys.length === 2 && a !== undefined && b !== undefined;
  return (
    <>
      <MenuItem label="Show the shortest way between them" icon={<Route />} isDisabled={!isPair} onAction={() => isPair && void lineage.showPath(a, b)} />
      <MenuItem label="Compare" icon={<GitCompareArrows />} isDisabled={!isPair || !first || !second} onAction={() => first && second && void navigate(comparePath(first.address, second.address))} />
      <MenuItem label="Pin" icon={<Pin />} shortcut="P" onAction={() => lineage.pin(keys)} />
      <MenuItem label="Hide" icon={<EyeOff />} shortcut="H" onAction={() => lineage.hide(keys)} />
      <MenuItem label="Fit into view" icon={<Fullscreen />} shortcut="F" onAction={() => fitSelection(lineage)} />
      <MenuSeparator />
      <MenuItem label={`Edit tags of ${words}…`} needs="tag.edit" isDisabled={ids.length === 0} onAction={() => openTagDialog({ selection, collection: first?.collection ?? "" })} />
      <MenuItem label={`Set TTL on ${words}…`} needs="ttl.set" isDisabled={ids.length === 0} onAction={() => openTtlDialog({ selection, collection: first?.collection ?? "" })} />
      <MenuItem label={`Restore ${words}`} needs="trash.restore" isDisabled={ids.length === 0} onAction={() => void restoreVersions(selection)} />
      <MenuItem label={`Delete ${words}…`} needs="version.delete" isDisabled={ids.length === 0} onAction={() => openDeleteDialog({ selection, collection: first?.collection ?? "" })} />
    </>
  );
}

function PictureMenu({ lineage }: { lineage: Lineage }) {
  const { view, project } = lineage;
  const root = lineage.of.root;
  return (
    <>
      <MenuItem label="Fit into view" icon={<Fullscreen />} shortcut="0" onAction={() => fitAll(lineage)} />
      <MenuItem label="Close what was opened" icon={<SquareStack />} isDisabled={view.open.length + view.pulled.length === 0} onAction={() => view.change({ open: [], pulled: [] })} />
      <MenuItem label="Show what is hidden" isDisabled={view.hidden.length === 0} onAction={() => view.change({ hidden: [] })} />
      <MenuItem label="Select everything" onAction={() => lineage.select(lineage.graph?.keys ?? [])} />
      <MenuSeparator />
      {root !== null && nameOfKey(root) === null && root.startsWith("#") ? <MenuItem label="Add input…" icon={<Plus />} needs="run.edge" onAction={() => openRunDialog({ kind: "inputs", version: root })} /> : null}
      <MenuItem label="Record a run…" icon={<Plus />} needs="run.start" onAction={() => openRunDialog({ kind: "record", project })} />
    </>
  );
}
