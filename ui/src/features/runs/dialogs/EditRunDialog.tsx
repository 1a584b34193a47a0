import { useState } from "react";
import { mutate, tellOutcome, useCommand, type RunDetail } from "@/api";
import { RadioGroup, TextArea, TextField } from "@/components";
import styles from "../Runs.module.css";
import { pretty } from "../RunOverview";
import { jsonProblem } from "./json";
import { RunForm } from "./RunForm";

interface OfRun {
  run: number;
  onClose: () => void;
}

export function EditRunDialog({ run, onClose }: OfRun) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  return data ? <Edit detail={data} onClose={onClose} /> : null;
}

function Edit({ detail: { run, config: before }, onClose }: { detail: RunDetail; onClose: () => void }) {
  const [name, setName] = useState(run.name);
  const [job, setJob] = useState(run.job_type);
  const [group, setGroup] = useState(run.group);
  const [first] = useState(() => pretty(before));
  const [config, setConfig] = useState(first);
  const problem = jsonProblem(config);
  const changed = (next: string, old: string) => (next.trim() === old ? null : next.trim());
  const change = { name: changed(name, run.name), job_type: changed(job, run.job_type), group: changed(group, run.group), config: config === first ? null : config, summary: null };
  const isSame = Object.values(change).every((value) => value === null);
  const save = async () => tellOutcome(await mutate("run.edit", { run: `run:#${run.key}`, project: null, ...change }));
  return (
    <RunForm title={`Edit ${run.name}`} subtitle={run.id} verb="Save run" isReady={!isSame && name.trim() !== "" && problem === null} onSubmit={save} onClose={onClose}>
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <div className={styles["pair"]}>
        <TextField label="Job type" value={job} onChange={setJob} />
        <TextField label="Group" value={group} onChange={setGroup} />
      </div>
      {before.length < MOST_EDITED ? <TextArea label="Config" value={config} onChange={setConfig} rows={6} error={problem} /> : null}
    </RunForm>
  );
}

/** Longer ones are for an editor of one's own, and `cairnctl`. */
const MOST_EDITED = 50_000;

const ENDS = [
  { value: "finished", label: "Finished", hint: "It did what it should" },
  { value: "failed", label: "Failed", hint: "It ended with an error" },
  { value: "crashed", label: "Crashed", hint: "It stopped without a word" },
  { value: "killed", label: "Killed", hint: "Somebody stopped it" },
] as const;

/** Ends a run that is still said to run. */
export function FinishDialog({ run, onClose }: OfRun) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  const [state, setState] = useState<(typeof ENDS)[number]["value"]>("finished");
  const [summary, setSummary] = useState("");
  const problem = jsonProblem(summary);
  const save = async () => tellOutcome(await mutate("run.finish", { run: `run:#${run}`, project: null, state, summary: summary.trim() || null }));
  return (
    <RunForm title={`Finish ${data?.run.name ?? "the run"}`} verb="Finish run" isReady={problem === null} onSubmit={save} onClose={onClose}>
      <RadioGroup label="How it ended" value={state} options={ENDS} onChange={setState} />
      <TextArea label="Summary" value={summary} onChange={setSummary} rows={3} placeholder='{"acc": 0.94}, added to what is there' error={problem} />
    </RunForm>
  );
}
