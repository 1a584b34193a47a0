/** What folders take, counted by hand. */
import { lstat, readdir } from "node:fs/promises";
import path from "node:path";

/** Lengths of everything below, files and folders, as `du --apparent-size` adds them up. */
export async function apparent(folder) {
  let sum = (await lstat(folder)).size;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const each = path.join(folder, entry.name);
    sum += entry.isDirectory() ? await apparent(each) : (await lstat(each).catch(() => ({ size: 0 }))).size;
  }
  return sum;
}
