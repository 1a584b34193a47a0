import { useState } from "react";
import { call, describeError, errorText, mutate, tellError, useCommand, type ApiError, type Reproduced } from "@/api";
import { jobEnd } from "@/api/jobs";
import { Button, Dialog, Meter, Note, TextField } from "@/components";
import { copyAndTell } from "@/features/artifacts";
import { cx } from "@/lib/cx";
import { formatBytes, plural } from "@/lib/format";
import { getPlatform } from "@/platform";
import styles from "../Runs.module.css";

type State = { step: "choose" } | { step: "working"; job: number } | { step: "done"; result: Reproduced } | { step: "failed"; error: ApiError | null };

/** Writes the exact inputs of a run into a folder and says how it was run. */
export function ReproduceDialog({ run, onClose }: { run: number; onClose: () => void }) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  const { data: host } = useCommand("host.info", {});
  const [root, setRoot] = useState("");
  const [state, setState] = useState<State>({ step: "choose" });
  const name = data?.run.name ?? "the run";
  const start = async () => {
    if (root.trim() === "") return;
    try {
      const { job } = await mutate("run.reproduce", { run: `run:#${run}`, project: null, root: root.trim() });
      setState({ step: "working", job });
      const ended = await jobEnd(job);
      if (ended.state === "done" && ended.result !== null) setState({ step: "done", result: JSON.parse(ended.result) as Reproduced });
      else if (ended.state === "cancelled") setState({ step: "choose" });
      else setState({ step: "failed", error: ended.error });
    } catch (error) {
      const { code, message, hint } = describeError(error);
      setState({ step: "failed", error: { code, message, hint } });
    }
  };
  const choose = async () => {
    const [folder] = await getPlatform().pickFolder();
    if (folder !== undefined) setRoot(folder);
  };
  const isChoosing = state.step === "choose" || state.step === "failed";
  return (
    <Dialog
      title={`Reproduce ${name}`}
      subtitle={data ? `${plural(data.run.inputs, "input")}, each into a folder of its own` : undefined}
      isOpen
      width={560}
      onClose={onClose}
      onSubmit={() => void (isChoosing && start())}
      footer={
        isChoosing ? (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button type="submit" kind="primary" isDisabled={root.trim() === ""}>
              Write the inputs
            </Button>
          </>
        ) : state.step === "working" ? (
          <>
            <Button onPress={() => void mutate("job.cancel", { job: state.job }).catch(tellError)}>Cancel</Button>
            <Button onPress={onClose}>Go on in the background</Button>
          </>
        ) : (
          <Button kind="primary" onPress={onClose}>
            Done
          </Button>
        )
      }
    >
      <div className={styles["form"]}>
        {isChoosing ? (
          <div className="row">
            <TextField label="Folder" value={root} onChange={setRoot} isMono className="grow" autoFocus placeholder="/home/ada/again" />
            {host?.choose_files ? (
              <Button className={styles["choose"] ?? ""} onPress={() => void choose().catch(tellError)}>
                Choose…
              </Button>
            ) : null}
          </div>
        ) : null}
        {state.step === "working" ? <Working job={state.job} /> : null}
        {state.step === "failed" ? (
          <Note tone="danger" isLive>
            {errorText(state.error ?? { message: "It failed", hint: null })}
          </Note>
        ) : null}
        {state.step === "done" ? <Result result={state.result} /> : null}
      </div>
    </Dialog>
  );
}

function Working({ job }: { job: number }) {
  const { data: jobs } = useCommand("job.list", {});
  const progress = jobs?.find(({ id }) => id === job)?.progress;
  const all = progress?.total_bytes ?? 0;
  return (
    <div className={styles["form"]} role="status">
      <Meter label="Writing the inputs" kind="progress" value={progress && all > 0 ? progress.bytes / all : null} />
      <p className="small dim">{progress ? `${progress.step} · ${formatBytes(progress.bytes)}${all > 0 ? ` of ${formatBytes(all)}` : ""}` : "Starting…"}</p>
    </div>
  );
}

function Result({ result: { inputs, missing, command, config } }: { result: Reproduced }) {
  return (
    <>
      <Note tone={missing.length > 0 ? "warning" : "success"} isLive>
        {missing.length > 0 ? `${plural(missing.length, "input")} can't be had any more.` : `All ${plural(inputs.length, "input")} are there.`}
      </Note>
      <ul className={styles["list"]}>
        {inputs.map(({ address, path, files, bytes }) => (
          <li key={path}>
            <span className="clip selectable mono" title={address}>
              {path}
            </span>
            <span className="grow" />
            <span className="small dim">{`${plural(files, "file")}, ${formatBytes(bytes)}`}</span>
          </li>
        ))}
        {missing.map(({ address, why }) => (
          <li key={address}>
            <span className={cx("clip", styles["gone"])}>{address}</span>
            <span className="grow" />
            <span className="small dim">{why}</span>
          </li>
        ))}
      </ul>
      <div className="row wrap">
        {command === "" ? null : <Button onPress={() => void copyAndTell(command, "Copied the command")}>Copy the command</Button>}
        <Button onPress={() => void copyAndTell(config, "Copied the config")}>Copy the config</Button>
        {inputs[0] ? <Button onPress={() => void call("host.reveal", { path: inputs[0]?.path ?? "" }).catch(tellError)}>Show in folder</Button> : null}
      </div>
    </>
  );
}
