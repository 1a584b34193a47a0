import { describe, expect, it } from "vitest";
import { ALL_SELECTED, NO_SELECTION, toggleKey } from "@/components";
import { versionRow } from "@/testing/mockData";
import { formatRows, referenceOf, type Row } from "./copyRows";
import { readFilterError } from "./filterError";
import { decodeSelection, decodeSort, encodeSelection, encodeSort } from "./listAddress";
import { describeTtl, type TtlFacts } from "./ttl";
import { selectedWords, type Scope } from "./useVersionList";
import { versionAction } from "./versionActions";
import { aliasProblem, moveNote } from "../inspector/labels";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const LIVE: TtlFacts = { state: "committed", ttl_inherited: false, expires_at: null, purge_at: null, created_at: NOW - 10 * DAY };

describe("a selection in the address", () => {
  it("comes back as it was", () => {
    for (const selection of [NO_SELECTION, ALL_SELECTED, toggleKey(NO_SELECTION, 12), toggleKey(toggleKey(ALL_SELECTED, 3), 9)]) {
      expect(decodeSelection(encodeSelection(selection))).toEqual(selection);
    }
  });

  it("leaves out what no address should hold, and nonsense", () => {
    expect(encodeSelection({ all: false, keys: new Set(Array.from({ length: 61 }, (_, id) => id + 1)) })).toBeNull();
    expect(decodeSelection("x.-3.7")).toEqual({ all: false, keys: new Set([7]) });
    expect(decodeSelection("nothing")).toEqual(NO_SELECTION);
  });

  it("keeps the order, and falls back on unknown columns", () => {
    const first = { column: "index", direction: "descending" } as const;
    const allowed = (column: string) => column !== "secret";
    expect(encodeSort({ column: "size", direction: "descending" })).toBe("-size");
    expect(decodeSort("-meta.acc", first, allowed)).toEqual({ column: "meta.acc", direction: "descending" });
    expect(decodeSort("secret", first, allowed)).toEqual(first);
    expect(decodeSort(null, first, allowed)).toEqual(first);
  });
});

describe("what is selected", () => {
  it("is all of a filter only where there is one", () => {
    const words = (filter: string | null, except: number[]) => selectedWords({ count: 60, selection: { kind: "filter", collection: "ada/p/c", filter, except } }).join("");
    expect([words(null, []), words("tag:x", []), words(null, [3]), words("tag:x", [3])]).toEqual(["all 60 selected", "60 selected (all of filter)", "60 selected", "60 selected"]);
    expect(selectedWords({ count: 3, selection: { kind: "versions", versions: [1, 2, 3] } })).toEqual(["3 selected", ""]);
  });

  it("tells how many a comparison needs, and how many there are", () => {
    const { why } = versionAction("compare");
    expect([2, 14].map((count) => why({ count } as Scope))).toEqual([null, "needs two, 14 are selected"]);
  });
});

