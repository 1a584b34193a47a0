import { useEffect } from "react";
import { useCommand, type Session } from "@/api";
import { setRefusals } from "@/lib/refusal";

/** Who is signed in; while mounted, controls are disabled by what this session may not do. */
export function useSession(): Session | undefined {
  const { data } = useCommand("session.show", {});
  useEffect(() => setRefusals(data), [data]);
  return data;
}
