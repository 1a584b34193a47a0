/** Server state lives in Query only: an answer is kept under [command, request] and goes stale by cache tags. */
import { keepPreviousData, QueryClient, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { COMMANDS, type CommandName, type Tag } from "./bindings";
import { call, CommandError, whenForbidden, type Request, type Response } from "./client";

/** Failures that a second try can mend without the person doing something. */
const PASSING = new Set(["io", "server-unreachable"]);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Changes are told (here or by events), so an answer stays good until then.
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: (count, error) => count < 2 && error instanceof CommandError && PASSING.has(error.code),
        retryDelay: (count) => 500 * 2 ** count,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

export const queryClient = createQueryClient();
whenForbidden(() => void queryClient.invalidateQueries({ queryKey: ["session.show"] }));

export interface CommandOptions<K extends CommandName, T = Response<K>> {
  /** False: not asked yet. */
  isEnabled?: boolean;
  /** Keeps the old answer in view while the next request runs (typing a filter, paging). */
  keepPrevious?: boolean;
  select?: (response: Response<K>) => T;
  /** A large answer that is taken as a whole: it isn't compared part by part with the one before. */
  isWhole?: boolean;
}

/** The answer of a reading command, kept fresh by its tags. */
export function useCommand<K extends CommandName, T = Response<K>>(name: K, request: Request<K>, { isEnabled = true, keepPrevious = false, select, isWhole = false }: CommandOptions<K, T> = {}): UseQueryResult<T, CommandError> {
  return useQuery<Response<K>, CommandError, T>({
    queryKey: [name, request],
    queryFn: ({ signal }) => call(name, request, signal),
    enabled: isEnabled,
    ...(keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
    ...(select ? { select } : {}),
    ...(isWhole ? { structuralSharing: false as const, gcTime: 30_000 } : {}),
  });
}

/** Asks once and keeps the answer as `useCommand` does; for code outside components. */
export function fetchCommand<K extends CommandName>(name: K, request: Request<K>): Promise<Response<K>> {
  return queryClient.fetchQuery<Response<K>>({ queryKey: [name, request], queryFn: ({ signal }) => call(name, request, signal) });
}

/** Calls a writing command and makes stale what it changes. */
export async function mutate<K extends CommandName>(name: K, request: Request<K>): Promise<Response<K>> {
  const response = await call(name, request);
  invalidateTags(COMMANDS[name].tags);
  return response;
}

/** `mutate` with its state, for buttons and dialogs. */
export function useCommandMutation<K extends CommandName>(name: K): UseMutationResult<Response<K>, CommandError, Request<K>> {
  return useMutation<Response<K>, CommandError, Request<K>>({ mutationFn: (request) => mutate(name, request) });
}

const revisions = new Map<Tag, number>();
const listeners = new Set<() => void>();

/** Makes every kept answer with one of these tags stale; what is in view is asked again at once. */
export function invalidateTags(tags: readonly Tag[]): void {
  if (tags.length === 0) return;
  for (const tag of tags) revisions.set(tag, (revisions.get(tag) ?? 0) + 1);
  void queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => hasTag(name, tags) }, { cancelRefetch: false });
  for (const listener of listeners) listener();
}

export function invalidateAll(): void {
  invalidateTags([...new Set(Object.values(COMMANDS).flatMap((command) => command.tags))]);
}

function hasTag(name: unknown, tags: readonly Tag[]): boolean {
  const command = COMMANDS[name as CommandName] as (typeof COMMANDS)[CommandName] | undefined;
  return command !== undefined && command.kind === "read" && command.tags.some((tag) => tags.includes(tag));
}

/** A number that grows whenever one of the tags goes stale: part of a DataGrid's `dataKey`. */
export function useRevision(...tags: Tag[]): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => tags.reduce((sum, tag) => sum + (revisions.get(tag) ?? 0), 0),
  );
}
