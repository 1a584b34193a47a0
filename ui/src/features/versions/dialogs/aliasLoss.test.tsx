import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { RetentionPlan } from "@/api";
import { renderApp } from "@/testing/render";
import { consentWords, lossHint, useAliasLoss } from "./aliasLoss";

const COLLECTION = "ada/plankton/plankton-train";

function Loss({ names, ids }: { names: string[]; ids: number[] }) {
  const plan = { versions: ids.length, aliases: names.map((name) => `${COLLECTION}:${name}`), alias_count: names.length } as RetentionPlan;
  const loss = useAliasLoss(plan, { kind: "versions", versions: ids }, COLLECTION);
  return loss ? <p role="status">{`${consentWords(loss, ids.length)} | ${lossHint(loss)}`}</p> : null;
}

const says = (names: string[], ids: number[], words: string) => {
  renderApp(<Loss names={names} ids={ids} />);
  return waitFor(() => expect(screen.getByText(words)).toBeTruthy());
};

describe("what deleting does to aliases", () => {
  it("names what latest means then", () => says(["latest"], [214], "Delete it although “latest” means it | “latest” then means v212."));
  it("passes over those that go, too", () => says(["latest"], [214, 213], "Delete them although “latest” means one of them | “latest” then means v211."));
  it("lists the others by themselves", () => says(["latest", "best", "prod"], [214], "Delete 2 aliases, too | best, prod. “latest” then means v212. Undo and Restore bring the aliases back."));
  it("says of others that they come back", () => says(["best"], [207], "Delete the alias best, too | Undo and Restore bring it back."));
});
