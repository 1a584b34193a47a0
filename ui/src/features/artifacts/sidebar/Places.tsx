import { Pin as PinIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { useCommand } from "@/api";
import { Button, ContextMenu, CutText, TypeIcon } from "@/components";
import { addressFromPath, formatAddress, suffixOf } from "@/lib/address";
import { cx } from "@/lib/cx";
import { forgetRecent, useRecents, type Recent } from "@/lib/recents";
import { CollectionMenu } from "../CollectionMenu";
import { pathOf, projectOf } from "../paths";
import { usePins, type Pin } from "../pins";
import styles from "./Sidebar.module.css";

const MOST_RECENTS = 4;

type Go = { go: (path: string) => void };

/** Pinned collections. One that was deleted isn't shown, and comes back with a restore. */
export function Pins({ go }: Go) {
  const pins = usePins();
  if (pins.length === 0) return null;
  return (
    <>
      <h2 className={styles["heading"]}>Pinned</h2>
      <ul className={styles["places"]}>
        {pins.map((pin) => (
          <PinEntry key={pin.address} pin={pin} go={go} />
        ))}
      </ul>
    </>
  );
}

function PinEntry({ pin, go }: Go & { pin: Pin }) {
  const { error } = useCommand("collection.show", { collection: pin.address });
  const path = pathOf(pin.address);
  if (error) return null;
  const menu = () => <CollectionMenu row={pin} project={projectOf(pin.address)} go={go} />;
  return (
    <li data-drop-collection={pin.address}>
      <ContextMenu label={`Actions for ${pin.name}`} menu={menu}>
        <Entry path={path} title={pin.name} icon={<PinIcon aria-hidden="true" />} go={go} />
      </ContextMenu>
    </li>
  );
}

/** Places visited lately, the one in view among them: what stands below stays where it is when one leaves it. */
export function Recents({ go }: Go) {
  const recents = useSteady(useRecents().slice(0, MOST_RECENTS));
  if (recents.length === 0) return null;
  return (
    <>
      <h2 className={styles["heading"]}>Recent</h2>
      <ul className={styles["places"]}>
        {recents.map((recent) => (
          <RecentEntry key={recent.path} recent={recent} go={go} />
        ))}
      </ul>
    </>
  );
}

/** In the order in which they stood; new ones on top. Going to one doesn't move it from under the pointer. */
function useSteady(recents: readonly Recent[]): readonly Recent[] {
  const [order, setOrder] = useState<readonly string[]>([]);
  const places = recents.map(({ path }) => path);
  const kept = order.filter((path) => places.includes(path));
  const now = [...places.filter((path) => !kept.includes(path)), ...kept];
  if (now.join("\n") !== order.join("\n")) setOrder(now);
  return recents.toSorted((a, b) => now.indexOf(a.path) - now.indexOf(b.path));
}

function RecentEntry({ recent: { path, title, type }, go }: Go & { recent: Recent }) {
  const address = addressFromPath(path);
  const { data, error } = useCommand("address.resolve", { address: address ? formatAddress(address) : "" }, { isEnabled: address !== null });
  const isGone = address === null || error?.code === "not-found" || error?.code === "deleted" || data?.kind === "deleted";
  useEffect(() => {
    if (isGone) forgetRecent(path);
  }, [isGone, path]);
  if (isGone) return null;
  const name = title.split("/").at(-1) ?? title;
  return (
    <li>
      <Entry path={path} title={name} icon={type === null ? null : <TypeIcon type={type} size="small" />} go={go} />
    </li>
  );
}

function Entry({ path, title, icon, go }: Go & { path: string; title: string; icon: React.ReactNode }) {
  const { pathname } = useLocation();
  const isHere = pathname === path;
  return (
    <Button kind="quiet" aria-label={title} className={cx(styles["entry"], isHere && styles["selected"])} aria-current={isHere ? "page" : undefined} onPress={() => go(path)}>
      {icon}
      <CutText text={title} tail={suffixOf(title)} className="grow" />
    </Button>
  );
}
