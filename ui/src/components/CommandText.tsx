import { createElement, type ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./CommandText.module.css";

/** A command line as text. It wraps between words, but not within an option: half of `--run` could be read as another. */
export function CommandText({ text, className }: { text: string; className?: string | undefined }) {
  const parts = text.split(/(?<=\s)(-\S+)/).map((part, at): ReactNode => (at % 2 === 0 ? part : createElement("span", { className: styles["option"] }, part)));
  return createElement("code", { className: cx("mono selectable", styles["command"], className) }, ...parts);
}