describe("TTL remaining", () => {
  const words = (change: Partial<TtlFacts>) => describeTtl({ ...LIVE, ...change }, NOW);

  it("counts down and warns in the last week", () => {
    expect(words({ expires_at: NOW + 90 * DAY - 240_000 })).toMatchObject({ text: "90 d", tone: "normal" });
    expect(words({ expires_at: NOW + 6.6 * DAY })).toMatchObject({ text: "6 d", tone: "warning" });
    expect(words({ expires_at: NOW + 5 * 3_600_000 })).toMatchObject({ text: "5 h", tone: "warning" });
    expect(words({ expires_at: NOW - 1 })).toMatchObject({ text: "Expired", tone: "warning", left: 0 });
  });

  it("counts the same over midnight, a change of the clocks and the end of a month", () => {
    const expires = Date.UTC(2026, 3, 1, 12); // Europe changed its clocks on 29 March.
    const left = (now: number) => describeTtl({ ...LIVE, expires_at: expires }, now).text;
    expect([left(Date.UTC(2026, 2, 28, 12)), left(Date.UTC(2026, 2, 28, 12) + 1), left(Date.UTC(2026, 2, 30, 12))]).toEqual(["4 d", "3 d", "2 d"]);
    expect([left(Date.UTC(2026, 2, 31, 23, 59)), left(Date.UTC(2026, 3, 1, 0, 1)), left(expires)]).toEqual(["12 h 1 min", "11 h 59 min", "Expired"]);
  });

  it("measures what is left of the whole time", () => {
    expect(words({ expires_at: NOW + 30 * DAY }).left).toBeCloseTo(0.75);
    expect(words({ expires_at: NOW + 30 * DAY, created_at: NOW + DAY }).left).toBe(1);
  });

  it("says why nothing counts down", () => {
    expect(words({})).toMatchObject({ text: "Never expires", left: null });
    expect(words({ expires_at: NOW + 90 * DAY, ttl_inherited: true })).toMatchObject({ text: "inherits · 90 d", left: null });
    expect(words({ state: "deleted", purge_at: NOW + 6.2 * DAY })).toMatchObject({ text: "In trash, 6 d left", tone: "quiet" });
  });
});

describe("a filter that can't be read", () => {
  it("is cut at the mistake, also behind signs outside the basic plane", () => {
    const error = readFilterError("tag:🦐 size:>1XB x", "The filter has an error at character 13: \"1XB\" isn't a size", null);
    expect(error).toMatchObject({ before: "tag:🦐 size:>", marked: "1XB", after: " x", at: 13, why: "\"1XB\" isn't a size" });
  });

  it("marks the end when something is missing there", () => {
    expect(readFilterError("alias:", "The filter has an error at character 7: nothing follows `alias:`", null)).toMatchObject({ before: "alias:", marked: "", after: "" });
  });
});

describe("copied versions", () => {
  const row: Row = { ...versionRow("mnist", 2, 214, NOW), keys: ["acc"], metadata: ["0.93"], tags: ["a,b", 'say "x"'] };

  it("are references that mean the same elsewhere", () => {
    expect(formatRows("reference", [row], [], "ada")).toBe("plankton/mnist:v211");
    expect(referenceOf("bob/p/n:v1", "ada")).toBe("bob/p/n:v1");
  });

  it("are CSV with plain numbers, quoted where needed", () => {
    const [head, line] = formatRows("csv", [row], ["index", "labels", "size", "meta.acc"], "ada").split("\r\n");
    expect(head).toBe("reference,version,aliases,tags,size,acc");
    expect(line).toBe(`plankton/mnist:v211,v211,best model,"a,b say ""x""",${row.size},0.93`);
  });

  it("are a Markdown table that a bar doesn't break", () => {
    const table = formatRows("markdown", [{ ...row, tags: ["a|b"] }], ["index", "labels"]);
    expect(table.split("\n")).toEqual(["| version | aliases and tags |", "| --- | --- |", String.raw`| v211 | best model, #a\|b |`]);
  });

  it("are JSON with values as they are", () => {
    expect(JSON.parse(formatRows("json", [row], []))).toMatchObject([{ version: "v211", size: row.size, expires: null, metadata: { acc: 0.93 } }]);
  });
});

describe("an alias", () => {
  it("is refused with a reason", () => {
    expect(aliasProblem("v12")).toContain("version");
    expect(aliasProblem("latest")).toContain("Cairn");
    expect(aliasProblem("a/b")).toContain("/");
    expect(aliasProblem("best model")).toBeNull();
  });

  it("says from where it moves", () => {
    const holders = [{ name: "best", protected: false, version: 10, index: 9 }];
    expect(moveNote("best", 12, holders)).toBe("moves “best” from v9 to v12");
    expect(moveNote("best", 9, holders)).toBeNull();
    expect(moveNote("new", 12, holders)).toBeNull();
  });
});
