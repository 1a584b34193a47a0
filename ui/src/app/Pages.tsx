import { Link, Route, Routes, useParams } from "react-router";
import { EmptyState } from "@/components";
import { addressFromPath } from "@/lib/address";
import { CollectionPage, OWN_PAGES, ProjectPage, VersionPage } from "./routes";
import { StartPage } from "./StartPage";

/** The view in the middle, by route. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<StartPage />} />
      {OWN_PAGES.map(({ path, Component }) => (
        <Route key={path} path={path} element={<Component />} />
      ))}
      <Route path="/:entity/:project" element={<AddressPage />} />
      <Route path="/:entity/:project/:collection" element={<AddressPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}

function AddressPage() {
  const { entity = "", project = "", collection } = useParams();
  const path = [entity, project, collection].filter((part) => part !== undefined);
  const found = addressFromPath(`/${path.map((part, at) => (at < 2 ? encodeURIComponent(part) : encodeLast(part))).join("/")}`);
  const address = { ...found, entity, project };
  if (address.collection === undefined) return <ProjectPage address={address} />;
  // Another collection is another view: nothing of its selection or scroll place may stay.
  const key = `${entity}/${project}/${address.collection}`;
  return address.suffix === undefined ? <CollectionPage key={key} address={address} /> : <VersionPage key={`${key}:${address.suffix}`} address={address} />;
}

/** The router has decoded the part; its first colon still parts name and suffix, names have none. */
function encodeLast(part: string): string {
  const at = part.indexOf(":");
  return at < 0 ? encodeURIComponent(part) : `${encodeURIComponent(part.slice(0, at))}:${encodeURIComponent(part.slice(at + 1))}`;
}

function NoPage() {
  return (
    <EmptyState title="There is no such place" action={<Link to="/">Go to the start</Link>}>
      The address may be mistyped, or from a newer Cairn.
    </EmptyState>
  );
}
