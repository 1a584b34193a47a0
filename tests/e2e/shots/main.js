/**
 * Pictures of every screen: three sizes, light and dark, with little, few, ordinary and extreme data.
 *
 *   tests/e2e/run shots DIR [WORDS]…   only screens whose names contain one of the words; sizes ("1024x600"), themes ("dark")
 *                                      and data ("extreme") among the words narrow those
 *   tests/e2e/run shots --readme       docs/window.png, from the real window
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Host, closeBrowser } from "../web/host.js";
import { SCREENS, settled } from "../web/screens.js";
import { empty, extreme, few, LONG, namesOf, ordinary } from "../web/stores.js";
import { scratch } from "../lib/paths.js";
import { readmePicture } from "./readme.js";

const SIZES = [[1280, 800], [1024, 600], [1920, 1080]];
const THEMES = ["light", "dark"];
const PLACES = ["/", "/-/lineage", "/-/runs", "/-/history", "/-/storage", "/-/trash", "/-/activity", "/-/settings", "/-/compare"];
const EMPTY = PLACES.map((place) => ({ name: place === "/" ? "welcome" : place.slice(3), open: async (page, host) => (await page.goto(host.at(place)), settled(page)) }));
/** Screens that show files of every kind, a run or something deleted: a store of two versions has none. */
const NOT_OF_FEW = /^(preview-|quick-look|metadata-(edit|changes)|run$|trash-|dialog-(trash|restore|ttl-past))/;
const DATA = [
  { name: "little", fill: empty, screens: EMPTY },
  { name: "few", fill: few, screens: SCREENS.filter(({ name }) => !NOT_OF_FEW.test(name)) },
  { name: "ordinary", fill: ordinary, screens: SCREENS },
  { name: "extreme", fill: extreme, wanted: LONG, screens: SCREENS },
];

const [folder, ...args] = process.argv.slice(2);
/** Takes those of `all` out of the words that are named there; all when none is. */
const narrowed = (all) => {
  const named = all.filter((each) => args.includes(each));
  return named.length > 0 ? named : all;
};
const [sizes, themes, datasets] = [narrowed(SIZES.map((size) => size.join("x"))), narrowed(THEMES), narrowed(DATA.map(({ name }) => name))];
const words = args.filter((word) => ![...SIZES.map((size) => size.join("x")), ...THEMES, ...DATA.map(({ name }) => name)].includes(word));
if (folder === undefined) {
  console.error("shots: the folder for the pictures is missing");
  process.exit(2);
}
process.exitCode = folder === "--readme" ? await readmePicture() : await takeAll(path.resolve(folder));

async function takeAll(target) {
  let taken = 0;
  const missed = [];
  for (const { name: data, fill, wanted, screens } of DATA) {
    const chosen = screens.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    if (chosen.length === 0 || !datasets.includes(data)) continue;
    const cleanups = [];
    const host = new Host(await scratch({ cleanup: (work) => cleanups.push(work) }));
    await mkdir(host.work, { recursive: true });
    await fill(host);
    await host.serve();
    const names = await namesOf(host, wanted);
    for (const size of SIZES.filter((each) => sizes.includes(each.join("x")))) {
      for (const theme of themes) {
        const into = path.join(target, `${size.join("x")}-${theme}`, data);
        await mkdir(into, { recursive: true });
        const page = await host.page({ size, theme });
        for (const { name, open } of chosen) {
          try {
            await open(page, host, names);
          } catch (error) {
            missed.push(`${data} ${size.join("×")} ${theme} ${name}: ${error.message.split("\n")[0]}`);
          }
          await page.screenshot({ path: path.join(into, `${name}.png`) });
          taken += 1;
        }
        await page.context().close();
      }
    }
    await host.server.stop();
    for (const work of cleanups) await work();
  }
  await closeBrowser();
  for (const each of missed) console.log(`not reached: ${each}`);
  console.log(`${taken - missed.length} passed, ${missed.length} failed`);
  return missed.length === 0 ? 0 : 1;
}
