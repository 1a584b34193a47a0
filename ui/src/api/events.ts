/** The change feed: what other windows, scripts and jobs did shows here within a moment, and selection stays. */
import { getPlatform, type Unsubscribe } from "@/platform";
import type { Event, Job, Tag } from "./bindings";
import { invalidateAll, invalidateTags, queryClient } from "./queries";

const GATHER_MS = 60;
const pending = new Set<Tag>();
let timer: ReturnType<typeof setTimeout> | undefined;

type Listener = (event: Event) => void;
const listeners = new Set<Listener>();

/** Every event as it comes, for what isn't a cached answer (deep links, toasts of finished jobs). */
export function onEvent(listener: Listener): Unsubscribe {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Connects the feed to the cache; once per window. */
export function connectEvents(): Unsubscribe {
  return getPlatform().subscribe(handle, invalidateAll);
}

export function handle(event: Event): void {
  if (event.kind === "changed") gather(event.tags as Tag[]);
  else if (event.kind === "job") putJob(event.job);
  else if (event.kind === "store") invalidateAll();
  for (const listener of listeners) listener(event);
}

/** A bulk edit tells many changes in a row; one refresh serves them. */
function gather(tags: readonly Tag[]): void {
  for (const tag of tags) pending.add(tag);
  timer ??= setTimeout(() => {
    timer = undefined;
    const all = [...pending];
    pending.clear();
    invalidateTags(all);
  }, GATHER_MS);
}

/** Progress comes up to ten times a second, so it goes straight into the kept list. */
function putJob(job: Job): void {
  queryClient.setQueryData<Job[]>(["job.list", {}], (jobs = []) => (jobs.some(({ id }) => id === job.id) ? jobs.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs]));
}
