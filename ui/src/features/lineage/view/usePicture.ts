import { useEffect, useMemo, useRef } from "react";
import { useCommand, type CommandError, type LineageRequest } from "@/api";
import { Graph } from "../model/Graph";

export interface Picture {
  graph: Graph | null;
  error: CommandError | null;
  /** A newer one is on its way; the one before stays in view. */
  isWaiting: boolean;
  retry: () => void;
}

/** The picture of a part of the lineage. A change of what is folded names the picture before, so that what was there keeps its place. */
export function usePicture(of: LineageRequest, isDown: boolean, anchor: React.RefObject<string | null>, isEnabled: boolean): Picture {
  const last = useRef<{ token: string; about: string } | null>(null);
  const text = JSON.stringify(of);
  const request = useMemo(() => {
    const parsed = JSON.parse(text) as LineageRequest;
    const isSame = last.current?.about === aboutOf(parsed);
    return { of: parsed, direction: isDown ? "down" : null, previous: isSame ? (last.current?.token ?? null) : null, anchor: isSame ? anchor.current : null };
  }, [anchor, isDown, text]);
  const { data, error, isPlaceholderData, isFetching, refetch } = useCommand("lineage.picture", request, { keepPrevious: true, isEnabled, isWhole: true });
  useEffect(() => {
    if (data && !isPlaceholderData) last.current = { token: data.token, about: aboutOf(request.of) };
  }, [data, isPlaceholderData, request]);
  const graph = useMemo(() => (data ? new Graph(data, isDown) : null), [data, isDown]);
  return { graph: isEnabled ? graph : null, error, isWaiting: isPlaceholderData || (isFetching && !data), retry: () => void refetch() };
}

/** Pictures of the same thing grow out of each other; those of another begin anew. */
function aboutOf({ root, project, mode }: LineageRequest): string {
  return JSON.stringify([root, project, mode]);
}
