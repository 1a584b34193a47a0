import { Box, Link2, Pin, Play } from "lucide-react";
import type { Ref } from "react";
import { TypeIcon } from "@/components";

/** The icons that the canvas needs, as React draws them, out of sight. */
export function IconSource({ types, hostRef }: { types: readonly string[]; hostRef: Ref<HTMLDivElement> }) {
  return (
    <div ref={hostRef} hidden aria-hidden="true">
      <span data-icon="run">
        <Play />
      </span>
      <span data-icon="pin">
        <Pin />
      </span>
      <span data-icon="chain">
        <Link2 />
      </span>
      <span data-icon="version">
        <Box />
      </span>
      {types.map((type) => (
        <span key={type} data-icon={type}>
          <TypeIcon type={type} />
        </span>
      ))}
    </div>
  );
}
