import { ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { call, describeError, useCommand } from "@/api";
import { TextField } from "@/components";
import { addressFromPath, addressPath, formatAddress, parseAddress, type Address } from "@/lib/address";
import { cx } from "@/lib/cx";
import { useSlots } from "@/lib/slots";
import styles from "./Breadcrumb.module.css";
import { OWN_PAGES } from "./routes";
import type { Shell } from "./useShell";

/** Letters that need no more room than a long name keeps when it gives way. */
const SHORT = 8;
/** More than these give way before the others do. */
const LONG = 20;

interface Crumb {
  text: string;
  path: string;
}

/** Where one is; every part leads there. Ctrl+L turns it into a field for an address. */
export function Breadcrumb({ shell }: { shell: Shell }) {
  const { pathname, search } = useLocation();
  const { type } = useSlots();
  if (shell.isEditingAddress) return <AddressField shell={shell} />;
  const crumbs = crumbsOf(pathname, search, type);
  const last = crumbs.at(-1);
  return (
    <nav aria-label="Place" className={styles["crumbs"]} onDoubleClick={shell.editAddress}>
      {crumbs.slice(0, -1).map(({ text, path }) => (
        <Fragment key={path}>
          <Link to={path} className={cx(styles["crumb"], text.length > SHORT && styles["long"], text.length > LONG && styles["longest"])} title={text}>
            {text}
          </Link>
          <ChevronRight aria-hidden="true" className={styles["arrow"]} />
        </Fragment>
      ))}
      <span className={styles["last"]} aria-current="page" title={last?.text}>
        {last?.text ?? "Cairn"}
      </span>
    </nav>
  );
}

function crumbsOf(pathname: string, search: string, shownType: string | null): Crumb[] {
  const page = OWN_PAGES.find(({ path }) => path === pathname);
  if (page) return [{ text: page.title, path: pathname }];
  const address = addressFromPath(pathname);
  if (!address?.project) return [];
  const { entity, project, collection, suffix } = address;
  const type = collection === undefined ? new URLSearchParams(search).get("type") : shownType;
  const projectPath = addressPath({ entity, project });
  const crumbs = [{ text: project, path: projectPath }];
  if (type !== null) crumbs.push({ text: type, path: `${projectPath}?type=${encodeURIComponent(type)}` });
  if (collection !== undefined) crumbs.push({ text: collection, path: addressPath({ entity, project, collection }) });
  if (suffix !== undefined) crumbs.push({ text: suffix, path: pathname });
  return crumbs;
}

function AddressField({ shell }: { shell: Shell }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { data: store } = useCommand("store.info", {});
  const here = addressFromPath(pathname);
  const [text, setText] = useState(here ? formatAddress(here) : "");
  const [error, setError] = useState<string | null>(null);
  const open = async () => {
    try {
      const path = await resolvePath(text, store?.default_entity, store?.default_project);
      shell.stopEditingAddress();
      void navigate(path);
      document.querySelector<HTMLElement>("[data-pane=content]")?.focus();
    } catch (failure) {
      setError(describeError(failure).message);
    }
  };
  return (
    <form
      className={styles["field"]}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
      onKeyDown={(event) => event.key === "Escape" && shell.stopEditingAddress()}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || shell.stopEditingAddress()}
    >
      <TextField
        label="Address"
        hideLabel
        isMono
        autoFocus
        value={text}
        onChange={(next) => {
          setText(next);
          setError(null);
        }}
        error={error}
        className={styles["input"] ?? ""}
        onFocus={({ target }) => target instanceof HTMLInputElement && target.select()}
      />
    </form>
  );
}

/** The engine knows what an address means; a project's is taken as it stands. */
async function resolvePath(text: string, entity = "", project = ""): Promise<string> {
  const resolved = await call("address.resolve", { address: text.trim() });
  const query = resolved.query ? `?${resolved.query.replace(/^\?/, "")}` : "";
  const address: Address | null = parseAddress(resolved.address.split("/").length === 2 ? `/${resolved.address}` : resolved.address, { entity, project });
  return (address ? addressPath(address) : "/") + query;
}
