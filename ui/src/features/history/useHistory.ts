import { useInfiniteQuery } from "@tanstack/react-query";
import { call, type CommandError, type HistoryPage, type Operation } from "@/api";

const PAGE = 60;

export interface History {
  operations: readonly Operation[];
  error: CommandError | null;
  isLoading: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** Operations, newest first, page by page. The key begins with the command, so that a change makes all pages stale. */
export function useHistory(subject: string | null): History {
  const query = useInfiniteQuery<HistoryPage, CommandError, { pages: HistoryPage[] }, readonly unknown[], number | null>({
    queryKey: ["history.list", { subject }],
    queryFn: ({ pageParam, signal }) => call("history.list", { subject, before: pageParam, count: PAGE }, signal),
    initialPageParam: null,
    getNextPageParam: ({ rows, more }) => (more ? (rows.at(-1)?.id ?? null) : null),
  });
  return {
    operations: query.data?.pages.flatMap(({ rows }) => rows) ?? [],
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
