import { Copy, Plus, X } from "lucide-react";
import { Link } from "react-router";
import { runEdit, type RunDetail, type RunEdge } from "@/api";
import { AliasPill, Button, CutText, IconButton, Note, TypeIcon } from "@/components";
import { copyAndTell } from "@/features/artifacts";
import { addressPath, parseAddress, suffixOf } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";
import { openRunDialog } from "./opener";
import { RunFacts } from "./RunFacts";
import styles from "./Runs.module.css";

const SHOWN_ALIASES = 2;

/** Inputs, outputs, config and summary; beside them the facts. */
export function RunOverview({ detail }: { detail: RunDetail }) {
  const { run, inputs, outputs, config, summary } = detail;
  const isLive = run.deleted_at === null;
  return (
    <div className={styles["scroll"]}>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          {isLive ? null : <Note tone="warning">{`Deleted ${formatAbsolute(run.deleted_at ?? 0)}. Its place in the lineage is kept.`}</Note>}
          <Edges title="Inputs" kind="used" edges={inputs} total={run.inputs} detail={detail} onAdd={isLive ? () => openRunDialog({ kind: "inputs", run: run.key }) : null} />
          <Edges title="Outputs" kind="logged" edges={outputs} total={run.outputs} detail={detail} onAdd={isLive ? () => openRunDialog({ kind: "outputs", run: run.key }) : null} />
          <Json title="Config" text={config} />
          <Json title="Summary" text={summary} />
        </div>
        <aside className={styles["side"]} aria-label="Facts">
          <section>
            <div className={styles["heading"]}>
              <h2>Facts</h2>
              {isLive ? (
                <Button size="small" kind="quiet" needs="run.edit" onPress={() => openRunDialog({ kind: "edit", run: run.key })}>
                  Edit
                </Button>
              ) : null}
            </div>
            <RunFacts detail={detail} />
          </section>
          {run.state === "running" && isLive ? <Button needs="run.finish" onPress={() => openRunDialog({ kind: "finish", run: run.key })}>Finish run…</Button> : null}
        </aside>
      </div>
    </div>
  );
}

interface EdgesProps {
  title: string;
  kind: "used" | "logged";
  edges: readonly RunEdge[];
  total: number;
  detail: RunDetail;
  onAdd: (() => void) | null;
}

function Edges({ title, kind, edges, total, detail: { run }, onAdd }: EdgesProps) {
  const remove = (edge: RunEdge) => void runEdit("run.edge", { run: `run:#${run.key}`, project: null, versions: [`#${edge.version}`], kind, role: null, remove: true });
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>
          {title} {total > 0 ? <span className="dim">{total}</span> : null}
        </h2>
        {onAdd ? (
          <Button size="small" kind="quiet" icon={<Plus />} needs="run.edge" onPress={onAdd}>
            {kind === "used" ? "Add input…" : "Add output…"}
          </Button>
        ) : null}
      </div>
      {edges.length === 0 ? <p className="dim">None.</p> : null}
      {edges.length > 0 ? (
        <ul className={styles["list"]}>
          {edges.map((edge) => (
            <li key={edge.version}>
              <TypeIcon type={edge.type} size="small" />
              <VersionLink edge={edge} />
              {edge.role ? <span className="small dim">{edge.role}</span> : null}
              <Aliases all={edge.aliases.filter((alias) => alias !== "latest")} />
              <span className="grow" />
              <span className="small dim num" title={`Recorded by ${edge.actor}, ${formatAbsolute(edge.at)}`}>
                {formatBytes(edge.size)}
              </span>
              {onAdd ? <IconButton size="small" label={`Take ${nameOf(edge.address)} away`} icon={<X />} needs="run.edge" onPress={() => remove(edge)} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {total > edges.length ? <p className="small dim">{`The first ${plural(edges.length, "version")} of ${total}; the lineage has all.`}</p> : null}
    </section>
  );
}

/** The first few; the others by their number, and named when one points at it. */
function Aliases({ all }: { all: readonly string[] }) {
  const more = all.slice(SHOWN_ALIASES);
  return (
    <>
      {all.slice(0, SHOWN_ALIASES).map((alias) => (
        <AliasPill key={alias} name={alias} />
      ))}
      {more.length > 0 ? (
        <span className="small dim" title={more.join(", ")}>
          +{formatCount(more.length)}
        </span>
      ) : null}
    </>
  );
}

function VersionLink({ edge: { address, state } }: { edge: Pick<RunEdge, "address" | "state"> }) {
  const parsed = parseAddress(address);
  const name = nameOf(address);
  if (state === "purged" || !parsed) return <CutText text={name} tail={suffixOf(name)} title={`${address}, purged`} className={styles["gone"]} />;
  return (
    <Link to={addressPath(parsed)} aria-label={name} className={cx(styles["version"], state === "deleted" && styles["gone"])}>
      <CutText text={name} tail={suffixOf(name)} title={state === "deleted" ? `${address}, in the trash` : address} />
    </Link>
  );
}

function nameOf(address: string): string {
  return address.split("/").slice(2).join("/") || address;
}

/** A JSON object as text, on lines of its own. */
function Json({ title, text }: { title: string; text: string }) {
  const shown = pretty(text);
  if (shown === "{}") return null;
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>{title}</h2>
        <IconButton size="small" label={`Copy the ${title.toLowerCase()}`} icon={<Copy />} onPress={() => void copyAndTell(text, `Copied the ${title.toLowerCase()}`)} />
      </div>
      <pre className={cx("mono", styles["json"])} tabIndex={0} aria-label={title}>
        {shown}
      </pre>
    </section>
  );
}

const MOST_LETTERS = 100_000;

/** Indented, without reading numbers: they stay as they were written. Very long text is cut. */
export function pretty(text: string): string {
  let out = "";
  let depth = 0;
  let isString = false;
  for (let at = 0; at < Math.min(text.length, MOST_LETTERS); at += 1) {
    const sign = text[at] ?? "";
    if (isString) {
      out += sign;
      if (sign === "\\") out += text[(at += 1)] ?? "";
      else if (sign === '"') isString = false;
    } else if (sign === '"') {
      out += sign;
      isString = true;
    } else if ("{[".includes(sign)) {
      const isEmpty = /^\s*[}\]]/.test(text.slice(at + 1, at + 20));
      depth += 1;
      out += isEmpty ? sign : `${sign}\n${"  ".repeat(depth)}`;
    } else if ("}]".includes(sign)) {
      depth -= 1;
      out += out.endsWith("{") || out.endsWith("[") ? sign : `\n${"  ".repeat(Math.max(0, depth))}${sign}`;
    } else if (sign === ",") out += `,\n${"  ".repeat(depth)}`;
    else if (sign === ":") out += ": ";
    else if (!/\s/.test(sign)) out += sign;
  }
  return text.length > MOST_LETTERS ? `${out}\n…` : out;
}
