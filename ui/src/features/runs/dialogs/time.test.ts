import { describe, expect, it } from "vitest";
import { readTime } from "./time";

const now = new Date(2026, 10, 26, 12, 0).getTime();

describe("readTime", () => {
  it("reads a date, and a date with a time", () => {
    expect(readTime("2026-11-25", now)).toEqual({ at: new Date(2026, 10, 25).getTime(), problem: null });
    expect(readTime(" 2026-11-25 9:05 ", now)).toEqual({ at: new Date(2026, 10, 25, 9, 5).getTime(), problem: null });
    expect(readTime("2026-11-25T23:59:30", now)).toEqual({ at: new Date(2026, 10, 25, 23, 59, 30).getTime(), problem: null });
    expect(readTime("", now)).toEqual({ at: null, problem: null });
  });
  it("says what is wrong", () => {
    for (const text of ["yesterday", "25.11.2026", "2026-1-1", "2026-11-25 9"]) expect(readTime(text, now).problem).toMatch(/^Write a date/);
    for (const text of ["2026-02-30", "2026-13-01", "2026-11-25 24:00", "2026-11-25 10:60"]) expect(readTime(text, now).problem).toMatch(/no such/);
    expect(readTime("2026-11-26 12:01", now).problem).toMatch(/future/);
  });
});
