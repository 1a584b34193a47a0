import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import Markdown, { isSafeLink } from "./Markdown";

const html = (text: string) => render(<Markdown text={text} />).container;

describe("Markdown", () => {
  it("never makes HTML of HTML, and loads nothing", () => {
    const root = html('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![pixel](https://example.org/p.png)\n\n<a href="javascript:alert(1)">x</a>');
    expect(root.querySelector("script, img, a, iframe, style")).toBeNull();
    expect(root.textContent).toContain("<script>alert(1)</script>");
    expect(root.textContent).toContain("[image: pixel]");
  });
  it("links only to the web", () => {
    expect(html("[a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) [d](/x)").querySelector("a")).toBeNull();
    expect(html("[a](https://example.org/x)").querySelector("a")?.getAttribute("href")).toBe("https://example.org/x");
    expect([isSafeLink("HTTPS://a"), isSafeLink("https:///x"), isSafeLink(" https://a")]).toEqual([true, false, false]);
  });
  it("draws what people write", () => {
    const root = html("# Title\n\nA **b** *c* ~~d~~ `e<f>` &amp; x\n\n1. one\n2. two\n\n- [x] done\n\n| a | b |\n|--|-:|\n| 1 | 2 |\n\n> q\n\n```py\nx < 1\n```\n");
    expect(root.querySelector("h3")?.textContent).toBe("Title");
    expect(root.querySelector("p")?.textContent).toBe("A b c d e<f> & x");
    expect(root.querySelectorAll("ol > li")).toHaveLength(2);
    expect(root.querySelector("ul")?.textContent).toContain("☑");
    expect(root.querySelectorAll("td")).toHaveLength(2);
    expect(root.querySelector("pre code")?.textContent).toBe("x < 1");
  });
});
