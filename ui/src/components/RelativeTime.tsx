import { Focusable } from "react-aria-components";
import { formatAbsolute, formatRelative, toDate, useMinute, type Instant } from "@/lib/time";
import { Tooltip } from "./Tooltip";

export interface RelativeTimeProps {
  at: Instant;
  /** Inside tables: a plain title instead of a focusable tooltip, so that a row stays one stop. */
  isPlain?: boolean;
}

/** "4 min ago" with the absolute time and zone in the tooltip; the words are made anew each minute. */
export function RelativeTime({ at, isPlain }: RelativeTimeProps) {
  useMinute();
  const date = toDate(at);
  const absolute = formatAbsolute(date);
  const iso = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  if (isPlain) {
    return (
      <time dateTime={iso} title={absolute}>
        {formatRelative(date)}
      </time>
    );
  }
  return (
    <Tooltip text={absolute}>
      <Focusable>
        <time dateTime={iso} tabIndex={0}>
          {formatRelative(date)}
        </time>
      </Focusable>
    </Tooltip>
  );
}
