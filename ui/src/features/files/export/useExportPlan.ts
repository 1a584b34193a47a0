import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call, type CommandError, type ExportPlan, type ExportRequest } from "@/api";
import { useDebounced } from "@/lib/debounce";

const TYPING_MS = 200;

/** What an export would do, as the folder is at the moment; asked anew whenever the wish changes. Never kept: folders change unseen. */
export function useExportPlan(request: ExportRequest, isEnabled: boolean) {
  const settled = useDebounced(JSON.stringify(request), TYPING_MS);
  const query = useQuery<ExportPlan, CommandError>({
    queryKey: ["export.plan", settled],
    queryFn: ({ signal }) => call("export.plan", JSON.parse(settled) as ExportRequest, signal),
    enabled: isEnabled,
    gcTime: 0,
    staleTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isStale = query.isPlaceholderData || settled !== JSON.stringify(request);
  return { plan: query.data, error: query.error, isStale, refresh: () => void query.refetch() };
}
