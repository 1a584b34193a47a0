/** Stores to look at: little, few, ordinary and extreme. Each gives the names that the screens need. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { kindsFolder, mixedFolder, oddFolder } from "../lib/samples.js";

/** A store with nothing in it; the server makes it. */
export const empty = async () => undefined;

/** What a person has after the first day: one collection, logged twice. */
export async function few(host) {
  await mkdir(host.work, { recursive: true });
  for (const marker of ["first", "second"]) {
    const folder = await mixedFolder(host.work, "holdout", marker);
    await host.ctl("log", folder, "--name", "holdout", "--type", "dataset", "--metadata", JSON.stringify({ marker, stations: 4 }));
  }
}

/** What a person sees who tries the samples, and a second project with a file of each kind. */
export async function ordinary(host) {
  await host.ctl("sample");
  await kinds(host);
}

async function kinds(host) {
  await mkdir(host.work, { recursive: true });
  for (const marker of ["first", "second"]) {
    const { folder } = await kindsFolder(host.work, marker, marker);
    await host.ctl("--project", "gallery", "log", folder, "--name", "kinds", "--type", "dataset", "--metadata", JSON.stringify({ marker, loss: marker === "first" ? 0.31 : 0.27, layers: [64, 128], ...(marker === "first" ? { gone: true } : { added: { deep: "text" } }) }));
  }
}

export const LONG = `plankton-${"imagery-of-the-northern-stations-".repeat(4)}`.slice(0, 128);
const VERSIONS = 120;

/** Names as long as they may be, 40 aliases and tags, a collection of many versions, odd file names, deep metadata. */
export async function extreme(host) {
  await mkdir(host.work, { recursive: true });
  const { folder } = await oddFolder(host.work);
  const labels = Array.from({ length: 40 }, (_, at) => ["--alias", `candidate-${String(at).padStart(2, "0")}`, "--tag", `reviewed by team ${at}`]).flat();
  const metadata = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`metric-${at}`, { mean: at / 7, history: [at, at + 1, { note: "w".repeat(200) }] }]));
  await writeFile(path.join(host.work, "metadata.json"), JSON.stringify(metadata));
  const description = `# A long story\n\n${"Every station was visited twice. ".repeat(60)}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`;
  await host.ctl("log", folder, "--name", LONG, "--type", "t".repeat(128), "--description", description, "--metadata", `@${path.join(host.work, "metadata.json")}`, ...labels);
  await host.ctl("log", await mixedFolder(host.work, "second", "second"), "--name", LONG, "--type", "t".repeat(128), "--ttl", "30d", ...labels.slice(0, 80));
  const counter = path.join(host.work, "counter.txt");
  for (let version = 0; version < VERSIONS; version += 1) {
    await writeFile(counter, `${version}\n`.repeat(1 + (version % 50)));
    await host.ctl("log", counter, "--name", "nightly", "--type", "dataset", "--metadata", JSON.stringify({ acc: version / VERSIONS, step: version }));
  }
  await host.ctl("rm", "nightly:v7");
  await kinds(host);
}

/** The places of a store: of its fullest project, the collection named, of the sample the one with files of every kind, or that with most versions. */
export async function namesOf(host, wanted = "vit-plankton") {
  const folder = await mixedFolder(host.work, "to log", "to log");
  const projects = await host.ctl("projects");
  const project = projects.toSorted((a, b) => b.versions - a.versions)[0]?.address;
  if (!project) return { projectPath: "/", path: null, folder };
  const projectPath = `/${project.split("/").map(encodeURIComponent).join("/")}`;
  const collections = await host.ctl("--project", project, "collections");
  const chosen = collections.find(({ name }) => name === wanted) ?? collections.toSorted((a, b) => b.versions - a.versions)[0];
  if (!chosen) return { projectPath, path: null, folder };
  const address = `${project}/${chosen.name}`;
  const { index } = await host.ctl("show", `${address}:latest`);
  const gallery = projects.find(({ name }) => name === "gallery");
  return { kinds: gallery && `/${gallery.address}/kinds`, projectPath, path: `${projectPath}/${encodeURIComponent(chosen.name)}`, address, type: chosen.type, index, name: chosen.name, folder };
}
