import type { ReactNode } from "react";
import { useCommand } from "@/api";
import { Skeleton } from "@/components";
import { StoreTrouble } from "./StoreTrouble";

/** Lets the window through once a store is open, and says what is wrong when none is. */
export function StoreGate({ children }: { children: ReactNode }) {
  const host = useCommand("host.info", {});
  const store = useCommand("store.info", {}, { isEnabled: host.isSuccess && host.data.store_error === null });
  const failure = host.data?.store_error ?? host.error ?? store.error;
  if (failure) {
    return (
      <StoreTrouble
        failure={failure}
        host={host.data}
        onRetry={() => {
          void host.refetch();
          if (store.isError) void store.refetch();
        }}
      />
    );
  }
  if (!store.data) return <Skeleton label={describeLoading(host.isSuccess)} lines={0} />;
  return children;
}

function describeLoading(isStore: boolean): string {
  return isStore ? "the store" : "Cairn";
}

