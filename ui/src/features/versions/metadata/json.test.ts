import { describe, expect, it } from "vitest";
import { valueFromInput } from "./input";
import { JsonProblem, parseJson, writeJson } from "./json";
import { findNodes, idOf, isInArray, nodeAt, pathOf, pathText, withValue } from "./path";

describe("JSON as written", () => {
  it.each(['{"a":0.10,"b":9007199254740993,"c":1.0e-5,"d":-0,"e":[1,{"f":null}],"g":"\\u00e9\\n"}', "[]", "{}", '"x"', "1E400", "true"])("keeps %s", (text) => {
    expect(writeJson(parseJson(writeJson(parseJson(text), 2)))).toBe(writeJson(parseJson(text)));
  });
  it("keeps every digit of numbers", () => {
    expect(writeJson(parseJson(' { "a" : 0.1000000000000000055 , "b":1E400 } '))).toBe('{"a":0.1000000000000000055,"b":1E400}');
  });
  it.each([
    ["{", "line 1, column 2"],
    ['{"a":1,}', "line 1, column 8"],
    ['{"a":01}', "line 1, column 7"],
    ['{\n  "a": 1\n  "b": 2\n}', "line 3, column 3"],
    ['{"a":1,"a":2}', "there twice"],
    ["[1] 2", "Nothing may follow"],
    ['{"a":NaN}', "isn't JSON"],
    ['["x]', "isn't closed"],
    ['["\\q"]', "escape"],
    ["", "too early"],
    [`${"[".repeat(200)}`, "too deeply"],
  ])("refuses %s and says where", (text, words) => {
    expect(() => parseJson(text)).toThrow(JsonProblem);
    expect(() => parseJson(text)).toThrow(words);
  });
  it("answers as JSON.parse does for random values", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const make = (depth: number): unknown => {
      const pick = random();
      if (depth > 3 || pick < 0.4) return [random() * 1e6 - 5e5, "a\"\\\u2028é", true, null, 0][Math.floor(random() * 5)];
      const children = Array.from({ length: Math.floor(random() * 4) }, (_, at) => [`k.${at}`, make(depth + 1)] as const);
      return pick < 0.7 ? children.map(([, value]) => value) : Object.fromEntries(children);
    };
    for (let round = 0; round < 300; round += 1) {
      const value = make(0);
      expect(JSON.parse(writeJson(parseJson(JSON.stringify(value, null, round % 3)), round % 2))).toEqual(value);
    }
  });
});

describe("typed values", () => {
  it.each([
    ["0.10", "0.10"],
    ["adam", '"adam"'],
    ['"7"', '"7"'],
    ["true", "true"],
    ["[1, 2]", "[1,2]"],
    ["{bad", '"{bad"'],
  ])("%s is stored as %s", (text, json) => expect(valueFromInput(text)).toBe(json));
});

describe("places", () => {
  const root = parseJson('{"a.b":{"c":1},"list":[{"d":2},3],"e":"Adam"}');
  it("escapes dots in keys", () => expect(pathText(["a.b", "c"])).toBe(String.raw`a\.b.c`));
  it("finds nodes and knows lists", () => {
    expect(nodeAt(root, ["list", "0", "d"])).toEqual({ kind: "number", raw: "2" });
    expect(nodeAt(root, ["list", "9"])).toBeUndefined();
    expect(isInArray(root, ["list", "0", "d"])).toBe(true);
    expect(isInArray(root, ["a.b", "c"])).toBe(false);
  });
  it("sets, adds and removes without touching the rest", () => {
    const one = parseJson("1.50");
    expect(writeJson(withValue(root, ["list", "0", "d"], one))).toBe('{"a.b":{"c":1},"list":[{"d":1.50},3],"e":"Adam"}');
    expect(writeJson(withValue(root, ["list", "2"], one))).toBe('{"a.b":{"c":1},"list":[{"d":2},3,1.50],"e":"Adam"}');
    expect(writeJson(withValue(root, ["new", "deep"], one))).toBe('{"a.b":{"c":1},"list":[{"d":2},3],"e":"Adam","new":{"deep":1.50}}');
    expect(writeJson(withValue(root, ["list", "0"], null))).toBe('{"a.b":{"c":1},"list":[3],"e":"Adam"}');
    expect(writeJson(withValue(root, ["e"], null))).toBe('{"a.b":{"c":1},"list":[{"d":2},3]}');
  });
  it("searches keys and values and shows the way there", () => {
    const found = findNodes(root, "ADAM");
    expect(found?.hits).toBe(1);
    expect([...(found?.shown ?? [])].map(pathOf)).toEqual([["e"]]);
    expect(findNodes(root, "d")?.shown.has(idOf(["list", "0"]))).toBe(true);
    expect(findNodes(root, " ")).toBeNull();
  });
});
