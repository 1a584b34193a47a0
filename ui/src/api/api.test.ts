import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { installMock } from "@/testing/mockPlatform";
import { call, CommandError, describeError, fetchCommand, mutate, queryClient } from ".";
import { errorDetails, KNOWN_CODES } from "./errors";

describe("the client", () => {
  it("rejects with the command's own error", async () => {
    installMock({ answers: { "alias.add": () => Promise.reject({ code: "alias-invalid", message: "v3 is kept for indexes", hint: "Choose another name." }) } });
    const failure = await call("alias.add", { version: "mnist:v1", alias: "v3" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect(describeError(failure)).toMatchObject({ code: "alias-invalid", severity: "warning", message: "v3 is kept for indexes", hint: "Choose another name." });
  });

  it("makes stale what a change touches, and nothing else", async () => {
    queryClient.clear();
    installMock({ answers: { "alias.add": () => ({ operation: 1, summary: "Added best", changed: 1 }) } });
    await fetchCommand("history.state", {});
    await fetchCommand("type.list", { project: "ada/plankton" });
    await fetchCommand("host.info", {});
    await mutate("alias.add", { version: "mnist:v1", alias: "best" });
    const isStale = (key: unknown[]) => queryClient.getQueryState(key)?.isInvalidated;
    expect(isStale(["history.state", {}])).toBe(true);
    expect(isStale(["type.list", { project: "ada/plankton" }])).toBe(true);
    expect(isStale(["host.info", {}])).toBe(false);
  });
});

describe("the table of errors", () => {
  it("reads what a host says outside of a command", () => {
    expect(describeError({ code: "io", message: "/proc/x.svg can't be written", hint: "Choose another folder." })).toMatchObject({ code: "io", message: "/proc/x.svg can't be written", hint: "Choose another folder." });
  });
  it("has words for codes it doesn't know", () => expect(describeError(new CommandError("x", { code: "brand-new", message: "m", hint: null })).title).toBe("That didn't work"));
  it("knows the store's troubles as such", () => {
    for (const code of ["store-locked", "store-newer", "store-moved", "store-damaged", "store-missing"]) expect(describeError(new CommandError("x", { code, message: "", hint: null })).isStoreLevel).toBe(true);
  });
  it("knows every code of the engine", () => {
    const source = readFileSync("../src-tauri/engine/src/error.rs", "utf8");
    const codes = [...source.matchAll(/^ {4}[A-Z]\w+ = "([a-z-]+)",$/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !KNOWN_CODES.includes(code ?? ""))).toEqual([]);
  });
  it("has no words of the command line for the window, but keeps them in the details", () => {
    const failure = (code: string, hint: string) => new CommandError("x", { code, message: "m", hint });
    const hintOf = (code: string, hint: string) => describeError(failure(code, hint)).hint;
    expect(hintOf("not-found", "`cairnctl collections` lists them; name another project as entity/project/name.")).toBeNull();
    expect(hintOf("has-aliases", "Allow their loss (--delete-aliases, or the tick in the dialog), or move them first.")).toBe("Tick that they may go too, or move them first.");
    expect(hintOf("unauthorized", "Open the link that cairnctl serve printed, or start it again for a new one.")).toContain("cairnctl serve");
    expect(hintOf("filter-invalid", "A dash before a term turns it around: -tag:x")).toContain("-tag:x");
    expect(errorDetails(failure("not-found", "`cairnctl files` lists what it has."))).toContain("`cairnctl files`");
  });
  it("names no command of cairnctl but serve in the hints that the window shows", () => {
    const hints = readdirSync("../src-tauri/engine/src", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".rs"))
      .flatMap((file) => [...readFileSync(`../src-tauri/engine/src/${file}`, "utf8").matchAll(/\.hint\((?:format!\()?"((?:[^"\\]|\\.)*)"/g)].map(([, hint = ""]) => hint));
    expect(hints.length).toBeGreaterThan(40);
    const shown = hints.map((hint) => describeError(new CommandError("x", { code: "io", message: "m", hint })).hint ?? "");
    expect(shown.filter((hint) => /cairnctl|--\w/.test(hint))).toEqual([]);
  });
  it("gives details to copy", () => expect(errorDetails(new CommandError("log.start", { code: "io", message: "No", hint: null }), "0.1.0")).toMatch(/Cairn 0\.1\.0\ncode: io\ncommand: log\.start/));
});
