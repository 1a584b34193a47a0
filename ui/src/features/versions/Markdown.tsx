import { lexer, type Token, type Tokens } from "marked";
import { Fragment, useMemo, type ReactNode } from "react";
import { getPlatform } from "@/platform";
import styles from "./Markdown.module.css";

/**
 * Markdown as React elements. Nothing in it becomes HTML: raw HTML shows as the text it is, images are only named,
 * and a link opens in the browser when it is pressed, never by itself.
 */
export default function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => lexer(text, { gfm: true }), [text]);
  return <div className={`${styles["markdown"]} selectable`}>{all(tokens)}</div>;
}

function all(tokens: readonly Token[] | undefined): ReactNode {
  // A token has nothing but its place to be known by, and the list is made anew with each text.
  // oxlint-disable-next-line react/no-array-index-key
  return (tokens ?? []).map((token, at) => <Fragment key={at}>{one(token)}</Fragment>);
}

function one(token: Token): ReactNode {
  const draw = DRAW[token.type];
  return draw ? draw(token) : "text" in token ? String(token.text) : null;
}

const inner = (token: Token) => all("tokens" in token ? token.tokens : undefined);

const DRAW: Record<string, (token: Token) => ReactNode> = {
  space: () => null,
  def: () => null,
  hr: () => <hr />,
  br: () => <br />,
  heading: (token) => heading(token as Tokens.Heading),
  paragraph: (token) => <p>{inner(token)}</p>,
  blockquote: (token) => <blockquote>{inner(token)}</blockquote>,
  list: (token) => list(token as Tokens.List),
  checkbox: (token) => <span aria-label={(token as Tokens.Checkbox).checked ? "done" : "open"}>{(token as Tokens.Checkbox).checked ? "☑ " : "☐ "}</span>,
  table: (token) => <Table table={token as Tokens.Table} />,
  code: (token) => (
    <pre tabIndex={0}>
      <code>{(token as Tokens.Code).text}</code>
    </pre>
  ),
  codespan: (token) => <code>{(token as Tokens.Codespan).text}</code>,
  strong: (token) => <strong>{inner(token)}</strong>,
  em: (token) => <em>{inner(token)}</em>,
  del: (token) => <del>{inner(token)}</del>,
  html: (token) => token.raw,
  escape: (token) => (token as Tokens.Escape).text,
  text: (token) => ("tokens" in token && token.tokens ? inner(token) : decode((token as Tokens.Text).text)),
  link: (token) => <SafeLink link={token as Tokens.Link} />,
  image: (token) => <span className="dim">{`[image: ${(token as Tokens.Image).text || (token as Tokens.Image).href}]`}</span>,
};

/** The page has its own h1 and h2, so a description begins at h3. */
function heading({ depth, tokens }: Tokens.Heading): ReactNode {
  const Level = (["h3", "h4", "h5", "h6"] as const)[Math.min(depth, 4) - 1] ?? "h6";
  return <Level data-depth={depth}>{all(tokens)}</Level>;
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- as above
  const entries = items.map((item, at) => <li key={at}>{all(item.tokens)}</li>);
  return ordered ? <ol start={Number(start) || 1}>{entries}</ol> : <ul>{entries}</ul>;
}

function Table({ table: { header, rows } }: { table: Tokens.Table }) {
  const cell = ({ tokens, align }: Tokens.TableCell, at: number, Cell: "th" | "td") => (
    <Cell key={at} style={align ? { textAlign: align } : {}}>
      {all(tokens)}
    </Cell>
  );
  return (
    <div className={styles["wide"]}>
      <table>
        <thead>
          <tr>{header.map((each, at) => cell(each, at, "th"))}</tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- as above
            <tr key={at}>{row.map((each, column) => cell(each, column, "td"))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Only web addresses lead anywhere; the title says where before one presses. */
export function isSafeLink(href: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(href);
}

function SafeLink({ link }: { link: Tokens.Link }) {
  const { href, tokens } = link;
  if (!isSafeLink(href)) return <span title={href}>{all(tokens)}</span>;
  return (
    <a
      href={href}
      title={href}
      rel="noreferrer noopener"
      onClick={(event) => {
        event.preventDefault();
        getPlatform().openExternal(href);
      }}
    >
      {all(tokens)}
    </a>
  );
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** `&amp;` and the like, and numbered ones; the rest stays as written. */
function decode(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
