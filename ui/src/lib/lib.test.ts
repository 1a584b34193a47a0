import { describe, expect, it, vi } from "vitest";
import { addressFromPath, addressLink, addressPath, formatAddress, parseAddress, suffixOf } from "./address";
import { fileEnd, formatBytes, formatBytesDelta, formatDuration, formatPercent, plural } from "./format";
import { comboOf, showCombo } from "./keys";
import { connectKept, forgetKept, readKept, writeKept } from "./persist";
import { formatAbsolute, formatRelative } from "./time";

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 KiB"],
    [1024, "1.0 KiB"],
    [12.4 * 1024 ** 3, "12.4 GiB"],
    [102_300, "99.9 KiB"],
    [102_390, "100 KiB"],
    [1023 * 1024, "1.0 MiB"],
    [1.9 * 1024 ** 4, "1.9 TiB"],
    [-22 * 1024 ** 2, "−22.0 MiB"],
  ])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("says when nobody knows, and signs deltas", () => {
    expect(formatBytes(null)).toBe("unknown");
    expect(formatBytesDelta(84 * 1024 ** 2)).toBe("+84.0 MiB");
    expect(formatBytesDelta(0)).toBe("0 B");
  });
});

describe("numbers in words", () => {
  it("counts", () => expect([plural(1, "version"), plural(38, "version"), plural(2, "entry", "entries")]).toEqual(["1 version", "38 versions", "2 entries"]));
  it("never says 100 % before the end", () => expect([formatPercent(0.9999), formatPercent(1)]).toEqual(["99 %", "100 %"]));
  it("tells spans", () => expect([8, 180, 7500, 400_000].map(formatDuration)).toEqual(["8 s", "3 min", "2 h 5 min", "5 d"]));
});

describe("what stays of a long text", () => {
  it("is the version of a place", () => expect(["a/mnist:v3", "a/mnist", "mnist:best"].map(suffixOf)).toEqual([":v3", "", ":best"]));
  it("is the name of a file", () => expect(["crops/07/a.png", "a.png", ""].map(fileEnd)).toEqual(["/a.png", "a.png", ""]));
});

describe("times", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  it("is relative to now, both ways", () => {
    expect(formatRelative(now - 30_000, now)).toBe("just now");
    expect(formatRelative(now + 30_000, now)).toBe("now");
    expect(formatRelative(now - 240_000, now)).toBe("4 min ago");
    expect(formatRelative(now - 2 * 86_400_000, now)).toBe("2 days ago");
    expect(formatRelative(now + 3 * 86_400_000, now)).toBe("in 3 days");
    expect(formatRelative("rubbish", now)).toBe("unknown");
  });
  it.each([
    [-3 / 24, "3 hours ago"],
    [-1, "yesterday"],
    [1, "tomorrow"],
    [-27, "27 days ago"],
    [-29, "4 weeks ago"],
    [-45, "6 weeks ago"],
    [-70, "2 months ago"],
    [90, "in 2 months"],
    [-360, "11 months ago"],
    [-740, "2 years ago"],
  ])("%d days away is %s", (days, text) => expect(formatRelative(now + days * 86_400_000, now)).toBe(text));
  it("counts days by midnights", () => {
    const morning = new Date(2026, 10, 23, 10).getTime();
    expect(formatRelative(new Date(2026, 10, 21, 11), morning)).toBe("2 days ago");
    expect(formatRelative(new Date(2026, 10, 22, 9), morning)).toBe("yesterday");
  });
  it("names the zone", () => expect(formatAbsolute(now)).toMatch(/^2026-11-2\d \d\d:\d\d:00 \S+/));
});

describe("addresses", () => {
  const defaults = { entity: "ada", project: "plankton" };
  it.each([
    ["mnist", { entity: "ada", project: "plankton", collection: "mnist" }],
    ["mnist:best model", { entity: "ada", project: "plankton", collection: "mnist", suffix: "best model" }],
    ["demo/mnist:v3", { entity: "ada", project: "demo", collection: "mnist", suffix: "v3" }],
    ["bob/demo/mnist", { entity: "bob", project: "demo", collection: "mnist" }],
    ["cairn://bob/demo/mnist:best%20model?tab=files", { entity: "bob", project: "demo", collection: "mnist", suffix: "best model" }],
    ["cairn://bob/demo", { entity: "bob", project: "demo" }],
  ])("reads %s", (text, address) => expect(parseAddress(text, defaults)).toMatchObject(address));

  it("refuses what has too many parts or nothing", () => {
    expect(parseAddress("a/b/c/d", defaults)).toBeNull();
    expect(parseAddress("  ", defaults)).toBeNull();
    expect(parseAddress("mnist")).toBeNull();
  });

  it("goes to a route and back, whatever is in the parts", () => {
    const address = { entity: "a b", project: "ü", collection: "m.n", suffix: "50% off" };
    expect(addressFromPath(addressPath(address))).toEqual(address);
    expect(formatAddress(address)).toBe("a b/ü/m.n:50% off");
    expect(parseAddress(addressLink(address, "?tab=files"))).toMatchObject({ ...address, search: "?tab=files" });
    expect(addressFromPath("/-/settings")).toBeNull();
  });
});

describe("keys", () => {
  const event = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  it("names combinations", () => {
    expect(comboOf(event("p", { ctrlKey: true, shiftKey: true }))).toBe("Mod+Shift+P");
    expect(comboOf(event("?", { ctrlKey: true, shiftKey: true }))).toBe("Mod+?");
    expect(comboOf(event("+", { ctrlKey: true, shiftKey: true }))).toBe("Mod+Plus");
    expect(comboOf(event("ArrowLeft", { altKey: true }))).toBe("Alt+Left");
    expect(comboOf(event("Control", { ctrlKey: true }))).toBeNull();
    expect(showCombo("Mod+Shift+P")).toBe("Ctrl Shift P");
  });
});

describe("kept values", () => {
  it("take over what the host keeps and hand it every change", () => {
    vi.useFakeTimers();
    const save = vi.fn();
    localStorage.setItem("cairn.a", "1");
    connectKept({ a: 2, b: [3] }, save);
    expect([readKept("a", 0), readKept("b", [])]).toEqual([2, [3]]);
    vi.advanceTimersByTime(1000);
    expect(save).not.toHaveBeenCalled();
    writeKept("a", 4);
    writeKept("c", 5);
    vi.advanceTimersByTime(1000);
    expect(save).toHaveBeenCalledOnce();
    expect(save).toHaveBeenCalledWith({ a: 4, b: [3], c: 5 });
    vi.useRealTimers();
  });
  it("win over the host's when the window closed before they were handed over", () => {
    vi.useFakeTimers();
    connectKept({ a: 2, b: 3 }, vi.fn());
    writeKept("a", 4);
    forgetKept();
    const save = vi.fn();
    connectKept({ a: 2, b: 3 }, save);
    expect([readKept("a", 0), readKept("b", 0)]).toEqual([4, 3]);
    vi.advanceTimersByTime(1000);
    expect(save).toHaveBeenCalledWith({ a: 4, b: 3 });
    vi.useRealTimers();
  });
});
