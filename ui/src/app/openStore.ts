import { call, invalidateAll, tellError } from "@/api";
import { getPlatform } from "@/platform";

/** Lets the person choose a folder and opens the store in it; a missing or empty folder becomes a new store. */
export async function chooseStore(): Promise<void> {
  try {
    const [path] = await getPlatform().pickFolder();
    if (path !== undefined) await openStore(path);
  } catch (error) {
    tellError(error);
  }
}

export async function openStore(path: string): Promise<void> {
  try {
    await call("store.open", { path, create: true });
    invalidateAll();
  } catch (error) {
    tellError(error);
  }
}
