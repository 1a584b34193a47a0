import { Plus } from "lucide-react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCommand, type VersionDetail } from "@/api";
import { Button, TypeIcon } from "@/components";
import { openRunDialog, runPath } from "@/features/runs";
import { plural } from "@/lib/format";
import styles from "./Overview.module.css";
import { pathOfAddress } from "./page";
import { RunList } from "./RunList";
import runs from "./Runs.module.css";

/** The run that logged a version, and what that run used. */
export function MadeBy({ version }: { version: VersionDetail }) {
  const navigate = useNavigate();
  const [, setParams] = useSearchParams();
  const { data } = useCommand("run.list", { project: null, used: null, logged: `#${version.id}`, text: null, state: null, rows: { start: 0, count: 50 } });
  const newest = data?.rows[0];
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Made by</h2>
        <span className="row">
          {version.state === "committed" ? (
            <Button size="small" kind="quiet" icon={<Plus />} needs="run.edge" onPress={() => openRunDialog({ kind: "inputs", version: `#${version.id}` })}>
              Add input…
            </Button>
          ) : null}
          <Button size="small" kind="quiet" onPress={() => setParams({ tab: "lineage" })}>
            Lineage
          </Button>
        </span>
      </div>
      <RunList version={version.id} side="logged" onOpen={(key) => void navigate(runPath(key))} nothing="No run is known to have logged it." />
      {newest && newest.inputs > 0 ? <Inputs run={newest.key} /> : null}
    </section>
  );
}

const SHOWN = 8;

function Inputs({ run }: { run: number }) {
  const { data } = useCommand("run.show", { run: `run:#${run}`, project: null });
  if (!data) return null;
  return (
    <div className={runs["inputs"]}>
      <span className="small dim">from</span>
      {data.inputs.slice(0, SHOWN).map(({ version, address, type, state }) => (
        <span key={version} className="row">
          <TypeIcon type={type} size="small" />
          {state === "purged" ? <span className="dim">{address.split("/").at(-1)}</span> : <Link to={pathOfAddress(address)}>{address.split("/").at(-1)}</Link>}
        </span>
      ))}
      {data.run.inputs > SHOWN ? <span className="small dim">{`and ${plural(data.run.inputs - SHOWN, "more", "more")}`}</span> : null}
    </div>
  );
}
