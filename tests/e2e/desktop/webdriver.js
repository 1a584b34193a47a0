/** As much of a W3C WebDriver client as the tests need. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Special keys by name, as the standard numbers them. */
export const KEYS = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Control: "\uE009", Alt: "\uE00A", Escape: "\uE00C", Space: " ",
  PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011", Left: "\uE012", Up: "\uE013", Right: "\uE014", Down: "\uE015",
  Delete: "\uE017", F1: "\uE031", F2: "\uE032", F5: "\uE035", F6: "\uE036", F9: "\uE039", F10: "\uE03A",
};

export class WebDriver {
  constructor(port) {
    this.base = `http://127.0.0.1:${port}`;
  }

  async request(method, path, body) {
    const answer = await fetch(this.base + path, { method, headers: { "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = await answer.json();
    if (answer.ok) return value;
    throw new Error(`WebDriver ${method} ${path}: ${value?.error}: ${value?.message}`);
  }

  async open(options) {
    const { sessionId } = await this.request("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
    this.session = `/session/${sessionId}`;
  }

  async close() {
    if (!this.session) return;
    const session = this.session;
    this.session = null;
    await this.request("DELETE", session);
  }

  /** Runs `script` (a function's source) in the page. */
  async run(script, ...args) {
    const source = `return (${script}).apply(null, arguments)`;
    return this.request("POST", `${this.session}/execute/sync`, { script: source, args });
  }

  /** Runs an asynchronous function in the page and waits for its end. */
  async runAsync(script, ...args) {
    const source = `const done = arguments[arguments.length - 1]; (${script}).apply(null, Array.from(arguments).slice(0, -1)).then((value) => done({ value }), (error) => done({ error: error instanceof Error ? String(error) : JSON.stringify(error) }))`;
    const { value, error } = await this.request("POST", `${this.session}/execute/async`, { script: source, args });
    if (error !== undefined) throw new Error(error);
    return value ?? null;
  }

  async click(element) {
    await this.request("POST", `${this.session}/element/${element[ELEMENT]}/click`, {});
  }

  /** Presses the pointer at a point of the page, with keys held. */
  async press([x, y], ...held) {
    const keys = held.map((name) => KEYS[name]);
    const pause = (count) => Array.from({ length: count }, () => ({ type: "pause" }));
    const key = { type: "key", id: "keyboard", actions: [...keys.map((value) => ({ type: "keyDown", value })), ...pause(3), ...keys.toReversed().map((value) => ({ type: "keyUp", value }))] };
    const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [...pause(keys.length), { type: "pointerMove", duration: 0, origin: "viewport", x: Math.round(x), y: Math.round(y) }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }, ...pause(keys.length)] };
    await this.request("POST", `${this.session}/actions`, { actions: [key, pointer] });
    await this.request("DELETE", `${this.session}/actions`);
  }

  async type(element, text) {
    await this.request("POST", `${this.session}/element/${element[ELEMENT]}/value`, { text });
  }

  /** Presses keys together: `Control+Shift+z`, `Escape`, `a`. */
  async keys(chord) {
    const names = chord === "+" ? ["+"] : chord.split("+");
    const values = names.map((name) => KEYS[name] ?? name);
    const actions = [...values.map((value) => ({ type: "keyDown", value })), ...values.toReversed().map((value) => ({ type: "keyUp", value }))];
    await this.request("POST", `${this.session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
    await this.request("DELETE", `${this.session}/actions`);
  }
}
