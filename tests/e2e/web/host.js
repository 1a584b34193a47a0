/** `cairnctl serve` on a store of the test's own, and pages signed in to it. */
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { program, scratch } from "../lib/paths.js";
import { run, Running } from "../lib/processes.js";

/** One for all tests; a promise, since two may ask at once. */
let browser = null;

function openBrowser() {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] });
  return browser;
}

export async function closeBrowser() {
  await (await browser)?.close();
  browser = null;
}

export class Host {
  constructor(folder) {
    this.folder = folder;
    this.store = path.join(folder, "store");
    this.work = path.join(folder, "work");
    this.env = { ...process.env, HOME: folder, XDG_DATA_HOME: path.join(folder, "data"), XDG_CONFIG_HOME: path.join(folder, "config"), XDG_CACHE_HOME: path.join(folder, "cache"), LANG: "C.UTF-8", TZ: "UTC" };
    delete this.env.CAIRN_STORE;
  }

  /** Runs `cairnctl` on the store; gives the JSON that it writes. */
  async ctl(...args) {
    const { code, stdout, stderr } = await run(program("cairnctl"), ["--store", this.store, "--json", ...args], { env: this.env });
    if (code !== 0) throw new Error(`cairnctl ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout.trim() === "" ? null : JSON.parse(stdout);
  }

  async serve() {
    this.server = new Running(program("cairnctl"), ["--store", this.store, "--json", "serve", "--listen", "127.0.0.1:0"], { env: this.env });
    const [line] = await this.server.says(/^\{.*\}$/m);
    Object.assign(this, JSON.parse(line));
  }

  /** A page, signed in. Its complaints are collected: `page.complaints`. */
  async page({ size = [1280, 800], theme = "light", zone = "UTC", signIn = true, test } = {}) {
    const opened = await openBrowser();
    this.state ??= signIn ? await signInOnce(opened, this.login) : undefined;
    const context = await opened.newContext({ viewport: { width: size[0], height: size[1] }, colorScheme: theme, reducedMotion: "reduce", locale: "en-GB", timezoneId: zone, ...(signIn ? { storageState: this.state } : {}) });
    if (process.env.CAIRN_UI) await serveFrom(context, process.env.CAIRN_UI);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.complaints = watch(page);
    test?.cleanup(() => context.close());
    test?.evidence(async (folder) => {
      await page.screenshot({ path: path.join(folder, "page.png") });
      await writeFile(path.join(folder, "console.log"), page.complaints.join("\n"));
      await writeFile(path.join(folder, "page.html"), await page.content());
      await writeFile(path.join(folder, "server.log"), this.server.output);
    });
    return page;
  }

  /** Address in the browser of a place of the application. */
  at(place) {
    return new URL(place, this.url).href;
  }
}

/** While working on the UI: pages of a folder (`npm run build`) in place of those in the program. */
async function serveFrom(context, folder) {
  const serve = async (route) => {
    const { pathname } = new URL(route.request().url());
    if (/^\/(rpc|api|content|events|login|sign-in|healthz)\b/.test(pathname)) return route.continue();
    const file = path.join(folder, pathname);
    if (pathname !== "/" && existsSync(file)) return route.fulfill({ path: file });
    // The page after a redirect comes from the program all the same, and so do its parts.
    return pathname.startsWith("/assets/") ? route.continue() : route.fulfill({ path: path.join(folder, "index.html") });
  };
  await context.route("http://127.0.0.1:*/**", serve);
}

/** The printed link works once; what it leaves in the browser serves every page of the test. */
async function signInOnce(opened, login) {
  const context = await opened.newContext();
  const page = await context.newPage();
  await page.goto(login);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Everything that a page complains of; a good page has nothing to say. */
function watch(page) {
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`page: ${error.stack ?? error}`));
  page.on("requestfailed", (request) => request.failure()?.errorText !== "net::ERR_ABORTED" && complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => !/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url()) && complaints.push(`outside: ${request.url()}`));
  return complaints;
}

/** Folders that were filled once, by what filled them. */
const filled = new Map();

async function filledFolder(fill) {
  const host = new Host(await scratch());
  await mkdir(host.work, { recursive: true });
  await fill(host);
  return host.folder;
}

/** Takes away what the tests began with. */
export async function removeFilled() {
  for (const folder of filled.values()) await rm(await folder, { recursive: true, force: true });
}

/** A host with a store that `fill` has put something into; the same `fill` gives each test a copy of its own. */
export async function startHost(test, fill = async () => undefined) {
  const host = new Host(await scratch(test));
  if (!filled.has(fill)) filled.set(fill, filledFolder(fill));
  await cp(await filled.get(fill), host.folder, { recursive: true });
  await mkdir(host.work, { recursive: true });
  await host.serve();
  test.cleanup(() => host.server.stop());
  return host;
}

export const sample = (host) => host.ctl("sample");

const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Serious and critical findings of axe on the page as it is, as short lines; of some rules, or of all. */
export async function axeFindings(page, rules = null) {
  // In the isolated evaluation, not as a script of the page: its policy allows none.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const options = { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) };
  const violations = await page.evaluate(async (wanted) => (await window.axe.run(document, wanted)).violations, options);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\n")[1]?.trim()}`));
}
