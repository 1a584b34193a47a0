import { lazy, Suspense, useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { tellError, useCommand } from "@/api";
import { useCommandHandler } from "@/lib/commands";
import { useRefusal } from "@/lib/refusal";
import { getPlatform } from "@/platform";
import { pageTarget, targetWish } from "./dropTargets";
import { logOpener, openLogSheet } from "./opener";
import { useBrowserDrops, useDrops } from "./useDrops";
import { usePaste } from "./usePaste";

const loadDrop = () => import("./DropLayer");
const loadSheet = () => import("./LogSheet");
const DropLayer = lazy(() => loadDrop().then(({ DropLayer: component }) => ({ default: component })));
const LogSheet = lazy(() => loadSheet().then(({ LogSheet: component }) => ({ default: component })));
/** After the first paint, so that neither a drop nor the command waits for its code. */
const FETCH_MS = 1500;

/** Everything that begins a log: drops, pasted paths, the commands, and the sheet itself. Mounted once in the window. */
export function IngestHost() {
  const location = useLocation();
  const navigate = useNavigate();
  const { data: store } = useCommand("store.info", {});
  const denied = store?.read_only ? `The store can't be written: ${store.read_only}` : null;
  const wish = logOpener.use();
  const refused = useRefusal("log.start");
  const hover = useDrops(location, denied ?? refused);
  useBrowserDrops();
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadDrop(), loadSheet()]), FETCH_MS);
    return () => clearTimeout(timer);
  }, []);

  const open = (paths?: readonly string[]) => openLogSheet({ ...targetWish(pageTarget(location), location), ...(paths ? { paths } : {}) });
  const pick = (choose: () => Promise<string[]>) => void choose().then((paths) => paths.length > 0 && open(paths), tellError);
  const may = denied === null;
  usePaste(may && refused === null ? open : null);
  useCommandHandler("log.new", may ? () => open() : null);
  useCommandHandler("log.files", may ? () => pick(getPlatform().pickFiles) : null);
  useCommandHandler("log.folder", may ? () => pick(getPlatform().pickFolder) : null);
  return (
    <Suspense fallback={null}>
      {hover ? <DropLayer {...hover} /> : null}
      {wish ? <LogSheet key={wishKey(wish)} wish={wish} onClose={logOpener.close} go={(path) => void navigate(path)} /> : null}
    </Suspense>
  );
}

let serial = 0;
const keys = new WeakMap<object, number>();

/** Each opening is a sheet of its own, also when one is open already. */
function wishKey(wish: object): number {
  const known = keys.get(wish);
  if (known !== undefined) return known;
  serial += 1;
  keys.set(wish, serial);
  return serial;
}
