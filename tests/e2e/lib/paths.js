/** Where things are. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const reports = path.join(root, "reports", "e2e");

/** Release programs: those are what people get, and some defects show only there. */
const programs = process.env.CAIRN_BIN ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "release");

/** Path of one of the programs that are tested: `cairn`, `cairnctl`. */
export function program(name) {
  const file = path.join(programs, name);
  if (!existsSync(file)) throw new Error(`${file} is missing; \`make release\` builds it`);
  return file;
}

/** A folder for one test, with a cleanup. The path is short: sockets lie in it. */
export async function scratch(test) {
  const folder = await mkdtemp(path.join(tmpdir(), "cairn-e2e-"));
  test?.cleanup(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
