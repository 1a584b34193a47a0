import { useCommand, type CommandName } from "@/api";

/** Why whoever sits here may not use a command, as a sentence; null when they may. */
export function useRefusal(command: CommandName): string | null {
  const { data } = useCommand("session.show", {});
  return data?.refused.find((each) => each.command === command)?.reason ?? null;
}
