import { useEffect, useRef, useState } from "react";
import { call, type CommandError, type LogOptions, type LogPlan, type LogSource } from "@/api";

const POLL_MS = 150;
const START_MS = 120;

export interface PlanState {
  plan: LogPlan | null;
  /** Why there is no plan. */
  error: CommandError | Error | null;
  retry: () => void;
  /** Leaves the plan to whoever uses it next; else it is dropped when this ends. */
  handOver: () => void;
}

/**
 * What logging would store, as the engine finds out: a plan per choice of paths and options, asked again until every file was
 * looked at. Another name only compares anew. A plan that is no longer needed is dropped.
 */
export function usePlan(sources: readonly LogSource[], options: LogOptions, project: string | null, name: string | null): PlanState {
  const [plan, setPlan] = useState<LogPlan | null>(null);
  const [error, setError] = useState<CommandError | Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  const isHandedOver = useRef(false);
  const wanted = useRef(name);
  const key = JSON.stringify({ sources, options, project });
  const poke = useRef<() => void>(() => undefined);

  useEffect(() => {
    const watch = new PlanWatch(key, wanted, setPlan, setError);
    poke.current = () => watch.ask();
    setError(null);
    return () => watch.stop(isHandedOver.current);
  }, [key, attempt]);

  useEffect(() => {
    if (wanted.current === name) return;
    wanted.current = name;
    poke.current();
  }, [name]);

  const hasSources = sources.length > 0;
  return {
    plan: hasSources ? plan : null,
    error: hasSources ? error : null,
    retry: () => setAttempt((before) => before + 1),
    handOver: () => {
      isHandedOver.current = true;
    },
  };
}

/** One plan from its start to its drop; answers that come too late are left aside. */
class PlanWatch {
  #id: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;
  #serial = 0;
  #name: { current: string | null };
  #tell: (plan: LogPlan | null) => void;
  #fail: (error: CommandError | Error) => void;

  constructor(key: string, name: { current: string | null }, tell: (plan: LogPlan | null) => void, fail: (error: CommandError | Error) => void) {
    this.#name = name;
    this.#tell = tell;
    this.#fail = fail;
    const request = JSON.parse(key) as { sources: LogSource[]; options: LogOptions; project: string | null };
    if (request.sources.length > 0) this.#timer = setTimeout(() => void this.#start(request), START_MS);
  }

  /** Asks how far it is, now and until it is done. */
  ask(): void {
    clearTimeout(this.#timer);
    if (this.#id !== null) this.#timer = setTimeout(() => void this.#get(), 0);
  }

  stop(isHandedOver: boolean): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (this.#id !== null && !isHandedOver) drop(this.#id);
  }

  async #start(request: { sources: LogSource[]; options: LogOptions; project: string | null }): Promise<void> {
    try {
      const asked = this.#name.current;
      const plan = await call("log.plan", { ...request, name: asked });
      if (this.#isStopped) return drop(plan.plan);
      this.#id = plan.plan;
      this.#take(plan);
      if (asked !== this.#name.current) this.ask();
    } catch (error) {
      if (this.#isStopped) return;
      this.#tell(null);
      this.#fail(error as CommandError);
    }
  }

  async #get(): Promise<void> {
    if (this.#id === null || this.#isStopped) return;
    this.#serial += 1;
    const serial = this.#serial;
    try {
      const plan = await call("log.plan_get", { plan: this.#id, name: this.#name.current });
      if (!this.#isStopped && serial === this.#serial) this.#take(plan);
    } catch (error) {
      if (!this.#isStopped && serial === this.#serial) this.#fail(error as CommandError);
    }
  }

  #take(plan: LogPlan): void {
    this.#tell(plan);
    if (!plan.done && plan.error === null) this.#timer = setTimeout(() => void this.#get(), POLL_MS);
  }
}

/** A plan that can't be dropped is forgotten by the engine in time. */
function drop(plan: number): void {
  call("log.plan_drop", { plan, name: null }).catch(() => undefined);
}
