/** The real window: the release program under WebDriver, in a home, a bus and a runtime folder of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { program, scratch } from "../lib/paths.js";
import { descendants, isAlive, run, Running, stopProcess } from "../lib/processes.js";
import { until } from "../lib/until.js";
import { FIND, wire } from "./find.js";
import { WebDriver } from "./webdriver.js";

const here = path.dirname(fileURLToPath(import.meta.url));
let display = null;

/** The screen that windows are opened on. */
export function useDisplay(name) {
  display = name;
}

/** A person's home: everything the application keeps lies below it, so that it survives a restart. */
export async function newHome(test) {
  const home = await scratch(test);
  const folder = (name) => path.join(home, name);
  for (const name of ["data", "config", "cache", "state", "run", "work"]) await mkdir(folder(name), { mode: 0o700 });
  const env = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: folder("data"),
    XDG_CONFIG_HOME: folder("config"),
    XDG_CACHE_HOME: folder("cache"),
    XDG_STATE_HOME: folder("state"),
    XDG_RUNTIME_DIR: folder("run"),
    DISPLAY: display,
    GDK_BACKEND: "x11",
    TAURI_WEBVIEW_AUTOMATION: "true",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    LANG: "C.UTF-8",
    TZ: "UTC",
  };
  delete env.WAYLAND_DISPLAY;
  delete env.CAIRN_STORE;
  const bus = new Running("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], { env });
  test.cleanup(() => bus.stop());
  const [, address] = await bus.says(/^(unix:\S+)/m);
  env.DBUS_SESSION_BUS_ADDRESS = address;
  return { folder: home, work: folder("work"), env, store: path.join(folder("data"), "cairn") };
}

/**
 * Opens the window. `home` from {@link newHome}, when not given a new one; `store`, `args` and `size` as the person
 * would choose them; `wrapper` runs the program under another one, `[program, ...arguments]`.
 */
export async function start(test, { home, store, args = [], size = [1280, 800], wrapper = [] } = {}) {
  const place = home ?? (await newHome(test));
  const window = new Window(place, size);
  test.cleanup(() => window.end());
  test.evidence((folder) => window.writeEvidence(folder));
  const whole = [...wrapper, program("cairn"), ...(store ? ["--store", store] : []), ...args];
  await window.open(whole);
  return window;
}

export class Window {
  constructor(home, size) {
    this.home = home;
    this.size = size;
  }

