/** Answers about runs over the same graph in memory. */
import type { CommandName, Commands, RunEdge, RunRow } from "@/api/bindings";
import { addressOf, type MockRun, type MockStore } from "./lineageData";
import { PROJECT } from "./mockData";

type Answers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };

export function runAnswers(store: MockStore, now: number, keyOf: (name: string) => string): Answers {
  const named = (name: string): MockRun => {
    const bare = name.replace(/^run:/, "");
    const run = bare.startsWith("#") ? store.runs.get(`r${bare.slice(1)}`) : [...store.runs.values()].find(({ id }) => id === bare);
    if (!run) throw { code: "not-found", message: `There is no run ${name}`, hint: null };
    return run;
  };
  const outcome = (summary: string) => ({ operation: 7, summary, changed: 1 });
  const rowOf = (run: MockRun): RunRow => ({
    key: Number(run.key.slice(1)),
    id: run.id,
    project: PROJECT,
    name: run.name,
    job_type: run.job,
    group: run.group,
    state: run.state,
    created_by: "ada",
    started_at: run.created,
    finished_at: run.finished,
    deleted_at: run.isDeleted ? now : null,
    inputs: store.edges.filter(({ to }) => to === run.key).length,
    outputs: store.edges.filter(({ from }) => from === run.key).length,
  });
  const edgeOf = (key: string, role: string | null): RunEdge[] => {
    const version = store.versions.get(key);
    if (!version) return [];
    return [{ version: Number(key.slice(1)), address: addressOf(version), type: version.type, state: ["committed", "deleted", "purged"][version.state] ?? "", aliases: version.aliases, size: version.size, role, actor: "ada", at: version.created }];
  };
  return {
    "run.list": ({ used, logged, text, state, rows: { start, count } }) => {
      const all = [...store.runs.values()]
        .filter((run) => !run.isDeleted)
        .filter((run) => used === null || store.edges.some(({ from, to }) => from === keyOf(used) && to === run.key))
        .filter((run) => logged === null || store.edges.some(({ from, to }) => from === run.key && to === keyOf(logged)))
        .filter((run) => `${run.name} ${run.id} ${run.job}`.includes(text ?? "") && (state === null || run.state === state))
        .toSorted((a, b) => b.created - a.created);
      return { total: all.length, start, rows: all.slice(start, start + count).map(rowOf) };
    },
    "run.show": ({ run: name }) => {
      const run = named(name);
      return {
        run: rowOf(run),
        config: run.config,
        summary: run.summary,
        host: "polaris",
        command: run.command,
        inputs: store.edges.filter(({ to }) => to === run.key).flatMap(({ from, role }) => edgeOf(from, role)),
        outputs: store.edges.filter(({ from }) => from === run.key).flatMap(({ to }) => edgeOf(to, null)),
      };
    },
    "run.start": ({ name, inputs, outputs, job_type: job, state }) => {
      const key = store.runs.size + 1;
      const id = `run-${String(key).padStart(4, "0")}`;
      store.runs.set(`r${key}`, { key: `r${key}`, id, name, job: job ?? "manual", group: "", state: state ?? "running", created: now, finished: null, isDeleted: false, config: "{}", summary: "{}", command: "" });
      for (const input of inputs) store.edges.push({ from: keyOf(input), to: `r${key}`, role: null });
      for (const output of outputs) store.edges.push({ from: `r${key}`, to: keyOf(output), role: null });
      return { key, id, project: PROJECT, name, outcome: outcome(`Recorded the run ${name}`) };
    },
    "run.finish": ({ run, state }) => {
      named(run).state = state ?? "finished";
      return outcome(`Finished ${named(run).name}`);
    },
    "run.edit": ({ run, name, job_type: job, group }) => {
      const found = named(run);
      Object.assign(found, { name: name ?? found.name, job: job ?? found.job, group: group ?? found.group });
      return outcome(`Changed the run ${found.name}`);
    },
    "run.delete": ({ run }) => {
      named(run).isDeleted = true;
      return outcome(`Deleted the run ${named(run).name}`);
    },
    "run.edge": ({ run, versions, kind, remove, role }) => {
      const { key, name } = named(run);
      for (const version of versions.map(keyOf)) {
        const [from, to] = kind === "used" ? [version, key] : [key, version];
        if (remove) store.edges = store.edges.filter((edge) => edge.from !== from || edge.to !== to);
        else store.edges.push({ from, to, role: role ?? null });
      }
      return outcome(`${remove ? "Took" : "Added"} ${versions.length === 1 ? "a version" : `${versions.length} versions`} ${remove ? "from" : "to"} ${name}`);
    },
    "run.reproduce": () => ({ job: 91 }),
    "host.save_as": ({ name }) => ({ path: `/home/ada/${name}` }),
  };
}
