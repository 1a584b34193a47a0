import { describe, expect, it } from "vitest";
import { columnTemplate, countYielding, withoutYielding } from "./columns";
import type { Column } from "./types";

const column = (id: string, width: number, rest: Partial<Column<string>> = {}): Column<string> => ({ id, title: id, width, render: (row) => row, ...rest });
const COLUMNS = [column("name", 200, { minWidth: 100, isFlexible: true }), column("type", 90, { yields: 1 }), column("size", 80), column("sizes", 120, { yields: 2 })];

const idsIn = (room: number, columns = COLUMNS) => withoutYielding(columns, countYielding(columns, false, room)).map(({ id }) => id);

describe("columns of a table", () => {
  it("stay while they fit, the flexible one as narrow as it may be", () => expect(idsIn(404)).toEqual(["name", "type", "size", "sizes"]));
  it("go by rank, and those without one stay", () => {
    expect(idsIn(403)).toEqual(["name", "type", "size"]);
    expect(idsIn(280)).toEqual(["name", "size"]);
    expect(idsIn(10)).toEqual(["name", "size"]);
  });
  it("share what is left, the flexible one more of it", () => expect(columnTemplate(COLUMNS.slice(0, 2), false)).toBe("minmax(calc(100px * var(--zoom)), 400fr) minmax(calc(90px * var(--zoom)), 90fr) 14px"));
  it("keep a width that was set, and leave the rest empty when all are", () => {
    const sized = [column("name", 150, { minWidth: 100, isFlexible: true, isSized: true })];
    expect(columnTemplate(sized, true)).toBe("calc(36px * var(--zoom)) calc(150px * var(--zoom)) minmax(14px, 1fr)");
    expect(idsIn(100, sized)).toEqual(["name"]);
  });
});
