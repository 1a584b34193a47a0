import { useState } from "react";
import { mutate, tellOutcome } from "@/api";
import { Select, TextArea, TextField } from "@/components";
import styles from "../Runs.module.css";
import { jsonProblem } from "./json";
import { RunForm } from "./RunForm";
import { VersionsField } from "./VersionsField";
import { readTime } from "./time";

const STATES = ["finished", "running", "failed", "crashed", "killed"].map((value) => ({ value, label: value }));

export interface RecordDialogProps {
  project: string | null;
  inputs?: readonly string[];
  outputs?: readonly string[];
  onClose: () => void;
}

/** Work that no script told of: what was used, what came out of it. */
export function RecordDialog({ project, inputs: givenInputs, outputs: givenOutputs, onClose }: RecordDialogProps) {
  const [name, setName] = useState("");
  const [job, setJob] = useState("manual");
  const [group, setGroup] = useState("");
  const [state, setState] = useState("finished");
  const [config, setConfig] = useState("");
  const [command, setCommand] = useState("");
  const [started, setStarted] = useState("");
  const [inputs, setInputs] = useState([...(givenInputs ?? [])]);
  const [outputs, setOutputs] = useState([...(givenOutputs ?? [])]);
  const problem = jsonProblem(config);
  const [opened] = useState(() => Date.now());
  const time = readTime(started, opened);
  const save = async () => {
    const { outcome } = await mutate("run.start", {
      project,
      name: name.trim(),
      job_type: job.trim() || null,
      group: group.trim() || null,
      config: config.trim() || null,
      summary: null,
      state,
      command: command.trim() || null,
      started_at: time.at,
      inputs,
      outputs,
    });
    tellOutcome(outcome);
  };
  return (
    <RunForm title="Record a run" subtitle={project} verb="Record run" isReady={name.trim() !== "" && problem === null && time.problem === null} onSubmit={save} onClose={onClose}>
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <div className={styles["pair"]}>
        <TextField label="Job type" value={job} onChange={setJob} />
        <TextField label="Group" value={group} onChange={setGroup} />
        <Select label="State" value={state} options={STATES} onChange={setState} />
      </div>
      <VersionsField label="Inputs" value={inputs} onChange={setInputs} project={project} />
      <VersionsField label="Outputs" value={outputs} onChange={setOutputs} project={project} />
      <TextField label="Started" value={started} onChange={setStarted} placeholder="2026-12-31 14:30" hint="In your time; empty means now" error={time.problem} />
      <TextField label="Command" value={command} onChange={setCommand} isMono placeholder="Optional" />
      <TextArea label="Config" value={config} onChange={setConfig} rows={3} placeholder='{"lr": 0.001}' error={problem} />
    </RunForm>
  );
}
