import { useState } from "react";
import { useCommand, type CommandError, type RetentionAct, type RetentionPlan } from "@/api";
import { useDebounced } from "@/lib/debounce";

const REST_MS = 200;
const NOTHING: RetentionAct = { kind: "settings", default_ttl: null, trash_days: null, ttl_setters: null };

export interface Planned {
  /** The newest plan there is; the one before while the next is made or can't be. */
  plan: RetentionPlan | undefined;
  /** It is the plan of exactly this act. */
  isCurrent: boolean;
  /** Something changed since this act was first planned, and the plan with it. */
  hasChanged: boolean;
  error: CommandError | null;
}

/**
 * What an act would do; asked again once typing and ticking rest, and whenever the store changes. Answers to questions
 * that nobody asks any more are dropped. A null act can't be planned yet.
 */
export function usePlan(act: RetentionAct | null, isFrozen = false): Planned {
  const wanted = act === null ? null : JSON.stringify(act);
  const asked = useDebounced(wanted, REST_MS);
  const request = asked === null ? NOTHING : (JSON.parse(asked) as RetentionAct);
  const { data, error, isPlaceholderData } = useCommand("retention.plan", request, { isEnabled: asked !== null && !isFrozen, keepPrevious: true });
  const [last, setLast] = useState<{ asked: string; stamp: string; plan: RetentionPlan } | null>(null);
  const isSettled = asked !== null && data !== undefined && !isPlaceholderData;
  if (isSettled && last?.plan !== data) setLast({ asked, plan: data, stamp: last?.asked === asked ? last.stamp : data.stamp });
  return {
    plan: isSettled ? data : last?.plan,
    isCurrent: isSettled && asked === wanted,
    hasChanged: isSettled && last?.asked === asked && last.stamp !== data.stamp,
    error: asked === wanted ? error : null,
  };
}
