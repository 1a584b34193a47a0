import { useEffect } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "@/api";
import { Skeleton } from "@/components";
import { addressPath } from "@/lib/address";
import { readKept } from "@/lib/persist";
import { useLastPlace } from "./lastPlace";
import { Welcome } from "./Welcome";

/** The place where the window was closed, the project used last, else the default one; in an empty store, the welcome. */
export function StartPage() {
  const { data: store } = useCommand("store.info", {});
  const { data: projects } = useCommand("project.list", {});
  const place = useLastPlace();
  if (!store || !projects || place === undefined) return <Skeleton label="the store" />;
  if (store.versions + store.trashed + store.collections === 0) return <Welcome />;
  if (place !== null) return <GoOn to={place} />;
  const last = readKept<string | null>("lastProject", null);
  const project = projects.find(({ address }) => address === last) ?? projects.find(({ name, entity }) => name === store.default_project && entity === store.default_entity) ?? projects[0];
  if (!project) return <Welcome />;
  return <GoOn to={addressPath({ entity: project.entity, project: project.name })} />;
}

/** Goes on from the start, unless a link was followed in the meantime: this page stays in view while that one's is fetched. */
function GoOn({ to }: { to: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    if (globalThis.location.pathname === "/") void navigate(to, { replace: true });
  }, [navigate, to]);
  return null;
}
