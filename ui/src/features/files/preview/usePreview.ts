import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { call, type CommandError } from "@/api";
import { nextOffset, parsePreview, type Preview, type ViewerKind } from "./types";

/** Pages are megabytes, so they are forgotten soon after the file is out of view. */
const KEPT_MS = 20_000;
/** More than this isn't gathered in one view; what people want then is the file itself. */
const MOST_PAGES = 64;

export interface PreviewState {
  pages: readonly Preview[];
  /** Bytes of the file. */
  size: number;
  isLoading: boolean;
  error: CommandError | Error | null;
  retry: () => void;
  /** Loads the next page; missing at the end and while it comes. */
  more: (() => void) | null;
  isLoadingMore: boolean;
}

/** A file made visible, page by page. */
export function usePreview(version: string, path: string, viewer: ViewerKind): PreviewState {
  const query = useInfiniteQuery({
    queryKey: ["file.preview", { version, path, viewer }],
    queryFn: async ({ pageParam, signal }) => {
      const { preview, size } = await call("file.preview", { version, path, ...pageParam }, signal);
      return { preview: parsePreview(preview), size };
    },
    initialPageParam: { viewer: viewer as ViewerKind, offset: 0 },
    getNextPageParam: (_, pages) => {
      const offset = pages.length < MOST_PAGES ? nextOffset(pages.map(({ preview }) => preview)) : null;
      // The middle of a file doesn't tell what it is: the first page has decided.
      return offset === null ? null : { viewer: pages[0]?.preview.kind ?? viewer, offset };
    },
    gcTime: KEPT_MS,
    retry: false,
    placeholderData: (previous, before) => (before?.queryKey[1] !== undefined && sameFile(before.queryKey[1], version, path) ? keepPreviousData(previous) : undefined),
  });
  const found = query.data?.pages ?? [];
  return {
    pages: found.map(({ preview }) => preview),
    size: found[0]?.size ?? 0,
    isLoading: query.isPending,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
    more: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : null,
    isLoadingMore: query.isFetchingNextPage,
  };
}

/** Another viewer of the same file may leave the old picture in view until it is there; another file may not. */
function sameFile(key: unknown, version: string, path: string): boolean {
  return typeof key === "object" && key !== null && "path" in key && "version" in key && key.path === path && key.version === version;
}
