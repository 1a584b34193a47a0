import { useEffect } from "react";
import { useLocation } from "react-router";
import { addressFromPath, formatAddress } from "@/lib/address";
import { noteRecent } from "@/lib/recents";
import { useSlots } from "@/lib/slots";
import { getPlatform } from "@/platform";

/** Title of the window after the view in it, and the list of recent places. */
export function useWindowTitle(): void {
  const { title, type } = useSlots();
  const { pathname } = useLocation();
  useEffect(() => {
    const text = title === "" ? "Cairn" : `${title} — Cairn`;
    document.title = text;
    getPlatform().window.setTitle(text);
    const address = addressFromPath(pathname);
    if (title !== "" && address?.collection !== undefined) noteRecent({ path: pathname, title: formatAddress({ ...address, entity: "" }).slice(1), type });
  }, [title, type, pathname]);
}
