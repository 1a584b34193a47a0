import { describe, expect, it } from "vitest";
import { makeScale, MAX_SPACER, rangeAt, topToShow } from "./scale";

describe("scroll arithmetic", () => {
  it("scrolls short lists one to one", () => {
    expect(makeScale(100, 32, 600)).toEqual({ total: 3200, spacer: 3200, ratio: 1, maxTop: 2600 });
  });

  it("ends with a whole row at the upper edge where that is wanted", () => {
    expect(makeScale(20, 28, 100, true)).toEqual({ total: 576, spacer: 576, ratio: 1, maxTop: 17 * 28 });
    expect(makeScale(3, 28, 100, true).maxTop).toBe(0);
  });

  it.each([28, 32, 40, 64])("reaches the last of a million rows at row height %i", (rowHeight) => {
    const { spacer, ratio, maxTop, total } = makeScale(1_000_000, rowHeight, 600);
    expect(spacer).toBe(MAX_SPACER);
    // The end of the scroll bar is the end of the list.
    expect((spacer - 600) * ratio).toBeCloseTo(maxTop, 3);
    expect(rangeAt(maxTop, 1_000_000, rowHeight, 600, 6).end).toBe(1_000_000);
    expect(total - maxTop).toBe(600);
  });

  it("draws nothing of an empty list", () => {
    expect(rangeAt(0, 0, 32, 600, 6)).toEqual({ first: 0, end: 0, base: 0 });
  });

  it("moves as little as it can to show a row", () => {
    expect(topToShow(5, 0, 32, 600)).toBe(0);
    expect(topToShow(30, 0, 32, 600)).toBe(31 * 32 - 600);
    expect(topToShow(2, 320, 32, 600)).toBe(64);
  });
});
