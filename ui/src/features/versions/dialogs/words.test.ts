import { describe, expect, it } from "vitest";
import type { RetentionPlan, RetentionRow } from "@/api";
import { moveNote, suggestAliases } from "./aliases";
import { aliasProblem, tagProblem } from "./rules";
import { without } from "./target";
import { fold, foldedWords, groupRows, isWithin, unlistedWords } from "./ttlRows";
import { choiceOf, nowWords, ttlProblem, ttlText, zoneWords, type TtlChoice } from "./ttlText";

const CHOICE: TtlChoice = { mode: "keep", count: "30", unit: "days", date: "" };

describe("the TTL a choice means", () => {
  it.each<[Partial<TtlChoice>, string | null]>([
    [{}, "30d"],
    [{ unit: "hours", count: "12" }, "12h"],
    [{ unit: "weeks", count: "2" }, "2w"],
    [{ unit: "months", count: "3" }, "90d"],
    [{ count: "-5" }, "-5d"],
    [{ count: "1.5", unit: "months" }, "1.5d"],
    [{ count: " " }, null],
    [{ mode: "inherit", count: "" }, "inherit"],
    [{ mode: "never" }, "none"],
    [{ mode: "until", date: "2026-12-31" }, "2026-12-31"],
    [{ mode: "until", date: "2026-02-30" }, null],
    [{ mode: "until", date: "" }, null],
  ])("%o", (change, text) => {
    expect(ttlText({ ...CHOICE, ...change })).toBe(text);
    expect(ttlProblem({ ...CHOICE, ...change }) === null).toBe(text !== null);
  });
  it("starts from what a version has", () => {
    expect(choiceOf({ ttl_seconds: 43_200, ttl_inherited: false })).toMatchObject({ mode: "keep", count: "12", unit: "hours" });
    expect(choiceOf({ ttl_seconds: 14 * 86_400, ttl_inherited: false })).toMatchObject({ mode: "keep", count: "14", unit: "days" });
    expect(choiceOf({ ttl_seconds: null, ttl_inherited: true }).mode).toBe("inherit");
    expect(choiceOf({ ttl_seconds: null, ttl_inherited: false }).mode).toBe("never");
    expect(ttlText(choiceOf(undefined))).toBe("30d");
  });
  it("names what they have now", () => {
    const rows = (...values: string[]) => values.map((ttl_before) => ({ ttl_before }));
    expect(nowWords(rows("30 d", "30 d"), true)).toBe("now: 30 d");
    expect(nowWords(rows("30 d", "none", "14 d"), true)).toBe("now: mixed, 3 values");
    expect(nowWords(rows("30 d", "none"), false)).toBe("now: mixed, 2 or more values");
    expect(nowWords(rows("30 d"), false)).toBe("");
  });
  it("names the time zone", () => {
    const at = (minutes: number) => ({ getTimezoneOffset: () => minutes }) as Date;
    expect([zoneWords(at(0)), zoneWords(at(-60)), zoneWords(at(210)), zoneWords(at(-345))]).toEqual(["UTC", "UTC+1", "UTC−3:30", "UTC+5:45"]);
  });
  it("groups by distance and folds what is alike", () => {
    const day = (text: string) => new Date(`${text}T12:00:00`).getTime();
    const row = (index: number, rest: Partial<RetentionRow> = {}): RetentionRow => ({ id: index, address: `me/p/c:v${index}`, index, created_at: 0, size: 1, ttl_before: "none", ttl_after: "30 d", expires_before: null, expires_after: day(`2026-12-${String(2 + (index % 20)).padStart(2, "0")}`), goes: false, locked: null, distance: 0, ...rest });
    const rows = [...Array.from({ length: 20 }, (_, at) => row(at)), row(30, { goes: true }), row(31, { locked: "linked" }), row(40, { distance: 2 }), row(41, { distance: -4 }), row(42, { distance: -2 })];
    const groups = groupRows(rows);
    expect(groups.map(({ steps }) => steps)).toEqual([0, -1, -2, 1]);
    const { shown, folded } = fold(groups[0]?.rows ?? []);
    expect(shown.map(({ index }) => index)).toEqual([30, 19, 18, 17, 16, 15, 31]);
    expect(foldedWords(folded)).toBe("15 more, all between 2026-12-02 and 2026-12-16");
    expect(foldedWords([row(1, { goes: true }), row(2, { goes: true })])).toBe("2 more, all of them expire now");
    expect(foldedWords([row(1, { goes: true }), row(2), row(3, { locked: "linked" })])).toBe("3 more, 1 of them expires now, 1 can't change");
    expect(isWithin(row(41, { distance: -4 }), { direction: "up", depth: 1 })).toBe(false);
    expect(isWithin(row(41, { distance: -4 }), { direction: "both", depth: 2 })).toBe(true);
  });
});

it("says what the engine counted and didn't list", () => {
  const plan = { changing: 1400, unchanged: 30, locked: 10, versions: 1400, rows: Array.from({ length: 200 }, () => ({ goes: true, locked: null })) } as unknown as RetentionPlan;
  expect(unlistedWords(plan, 0)).toBe("1,240 more that aren't listed, 1,200 of them expire now, 10 can't change");
  expect(unlistedWords({ ...plan, changing: 201, unchanged: 0, locked: 0, versions: 201 }, 0)).toBe("1 more that isn't listed, which expires now");
  expect(unlistedWords({ ...plan, changing: 200, unchanged: 0, locked: 0 }, 0)).toBeNull();
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
    expect(moveNote(HOLDERS, "best", { id: 13, index: 12 })).toBe("moves “best” from v9 to v12");
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