  async open([binary, ...args]) {
    const port = 20_000 + Math.floor(Math.random() * 12_000); // below those that the system gives away
    this.server = new Running("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], { env: this.home.env, cwd: this.home.folder });
    this.driver = new WebDriver(port);
    await until(() => this.driver.request("GET", "/status").then(({ ready }) => ready, () => false), { what: "WebKitWebDriver" });
    await this.driver.open({ binary, args });
    await this.collectErrors();
    await this.waitFor("the page", () => document.querySelector("main, [role=main], #root > *") !== null);
    await this.resize();
  }

  /** Errors of the page, from now on; WebKit's driver has no log of its own. */
  async collectErrors() {
    await this.driver.run(`() => {
      if (window.__errors) return;
      window.__errors = [];
      const add = (text) => window.__errors.push(text);
      addEventListener("error", (event) => add("error: " + event.message));
      addEventListener("unhandledrejection", (event) => add("rejection: " + (event.reason?.stack ?? JSON.stringify(event.reason))));
      addEventListener("securitypolicyviolation", (event) => add("policy: " + event.violatedDirective + " " + event.blockedURI));
      const tell = console.error;
      console.error = (...parts) => { add("console: " + parts.join(" ")); tell.apply(console, parts); };
    }`);
  }

  async errors() {
    // What grows in the frame in which it was measured is drawn in the next one, and WebKit tells so as an error.
    return (await this.driver.run(`() => window.__errors ?? []`)).filter((each) => !each.includes("ResizeObserver loop"));
  }

  async resize() {
    if (this.size !== null) await this.resizeTo(this.size);
  }

  async resizeTo([width, height]) {
    const id = await this.windowId();
    await run("xdotool", ["windowsize", "--sync", id, String(width), String(height)], { env: this.home.env, timeout: 5000 }).catch(() => undefined);
    await this.waitFor(`a window ${width} wide`, (wanted) => Math.abs(innerWidth - wanted) <= 2, { args: [width] });
  }

  async maximise(isOn) {
    const { code, stderr } = await run(path.join(here, "maximise"), [await this.windowId(), isOn ? "on" : "off"], { env: this.home.env, timeout: 10_000 });
    if (code !== 0) throw new Error(stderr);
  }

  async windowId() {
    const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--class", "cairn"], { env: this.home.env });
    const ids = stdout.split("\n").filter(Boolean);
    if (ids.length === 0) throw new Error("No window of the application is visible");
    return ids.at(-1);
  }

  /** Process of the application itself. */
  async pid() {
    const found = (await descendants(this.server.pid)).find((each) => path.basename(each.program) === "cairn");
    if (!found) throw new Error("The application does not run");
    return found.pid;
  }

  /** The element with role and name, or null. */
  async look(role, name, within = null) {
    return this.driver.run(FIND, role, wire(name), within);
  }

  /** Waits for an element with role and name. */
  async find(role, name, { within = null, seconds } = {}) {
    return until(() => this.look(role, name, within), { what: `${role} ${name ?? ""}`, seconds });
  }

  async gone(role, name, { seconds } = {}) {
    // Not the element itself: one that goes in this very moment can't be handed over.
    const isGone = `(role, name) => (${FIND})(role, name, null) === null`;
    await until(() => this.driver.run(isGone, role, wire(name)), { what: `${role} ${name ?? ""} to go`, seconds });
  }

  /** Waits for an element that can be used, and gives it. */
  async enabled(role, name, options) {
    const element = await this.find(role, name, options);
    await until(() => this.driver.run(`(element) => !element.disabled && element.getAttribute("aria-disabled") !== "true"`, element), { what: `${role} ${name} to be enabled`, seconds: options?.seconds });
    return element;
  }

  /** Waits until an element has stopped moving: what is still being loaded above it may push it away from the pointer. */
  async settled(element) {
    let before = null;
    await until(
      async () => {
        const box = await this.driver.run(`(element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].join(); }`, element);
        const isSame = box === before;
        before = box;
        return isSame;
      },
      { what: "an element to stand still", every: 60 },
    );
  }

  async click(role, name, options) {
    const element = await this.enabled(role, name, options);
    await this.settled(element);
    await this.driver.click(element);
  }

  /** Puts text into a field in place of what is there. */
  async fill(role, name, text, options) {
    const field = await this.find(role, name, options);
    await this.driver.run(`(field) => { field.focus(); field.select?.(); }`, field);
    await this.driver.type(field, text);
  }

  async keys(...chords) {
    for (const chord of chords) await this.driver.keys(chord);
  }

  /** Types text into what has the focus. */
  async write(text) {
    await this.driver.type(await this.driver.run(`() => document.activeElement`), text);
  }

  /** Waits until a function of the page is truthy, and gives its value. */
  async waitFor(what, predicate, { args = [], seconds } = {}) {
    return until(() => this.driver.run(String(predicate), ...args), { what, seconds });
  }

  /** Waits for words anywhere in what is shown. */
  async sees(text, { seconds } = {}) {
    // Text viewers live in shadow roots, which innerText leaves out.
    const isShown = (wanted) => [document.body.innerText, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot?.textContent ?? "")].some((words) => words.replace(/\s+/g, " ").includes(wanted));
    return this.waitFor(`the words “${text}”`, isShown, { args: [text], seconds });
  }

  async text(element = null) {
    return this.driver.run(`(element) => (element ?? document.body).innerText`, element);
  }

  /** A command of the application, as the page itself calls it. */
  async rpc(command, request = {}) {
    return this.driver.runAsync(`(command, request) => window.__TAURI_INTERNALS__.invoke("rpc", { command, request })`, command, request);
  }

  /** Goes to a place by the address field, as a person does. */
  async goTo(address) {
    await this.keys("Control+l");
    const field = await this.find("textbox", /address/i);
    await this.driver.run(`(field) => field.select()`, field);
    await this.driver.type(field, `${address}\uE007`);
  }

