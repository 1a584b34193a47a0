import { useState } from "react";
import { mutate, tellOutcome, useCommand } from "@/api";
import { Note, Select, Skeleton, TextField } from "@/components";
import { plural } from "@/lib/format";
import { RunForm } from "./RunForm";
import { VersionsField } from "./VersionsField";

/** Inputs for a run, or for what logged a version; a version that nothing logged gets a run for it. */
export function InputsDialog({ run, version, onClose }: { run?: number; version?: string; onClose: () => void }) {
  const detail = useCommand("version.show", { version: version ?? "" }, { isEnabled: version !== undefined });
  const makers = useCommand("run.list", { project: null, used: null, logged: version ?? null, text: null, state: null, rows: { start: 0, count: 20 } }, { isEnabled: version !== undefined });
  if (run !== undefined) return <RunInputs run={run} onClose={onClose} />;
  if (!detail.data || !makers.data) return <Skeleton label="the version" lines={2} />;
  const { id, name, index, collection } = detail.data;
  const project = collection.split("/").slice(0, 2).join("/");
  const runs = makers.data.rows;
  return <VersionInputs version={{ id, name: `${name}:v${index}`, project }} runs={runs} onClose={onClose} />;
}

function RunInputs({ run, onClose }: { run: number; onClose: () => void }) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  const [versions, setVersions] = useState<string[]>([]);
  const [role, setRole] = useState("");
  const save = async () => tellOutcome(await mutate("run.edge", { run: `run:#${run}`, project: null, versions, kind: "used", role: role.trim() || null, remove: false }));
  return (
    <RunForm title={`Inputs of ${data?.run.name ?? "the run"}`} verb={versions.length > 1 ? `Add ${versions.length} inputs` : "Add input"} isReady={versions.length > 0} onSubmit={save} onClose={onClose}>
      <VersionsField label="Versions it used" value={versions} onChange={setVersions} project={data?.run.project ?? null} autoFocus />
      <TextField label="Role" value={role} onChange={setRole} placeholder="Optional, such as training set" />
      {data && data.run.state !== "running" ? <Note>The run is over; its history will say that this was added later.</Note> : null}
    </RunForm>
  );
}

const NEW = "new";

interface VersionInputsProps {
  version: { id: number; name: string; project: string };
  runs: readonly { key: number; name: string; id: string }[];
  onClose: () => void;
}

function VersionInputs({ version: { id, name, project }, runs, onClose }: VersionInputsProps) {
  const [versions, setVersions] = useState<string[]>([]);
  const [run, setRun] = useState(runs[0] ? String(runs[0].key) : NEW);
  const [newName, setNewName] = useState(`made ${name}`);
  const options = [...runs.map((each) => ({ value: String(each.key), label: each.name, note: each.id })), { value: NEW, label: "A new run, recorded by hand" }];
  const isNew = run === NEW;
  const save = async () => {
    if (isNew) {
      const { outcome } = await mutate("run.start", { project, name: newName.trim(), job_type: null, group: null, config: null, summary: null, state: "finished", command: null, started_at: null, inputs: versions, outputs: [`#${id}`] });
      return tellOutcome(outcome);
    }
    return tellOutcome(await mutate("run.edge", { run: `run:#${run}`, project: null, versions, kind: "used", role: null, remove: false }));
  };
  return (
    <RunForm
      title={`Inputs of ${name}`}
      subtitle={runs.length === 0 ? "No run is known to have logged it" : `Logged by ${plural(runs.length, "run")}`}
      verb={versions.length > 1 ? `Add ${versions.length} inputs` : "Add input"}
      isReady={versions.length > 0 && (!isNew || newName.trim() !== "")}
      onSubmit={save}
      onClose={onClose}
    >
      <VersionsField label="Versions it was made from" value={versions} onChange={setVersions} project={project} autoFocus />
      <Select label="By the run" value={run} options={options} onChange={setRun} />
      {isNew ? <TextField label="Name of the run" value={newName} onChange={setNewName} /> : null}
    </RunForm>
  );
}

export function OutputsDialog({ run, onClose }: { run: number; onClose: () => void }) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  const [versions, setVersions] = useState<string[]>([]);
  const save = async () => tellOutcome(await mutate("run.edge", { run: `run:#${run}`, project: null, versions, kind: "logged", role: null, remove: false }));
  return (
    <RunForm title={`Outputs of ${data?.run.name ?? "the run"}`} verb={versions.length > 1 ? `Add ${versions.length} outputs` : "Add output"} isReady={versions.length > 0} onSubmit={save} onClose={onClose}>
      <VersionsField label="Versions it made" value={versions} onChange={setVersions} project={data?.run.project ?? null} autoFocus />
    </RunForm>
  );
}
