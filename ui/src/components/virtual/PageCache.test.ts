import { describe, expect, it, vi } from "vitest";
import { PAGE_ROWS, PageCache } from "./PageCache";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const numbers = (start: number, count: number) => Promise.resolve(Array.from({ length: count }, (_, at) => start + at));

describe("PageCache", () => {
  it("asks for what is in view only, and once", async () => {
    const load = vi.fn(numbers);
    const cache = new PageCache<number>(load, () => undefined, () => undefined);
    cache.want(0, 40, 1000);
    cache.want(0, 40, 1000);
    await settle();
    cache.want(10, 50, 1000);
    await settle();
    expect(load.mock.calls.map(([start, count]) => [start, count])).toEqual([[0, PAGE_ROWS]]);
    expect(cache.get(7)).toBe(7);
    expect(cache.get(200)).toBeUndefined();
  });

  it("forgets pages that left the view before their turn", async () => {
    const waiting: (() => void)[] = [];
    const asked: number[] = [];
    const load = (start: number, count: number) => {
      asked.push(start);
      return new Promise<number[]>((resolve) => waiting.push(() => void numbers(start, count).then(resolve)));
    };
    const cache = new PageCache<number>(load, () => undefined, () => undefined);
    for (let page = 0; page < 50; page += 1) cache.want(page * PAGE_ROWS, page * PAGE_ROWS + 40, 1_000_000);
    expect(asked).toHaveLength(3);
    waiting.forEach((answer) => answer());
    await settle();
    await settle();
    expect(asked.at(-1)).toBe(49 * PAGE_ROWS);
    expect(asked).toHaveLength(4);
  });

  it("keeps old rows in view until the new ones are here", async () => {
    let generation = 0;
    const cache = new PageCache<string>((start, count) => Promise.resolve(Array.from({ length: count }, (_, at) => `${generation}:${start + at}`)), () => undefined, () => undefined);
    cache.want(0, 40, 500);
    await settle();
    generation = 1;
    cache.refresh(0, 40);
    expect(cache.get(0)).toBe("0:0");
    await settle();
    expect(cache.get(0)).toBe("1:0");
  });

  it("shows an answer that a change overtook, and asks again", async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const cache = new PageCache<string>(() => new Promise<string[]>((resolve) => answers.push(resolve)), () => cache.want(0, 1, null), () => undefined);
    cache.want(0, 1, null);
    for (let change = 0; change < 5; change += 1) cache.refresh(0, 1, true);
    expect(answers).toHaveLength(1);
    answers[0]?.(["old"]);
    await settle();
    expect([cache.get(0), answers.length]).toEqual(["old", 2]);
    answers[1]?.(["new"]);
    await settle();
    expect([cache.get(0), answers.length]).toEqual(["new", 2]);
  });

  it("tells the length that came with the rows, and failures", async () => {
    const totals: (number | undefined)[] = [];
    const failures: unknown[] = [];
    const cache = new PageCache<number>(
      (start) => (start === 0 ? Promise.resolve({ rows: [1], total: 300 }) : Promise.reject(new Error("no"))),
      (total) => totals.push(total),
      (error) => failures.push(error),
    );
    cache.want(0, 1, null);
    await settle();
    cache.want(100, 140, 300);
    await settle();
    expect(totals).toEqual([300]);
    expect(failures).toEqual([new Error("no")]);
  });
});
