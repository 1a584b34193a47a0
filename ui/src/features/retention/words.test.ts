import { expect, it } from "vitest";
import type { Sweep } from "@/api";
import { keptOf } from "./words";

const sweep = (at: number, versions: number): Sweep => ({ at, versions, bytes: 0, freed: null });
const kept = [{ reason: "latest", versions: 1 }, { reason: "best", versions: 3 }];

it("counts who is kept so that it adds up, what is only young included", () => {
  const going = keptOf({ kept, timeline: [sweep(0, 9), sweep(1, 20), sweep(2, 7)], plan: { versions: 9 } });
  expect(going).toEqual({ reasons: [...kept, { reason: "young", versions: 27 }], stay: 31, of: 40 });
  expect(keptOf({ kept, timeline: [sweep(1, 20)], plan: { versions: 0 } })).toMatchObject({ stay: 24, of: 24 });
  expect(keptOf({ kept, timeline: [sweep(0, 9)], plan: { versions: 9 } })).toEqual({ reasons: kept, stay: 4, of: 13 });
});
