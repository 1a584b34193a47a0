import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { describeError, errorText, useCommand, type ExportPlan, type VersionDetail } from "@/api";
import { Button, Checkbox, Dialog, Note, RadioGroup, Skeleton, TextField, type RadioOption } from "@/components";
import { formatBytes, plural } from "@/lib/format";
import { getPlatform } from "@/platform";
import { firstDraft, keepFolder, lastParts, rootIn, toRequest, type Existing, type ExportDraft, type Scope } from "./draft";
import styles from "./export.module.css";
import { ExportPlanView } from "./ExportPlanView";
import { runExport } from "./runExport";
import { useExportPlan } from "./useExportPlan";

export interface ExportDialogProps {
  version: VersionDetail;
  paths: readonly string[] | undefined;
  onClose: () => void;
}

const EXISTING: readonly RadioOption<Existing>[] = [
  { value: "ask", label: "Stop and tell me" },
  { value: "overwrite", label: "Overwrite" },
  { value: "keep", label: "Keep what is there" },
];

/** Writes files of a version into a folder: says before what it will write, meet and remove. */
export function ExportDialog({ version, paths, onClose }: ExportDialogProps) {
  const { data: host } = useCommand("host.info", {});
  const [draft, setDraft] = useState<ExportDraft>(() => firstDraft(version, paths));
  const [isStarting, setStarting] = useState(false);
  const change = (part: Partial<ExportDraft>) => setDraft((before) => ({ ...before, ...part }));
  const request = toRequest(version.address, draft, paths);
  const isReady = draft.root?.trim() !== "" && (draft.scope !== "prefix" || draft.prefix.trim() !== "");
  const { plan, error, isStale, refresh } = useExportPlan(request, isReady);
  const isBlocked = !isReady || !plan || isStale || error !== null || plan.bytes > plan.free_bytes || (draft.existing === "ask" && plan.conflict_count > 0);

  const choose = async () => {
    const [folder] = await getPlatform().pickFolder();
    if (folder === undefined) return;
    keepFolder(folder);
    change({ root: rootIn(folder, version, draft.scope) });
  };
  const start = async () => {
    if (isBlocked || isStarting) return;
    setStarting(true);
    const isRunning = await runExport(request, host?.open_files ?? false);
    setStarting(false);
    if (isRunning) onClose();
    else refresh();
  };
  return (
    <Dialog
      title="Export files"
      subtitle={<span className="mono">{version.address}</span>}
      isOpen
      onClose={onClose}
      onSubmit={() => void start()}
      width={600}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind={plan && plan.removal_count > 0 ? "destroy" : "primary"} type="submit" isDisabled={isBlocked || isStarting}>
            {buttonText(plan, draft, isReady)}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <div className={styles["folder"]}>
          <TextField
            label="Folder"
            className="grow"
            isMono
            autoFocus
            value={draft.root ?? plan?.root ?? ""}
            placeholder="Where to write the files"
            onChange={(root) => change({ root })}
          />
          {host?.choose_files ? (
            <Button icon={<FolderOpen />} onPress={() => void choose()}>
              Choose…
            </Button>
          ) : null}
        </div>
        <ScopeChoice version={version} paths={paths} draft={draft} change={change} />
        <RadioGroup label="If a file already exists" orientation="horizontal" value={draft.existing} options={EXISTING} onChange={(existing) => change({ existing })} />
        {draft.scope === "all" ? (
          <Checkbox isSelected={draft.exact} onChange={(exact) => change({ exact })} hint="The folder will hold exactly this version; everything else in it is removed.">
            Remove what doesn't belong to the version
          </Checkbox>
        ) : null}
        {error ? <Note tone="danger" isLive>{errorText(describeError(error))}</Note> : null}
        {plan && isReady && !error ? <ExportPlanView plan={plan} existing={draft.existing} isStale={isStale} /> : null}
        {!plan && isReady && !error ? <Skeleton label="what would be written" lines={2} /> : null}
      </div>
    </Dialog>
  );
}

interface ScopeProps {
  version: VersionDetail;
  paths: readonly string[] | undefined;
  draft: ExportDraft;
  change: (part: Partial<ExportDraft>) => void;
}

function ScopeChoice({ version, paths, draft, change }: ScopeProps) {
  const [only] = paths ?? [];
  const options: RadioOption<Scope>[] = [{ value: "all", label: `The whole version (${plural(version.files, "file")}, ${formatBytes(version.size)})` }];
  if (paths && only !== undefined) options.push({ value: "selected", label: paths.length === 1 ? <span className="mono">{only}</span> : `${plural(paths.length, "selected item")}` });
  options.push({ value: "prefix", label: "Only below a folder" });
  return (
    <div className={styles["scope"]}>
      <RadioGroup label="What" value={draft.scope} options={options} onChange={(scope) => change({ scope })} />
      {draft.scope === "prefix" ? <TextField label="Folder in the version" hideLabel isMono placeholder="crops/train" value={draft.prefix} onChange={(prefix) => change({ prefix })} className={styles["prefix"] ?? ""} /> : null}
    </div>
  );
}

/** "Export 12 files to mnist-v12". */
function buttonText(plan: ExportPlan | undefined, draft: ExportDraft, isReady: boolean): string {
  if (!plan || !isReady) return "Export";
  const removes = plan.removal_count > 0 ? ` and remove ${plan.removal_count}` : "";
  // The default is called as the version is: by itself it wouldn't read as a folder.
  const folder = draft.root === null ? lastParts(plan.root, 2) : lastParts(draft.root);
  return `Export ${plural(plan.files, "file")} to ${folder.length > 30 ? `${folder.slice(0, 30)}…` : folder}${removes}`;
}
