import { lazy, Suspense, useState } from "react";
import { runEdit, useCommand, type VersionDetail } from "@/api";
import { AliasPill, Button, Skeleton, TagPill, TextArea } from "@/components";
import { FactsCard } from "./FactsCard";
import { LabelsButton } from "./LabelsButton";
import { MadeBy } from "./MadeBy";
import { idOfVersion } from "./page";
import styles from "./Overview.module.css";
import { TtlCard } from "./TtlCard";
import { UseCard } from "./UseCard";

const Markdown = lazy(() => import("./Markdown"));

/** Description and how to use it; beside it TTL, facts, aliases and tags. */
export function OverviewTab({ version }: { version: VersionDetail }) {
  return (
    <div className={styles["scroll"]}>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <Description version={version} />
          <MadeBy version={version} />
          <UseCard version={version} />
        </div>
        <aside className={styles["side"]} aria-label="Facts">
          {version.state === "committed" ? <TtlCard version={version} /> : null}
          <FactsCard version={version} />
          <Labels version={version} />
        </aside>
      </div>
    </div>
  );
}

function Description({ version }: { version: VersionDetail }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isLive = version.state === "committed";
  const save = async () => {
    if (draft === null || isBusy) return;
    setBusy(true);
    const outcome = await runEdit("version.describe", { version: idOfVersion(version), description: draft });
    setBusy(false);
    if (outcome) setDraft(null);
  };
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Description</h2>
        {isLive && draft === null && version.description !== "" ? (
          <Button size="small" kind="quiet" needs="version.describe" onPress={() => setDraft(version.description)}>
            Edit
          </Button>
        ) : null}
      </div>
      {draft !== null ? (
        <DescriptionForm draft={draft} onChange={setDraft} isBusy={isBusy} isSame={draft === version.description} onSave={() => void save()} onCancel={() => setDraft(null)} />
      ) : version.description === "" ? (
        <p className="dim">
          {isLive ? (
            <Button size="small" needs="version.describe" onPress={() => setDraft("")}>
              Add a description
            </Button>
          ) : (
            "None."
          )}
        </p>
      ) : (
        <Suspense fallback={<Skeleton label="the description" lines={3} />}>
          <Markdown text={version.description} />
        </Suspense>
      )}
    </section>
  );
}

interface DescriptionFormProps {
  draft: string;
  onChange: (draft: string) => void;
  isBusy: boolean;
  isSame: boolean;
  onSave: () => void;
  onCancel: () => void;
}

function DescriptionForm({ draft, onChange, isBusy, isSame, onSave, onCancel }: DescriptionFormProps) {
  return (
    <div
      className={styles["form"]}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isSame) onSave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <TextArea label="Description" hideLabel rows={10} value={draft} onChange={onChange} autoFocus hint="Markdown. Ctrl Enter saves, Esc leaves it as it was." />
      <div className="row">
        <Button kind="primary" isDisabled={isSame || isBusy} onPress={onSave}>
          Save description
        </Button>
        <Button isDisabled={isBusy} onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function Labels({ version }: { version: VersionDetail }) {
  const { data: holders } = useCommand("alias.list", { collection: version.collection });
  const isLive = version.state === "committed";
  const isProtected = (name: string) => holders?.some((holder) => holder.name === name && holder.protected) ?? false;
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Aliases and tags</h2>
        {isLive ? <LabelsButton version={version} label="Edit" /> : null}
      </div>
      {version.aliases.length + version.tags.length === 0 ? <p className="dim">None yet.</p> : null}
      <div className={styles["pills"]}>
        {version.aliases.map((alias) => (
          <AliasPill key={alias.name} name={alias.name} isProtected={alias.protected || isProtected(alias.name)} />
        ))}
        {version.tags.map((tag) => (
          <TagPill key={tag} name={tag} />
        ))}
      </div>
    </section>
  );
}
