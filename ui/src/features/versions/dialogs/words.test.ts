import { describe, expect, it } from "vitest";
import { moveNote, suggestAliases } from "./aliases";
import { aliasProblem, tagProblem } from "./rules";
import { without } from "./target";
import { restWords } from "./TtlPreview";
import { choiceOf, nowWords, ttlProblem, ttlText, zoneWords, type TtlChoice } from "./ttlText";

const CHOICE: TtlChoice = { mode: "keep", count: 30, unit: "days", date: "" };

describe("the TTL a choice means", () => {
  it.each<[Partial<TtlChoice>, string | null]>([
    [{}, "30d"],
    [{ unit: "hours", count: 12 }, "12h"],
    [{ unit: "weeks", count: 2 }, "2w"],
    [{ unit: "months", count: 3 }, "90d"],
    [{ count: 0 }, null],
    [{ count: 1.5 }, null],
    [{ count: Number.NaN }, null],
    [{ count: 365_001 }, null],
    [{ mode: "inherit", count: 0 }, "inherit"],
    [{ mode: "never" }, "none"],
    [{ mode: "until", date: "2026-12-31" }, "2026-12-31"],
    [{ mode: "until", date: "2026-02-30" }, null],
    [{ mode: "until", date: "" }, null],
  ])("%o", (change, text) => {
    expect(ttlText({ ...CHOICE, ...change })).toBe(text);
    expect(ttlProblem({ ...CHOICE, ...change }) === null).toBe(text !== null);
  });
  it("starts from what a version has", () => {
    expect(choiceOf({ ttl_seconds: 43_200, ttl_inherited: false })).toMatchObject({ mode: "keep", count: 12, unit: "hours" });
    expect(choiceOf({ ttl_seconds: 14 * 86_400, ttl_inherited: false })).toMatchObject({ mode: "keep", count: 14, unit: "days" });
    expect(choiceOf({ ttl_seconds: null, ttl_inherited: true }).mode).toBe("inherit");
    expect(choiceOf({ ttl_seconds: null, ttl_inherited: false }).mode).toBe("never");
    expect(ttlText(choiceOf(undefined))).toBe("30d");
  });
  it("names what they have now", () => {
    expect(nowWords(["30 d"])).toBe("now: 30 d");
    expect(nowWords(["30 d", "none", "14 d"])).toBe("now: mixed, 3 values");
    expect(nowWords(["1", "2", "3", "4", "5"])).toBe("now: mixed, 5 or more values");
    expect(nowWords([])).toBe("");
  });
  it("names the time zone", () => {
    const at = (minutes: number) => ({ getTimezoneOffset: () => minutes }) as Date;
    expect([zoneWords(at(0)), zoneWords(at(-60)), zoneWords(at(210)), zoneWords(at(-345))]).toEqual(["UTC", "UTC+1", "UTC−3:30", "UTC+5:45"]);
  });
  it("sums up the rest", () => {
    const day = (text: string) => new Date(`${text}T12:00:00`).getTime();
    expect(restWords(33, { rest_from: day("2026-12-02"), rest_to: day("2026-12-23") })).toBe("33 more, all between 2026-12-02 and 2026-12-23");
    expect(restWords(2, { rest_from: day("2026-12-02"), rest_to: day("2026-12-02") })).toBe("2 more, all on 2026-12-02");
    expect(restWords(1, { rest_from: null, rest_to: null })).toBe("1 more, none of which expires");
  });
});

describe("aliases and tags", () => {
  const HOLDERS = [
    { name: "best", protected: false, version: 10, index: 9 },
    { name: "production", protected: true, version: 5, index: 4 },
    { name: "latest", protected: false, version: 14, index: 13 },
  ];
  it.each(["", " ", "latest", "v3", "v0012", "a/b", "a:b", " best", "x".repeat(129), "a\tb"])("refuses the alias %j", (alias) => expect(aliasProblem(alias)).not.toBeNull());
  it.each(["best model", "v", "v3-final", "vv3", "V3", "é"])("takes the alias %j", (alias) => expect(aliasProblem(alias)).toBeNull());
  it.each(["", "a  b", "a.b", "#x", " a", "x".repeat(129)])("refuses the tag %j", (tag) => expect(tagProblem(tag)).not.toBeNull());
  it.each(["paper", "to review", "a_b-c 7", "größe"])("takes the tag %j", (tag) => expect(tagProblem(tag)).toBeNull());
  it("says what moves before it moves", () => {
    expect(moveNote(HOLDERS, "best", { id: 13, index: 12 })).toBe("moves best from v9 to v12");
    expect(moveNote(HOLDERS, "best", { id: 10, index: 9 })).toBeNull();
    expect(moveNote(HOLDERS, "new", { id: 13, index: 12 })).toBeNull();
    expect(moveNote(HOLDERS, "production", { id: 13, index: 12 })).toContain("protected");
  });
  it("suggests without latest", () => expect(suggestAliases(HOLDERS, "t")).toEqual([{ value: "best", note: "now on v9" }, { value: "production", note: "now on v4" }]));
  it("takes versions out of any selection", () => {
    expect(without({ kind: "versions", versions: [1, 2, 3] }, new Set([2]))).toEqual({ kind: "versions", versions: [1, 3] });
    expect(without({ kind: "filter", collection: "c", filter: "tag:x", except: [9] }, new Set([2]))).toEqual({ kind: "filter", collection: "c", filter: "tag:x", except: [9, 2] });
  });
});
