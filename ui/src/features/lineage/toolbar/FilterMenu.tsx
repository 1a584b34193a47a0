import { ListFilter, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useCommand } from "@/api";
import { Button, Checkbox, Popover, Select, TypeIcon } from "@/components";
import { formatDate } from "@/lib/time";
import type { ViewParams } from "../view/address";
import type { Lineage } from "../view/useLineage";
import styles from "./Toolbar.module.css";

const FOLDS = [
  { value: "yes", label: "Siblings and chains" },
  { value: "collection", label: "By collection" },
  { value: "job", label: "By job type" },
  { value: "group", label: "By run group" },
  { value: "no", label: "Nothing" },
] as const;
const DAY = 86_400_000;

/** How many filters there are, for the button. */
export function filterCount({ types, after, before, hide, hidden }: ViewParams): number {
  return Number(types.length > 0) + Number(after !== null || before !== null) + Number(hide !== null) + Number(hidden.length > 0);
}

export const NO_FILTER = { types: [], after: null, before: null, hide: null, hidden: [] } satisfies Partial<ViewParams>;

/** Types, dates, what is left out, what is folded. */
export function FilterMenu({ lineage: { view, project, graph } }: { lineage: Lineage }) {
  const { data: known } = useCommand("type.list", { project: project ?? "" }, { isEnabled: project !== null });
  const types = useMemo(() => [...new Set([...(known ?? []).map(({ name }) => name), ...(graph?.picture.nodes.types ?? []), ...view.types])], [graph, known, view.types]);
  const count = filterCount(view);
  const toggle = (type: string) => view.change({ types: view.types.includes(type) ? view.types.filter((each) => each !== type) : [...view.types, type] });
  const fold = view.isFolded ? (view.foldBy ?? "yes") : "no";
  return (
    <Popover
      label="Filter"
      trigger={
        <Button kind="quiet" icon={<ListFilter />} isOn={count > 0} aria-label={count > 0 ? `Filter, ${count} set` : "Filter"}>
          <span className={styles["word"]}>Filter</span>
          {count > 0 ? <span className="tiny num">{count}</span> : null}
        </Button>
      }
    >
      <div className={styles["panel"]}>
        <section>
          <h3 className={styles["heading"]}>Types</h3>
          <div className={styles["chips"]}>
            {types.map((type) => (
              <Button key={type} size="small" kind="quiet" className={styles["chip"] ?? ""} icon={<TypeIcon type={type} size="small" />} aria-pressed={view.types.includes(type)} onPress={() => toggle(type)}>
                {type}
              </Button>
            ))}
          </div>
        </section>
        <DateRange view={view} />
        <Checkbox isSelected={view.hide === "runs"} onChange={(isOn) => view.change({ hide: isOn ? "runs" : null })} hint="Versions are tied to versions">
          Hide runs
        </Checkbox>
        <Checkbox isSelected={view.hide === "versions"} onChange={(isOn) => view.change({ hide: isOn ? "versions" : null })} hint="Runs are tied to runs">
          Hide versions
        </Checkbox>
        <Select label="Fold" value={fold} options={FOLDS} onChange={(next) => view.change({ isFolded: next !== "no", foldBy: next === "yes" || next === "no" ? null : next, open: [], pulled: [] })} />
        <Checkbox isSelected={view.isDown} onChange={(isDown) => view.change({ isDown, camera: null })}>
          From top to bottom
        </Checkbox>
        {count > 0 ? (
          <Button icon={<X />} onPress={() => view.change(NO_FILTER)}>
            Clear filters
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}

/** From and until, as two sliders over the last two years and as dates to type. */
function DateRange({ view }: { view: Lineage["view"] }) {
  const [today] = useState(() => Math.floor(Date.now() / DAY));
  const span = 730;
  const daysAgo = (at: number | null, otherwise: number) => (at === null ? otherwise : Math.max(0, Math.min(span, today - Math.floor(at / DAY))));
  const from = daysAgo(view.after, span);
  const until = daysAgo(view.before, 0);
  const setFrom = (ago: number) => view.change({ after: ago >= span ? null : (today - ago) * DAY });
  const setUntil = (ago: number) => view.change({ before: ago <= 0 ? null : (today - ago + 1) * DAY - 1 });
  const typed = (text: string, end: boolean) => (text === "" ? null : new Date(`${text}T${end ? "23:59:59.999" : "00:00:00"}`).getTime());
  return (
    <section className={styles["range"]}>
      <h3 className={styles["heading"]}>Made between</h3>
      <div className={styles["dates"]}>
        <label className="small">
          From
          <input type="date" value={view.after === null ? "" : formatDate(view.after)} onChange={({ target }) => view.change({ after: typed(target.value, false) })} />
        </label>
        <label className="small">
          Until
          <input type="date" value={view.before === null ? "" : formatDate(view.before)} onChange={({ target }) => view.change({ before: typed(target.value, true) })} />
        </label>
      </div>
      <input type="range" min={0} max={span} value={span - from} aria-label="From" aria-valuetext={view.after === null ? "the beginning" : formatDate(view.after)} onChange={({ target }) => setFrom(span - Number(target.value))} />
      <input type="range" min={0} max={span} value={span - until} aria-label="Until" aria-valuetext={view.before === null ? "today" : formatDate(view.before)} onChange={({ target }) => setUntil(span - Number(target.value))} />
    </section>
  );
}
