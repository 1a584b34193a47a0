import { describe, expect, it } from "vitest";
import { previewOf } from "@/testing/uifilesMock";
import { describePart } from "./describe";
import { nodeAt, parseJsonTree, summarise } from "./jsonTree";
import { linkHost, sanitise } from "./sanitise";
import { nextOffset, parsePreview } from "./types";

function clean(html: string): string {
  const host = document.createElement("div");
  host.append(sanitise(html));
  return host.innerHTML;
}

describe("parseJsonTree", () => {
  it("keeps numbers and repeated keys as written", () => {
    const top = parseJsonTree('{"a": 12345678901234567890, "a": 1e400, "b": [true, null, {"c": "x\\"y"}]}');
    expect(top?.children.map(({ key, text }) => [key, text])).toEqual([["a", "12345678901234567890"], ["a", "1e400"], ["b", ""]]);
    expect(nodeAt(top as never, "2.2.0")?.text).toBe('"x\\"y"');
    expect(summarise(nodeAt(top as never, "2") as never)).toBe("[ 3 ]");
  });

  it("refuses what isn't one whole value", () => {
    for (const text of ["", "{", '{"a": [1, 2', "[1]]", "{]", "x", '{1: 2}', "1 2"]) expect(parseJsonTree(text), text).toBeNull();
  });

  it("reads nesting that would overflow a recursive reader", () => {
    const depth = 50_000;
    expect(parseJsonTree("[".repeat(depth) + "]".repeat(depth))).not.toBeNull();
  });
});

describe("sanitise", () => {
  it("lets nothing through that runs or loads", () => {
    const dirty = '<p onclick="x()">a<script>alert(1)</script><img src=x onerror=x()><iframe srcdoc="x"></iframe><svg><a href="javascript:x()">s</a></svg><style>p{}</style><form action=x>f</form></p>';
    expect(clean(dirty)).not.toMatch(/script|onclick|onerror|img|iframe|svg|style|form|src/i);
    expect(clean(dirty)).toContain("a");
  });

  it("turns links into marks that can't be followed by themselves", () => {
    expect(clean('<a href="https://e.org/x">e</a>')).toContain('data-href="https://e.org/x"');
    expect(clean('<a href="https://e.org/x">e</a>')).not.toContain(" href=");
    for (const href of ["javascript:alert(1)", " javascript:x", "data:text/html,x", "file:///etc/passwd", "//e.org", "artifact://x"]) expect(clean(`<a href="${href}">e</a>`), href).toBe("<a>e</a>");
  });

  it("shows the ticks of task lists as text", () => {
    expect(clean('<li><input type="checkbox" checked>done</li>')).toBe("<li>☑ done</li>");
  });
});

describe("linkHost", () => {
  it("names the host that a link really leads to", () => {
    expect(linkHost("https://good.org@evil.org/x")).toBe("evil.org");
    expect(linkHost("mailto:ada@example.org")).toBe("ada@example.org");
    expect(linkHost("javascript:x()")).toBeNull();
  });
});

describe("previews", () => {
  it("refuses a kind that it doesn't know", () => {
    expect(() => parsePreview('{"kind":"video"}')).toThrow(/isn't known/);
    expect(() => parsePreview("null")).toThrow(/isn't known/);
  });

  it("finds the next page by bytes, and by items in lists of items", () => {
    const table = previewOf("a.csv", "auto", 0);
    expect(nextOffset([table])).toBe(212 * 1024);
    const tensors = { ...previewOf("a.safetensors", "auto", 0), shown: 100, total: 161 } as never;
    expect(nextOffset([tensors])).toBe(100);
    expect(nextOffset([tensors, { ...(tensors as object), shown: 61 } as never])).toBeNull();
  });

  it("says how much of the file is in view", () => {
    expect(describePart([previewOf("a.csv", "auto", 0)], 48 * 1024 ** 2)).toBe("Rows 1–200 of 2,104,771 · first 212 KiB of 48.0 MiB");
  });
});
