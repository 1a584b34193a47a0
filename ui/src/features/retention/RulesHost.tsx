import { lazy, Suspense } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useCommand } from "@/api";
import { addressFromPath } from "@/lib/address";
import { useCommandHandler } from "@/lib/commands";
import { openRules, rulesOpener } from "./opener";

const RulesDialog = lazy(() => import("./RulesDialog"));

/** Carries out "Retention rules…" and draws the dialog; once in the window. */
export function RulesHost() {
  const wish = rulesOpener.use();
  const here = useHere();
  useCommandHandler("rules.open", here === null ? null : () => openRules());
  const target = wish?.target ?? here;
  if (wish === null || target === null) return null;
  return (
    <Suspense fallback={null}>
      <RulesDialog first={target} onClose={rulesOpener.close} />
    </Suspense>
  );
}

/** The collection or project in view, else the first project there is. */
function useHere(): string | null {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const { data: projects } = useCommand("project.list", {});
  const address = addressFromPath(pathname);
  if (address?.project !== undefined) return [address.entity, address.project, ...(address.collection === undefined ? [] : [address.collection])].join("/");
  const named = params.get("project");
  const known = projects?.find((project) => project.address === named) ?? projects?.toSorted((a, b) => b.versions - a.versions)[0];
  return known?.address ?? null;
}