  /** Drops files from outside on a point of the window, by the X server's own protocol. */
  async drop(paths, at = null) {
    const scaled = at ? ["--at", at.join(",")] : [];
    const { code, stderr } = await run(path.join(here, "drag-files"), ["--onto", "Cairn", ...scaled, ...paths], { env: this.home.env });
    if (code !== 0) throw new Error(`The drop was not taken: ${stderr}`);
  }

  /** Holds files over a point of the window until `release` is called. */
  async hover(paths, at = null) {
    const scaled = at ? ["--at", at.join(",")] : [];
    const drag = new Running(path.join(here, "drag-files"), ["--onto", "Cairn", "--hold", ...scaled, ...paths], { env: this.home.env, stdio: ["pipe", "pipe", "pipe"] });
    await drag.says(/^over$/m);
    return {
      release: async () => {
        drag.child.stdin.write("\n");
        if ((await drag.ended) !== 0) throw new Error(`The drop was not taken: ${drag.output}`);
      },
    };
  }

  /** The window as it is on the screen; the driver's own picture waits for a frame that may never come. */
  async screenshot(file) {
    await this.picture(file, await this.windowId());
  }

  async picture(file, ...window) {
    const { code, stderr } = await run(path.join(here, "screen-picture"), [file, ...window], { env: this.home.env, timeout: 10_000 });
    if (code !== 0) throw new Error(stderr);
  }

  async writeEvidence(folder) {
    await writeFile(path.join(folder, "application.log"), this.server?.output ?? "");
    await this.picture(path.join(folder, "screen.png"));
    if (!this.driver?.session) return;
    await writeFile(path.join(folder, "console.log"), (await this.errors()).join("\n"));
    await writeFile(path.join(folder, "page.html"), await this.driver.run(`() => document.documentElement.outerHTML`));
  }

  /** Waits for a dialog of the system and presses the button at a place in its row of equally wide buttons. */
  async press(title, at, of) {
    const { env } = this.home;
    const id = await until(async () => (await run("xdotool", ["search", "--onlyvisible", "--name", title], { env })).stdout.trim().split("\n").filter(Boolean).at(-1), { what: `the dialog ${title}` });
    const { stdout } = await run("xdotool", ["getwindowgeometry", "--shell", id], { env });
    const [width, height] = ["WIDTH", "HEIGHT"].map((name) => Number(new RegExp(`^${name}=(\\d+)`, "m").exec(stdout)[1]));
    await run("xdotool", ["mousemove", "--window", id, String(Math.round((width * (at + 0.5)) / of)), String(height - 16), "click", "1"].map(String), { env });
    await until(async () => (await run("xdotool", ["search", "--onlyvisible", "--name", title], { env })).stdout.trim() === "", { what: `the dialog ${title} to go` });
  }

  /** Answers the system's dialog for saving: types the whole path, and confirms. */
  async saveAs(title, file) {
    const { env } = this.home;
    const shown = async () => (await run("xdotool", ["search", "--onlyvisible", "--name", title], { env })).stdout.trim().split("\n").filter(Boolean);
    const id = await until(async () => (await shown()).at(-1), { what: `the dialog ${title}` });
    await run("xdotool", ["windowactivate", "--sync", id], { env });
    await run("xdotool", ["key", "--clearmodifiers", "ctrl+a"], { env });
    await run("xdotool", ["type", "--clearmodifiers", "--delay", "5", file], { env });
    await run("xdotool", ["key", "Return"], { env });
    await until(async () => (await shown()).length === 0, { what: `the dialog ${title} to go` });
  }

  /** Closes the window as a person does, so that it may remember where it was. */
  async quit() {
    const pid = await this.pid();
    await this.keys("Control+w").catch(() => undefined);
    await until(async () => !(await isAlive(pid)), { what: "the application to quit", seconds: 15 });
    this.driver.session = null;
    await this.end();
  }

  async end() {
    if (!this.server) return;
    const processes = await descendants(this.server.pid);
    await this.driver?.close().catch(() => undefined);
    for (const { pid } of processes) await stopProcess(pid);
    await this.server.stop();
    this.server = null;
  }
}
