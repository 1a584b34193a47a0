import { HardDrive } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { Storage, StorageGroup } from "@/api";
import { Button, EmptyState, Tooltip, typeColour } from "@/components";
import { useAppearance } from "@/lib/appearance";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { crumbsOf, nounsOf, wishOf, type Level } from "./level";
import styles from "./Storage.module.css";
import { arrange, isEnlarged, leadsOn, tilesOf, type Placed, type Tile } from "./tiles";
import { neighbour, type Direction } from "./treemap";
import { useSize } from "./useSize";

/** The tile that gets the focus once its level is drawn: one's own when going up, else the first. */
export interface Wish {
  level: string;
  /** Empty for the first. */
  key: string;
}

export interface StorageMapProps {
  level: Level;
  storage: Storage;
  /** Taken when done; a level on the way leaves it for the one it is meant for. */
  wish: RefObject<Wish | null>;
  onOpen: (group: StorageGroup) => void;
  onUp: () => void;
  onMore: () => void;
  /** Whether tiles are larger than their bytes. */
  onEnlarged: (isEnlarged: boolean) => void;
}

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** A tile for each group, by its exclusive bytes. One Tab stop; arrows go to what lies there, Enter inside, Backspace up. */
export function StorageMap({ level, storage, wish, onOpen, onUp, onMore, onEnlarged }: StorageMapProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const { zoom } = useAppearance();
  const placed = useMemo(() => arrange(tilesOf(storage, level), width, height, zoom), [storage, level, width, height, zoom]);
  useEffect(() => onEnlarged(isEnlarged(placed)), [placed, onEnlarged]);
  const [cursor, setCursor] = useState("");
  const current = Math.max(0, placed.findIndex(({ tile }) => tile.key === cursor));
  const focus = (at: number) => room.current?.querySelectorAll<HTMLElement>("button")[at]?.focus();
  useLayoutEffect(() => {
    if (wish.current?.level !== wishOf(level) || placed.length === 0) return;
    const { key } = wish.current;
    const at = Math.max(0, placed.findIndex(({ tile }) => tile.key === key));
    wish.current = null;
    focus(at);
  }, [level, placed, wish]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const next = direction ? neighbour(placed.map(({ rect }) => rect), current, direction) : { Home: 0, End: placed.length - 1 }[event.key];
    if (event.key === "Backspace") onUp();
    else if (next === undefined) return;
    else if (next !== null) focus(next);
    event.preventDefault();
  };
  const open = (tile: Tile) => {
    const where = leadsOn(tile, level);
    if (where === "table") onMore();
    else if (where !== null && tile.group) onOpen(tile.group);
  };
  return (
    <div ref={room} role="group" aria-label={`Map of ${crumbsOf(level).at(-1)?.text ?? "Store"} by exclusive bytes`} className={styles["map"]} onKeyDown={onKeyDown}>
      {placed.map(({ tile, rect }, at) => (
        <div key={tile.key} className={styles["place"]} style={{ left: rect.x, top: rect.y, width: rect.w, height: rect.h }} data-bytes={tile.bytes} data-kind={tile.kind}>
          <TileButton placed={{ tile, rect }} zoom={zoom} isStop={at === current} onFocus={() => setCursor(tile.key)} onPress={() => open(tile)} />
        </div>
      ))}
      {width > 0 && placed.length === 0 ? <EmptyState title={`No ${nounsOf(level)[1]} with bytes here`} icon={<HardDrive />} /> : null}
    </div>
  );
}

/** About as wide as a letter of a name, of a size, and what stands beside a name (CSS pixels at 100 %). */
const LETTER = 7;
const SIZE_LETTER = 6.3;
const PADDING = 16;

interface TileButtonProps {
  placed: Placed;
  zoom: number;
  isStop: boolean;
  onFocus: () => void;
  onPress: () => void;
}

function TileButton({ placed: { tile, rect }, zoom, isStop, onFocus, onPress }: TileButtonProps) {
  const size = [formatBytes(tile.bytes), tile.note].filter(Boolean).join(", ");
  const isUpright = rect.h > rect.w * 2 && rect.w < (tile.title.length * LETTER + PADDING) * zoom;
  const [across, along] = isUpright ? [rect.w, rect.h] : [rect.h, rect.w];
  const hasName = along >= 44 * zoom && across >= 26 * zoom;
  // Upright the size follows the name, else it has a line of its own.
  const left = isUpright ? along / zoom - tile.title.length * LETTER - 8 : across >= 44 * zoom ? along / zoom : 0;
  const sizeShown = hasName ? sizeWords(tile, left - PADDING) : "";
  return (
    <Tooltip text={tileWords(tile)}>
      <Button
        className={cx(styles["tile"], styles[tile.kind], isUpright ? styles["upright"] : rect.h < 44 * zoom && styles["low"], tile.type !== null && styles[`type${typeColour(tile.type)}`])}
        aria-label={`${tile.title} ${size}`}
        excludeFromTabOrder={!isStop}
        onFocus={onFocus}
        onPress={onPress}
      >
        {hasName ? <span className={styles["name"]}>{`${tile.title} `}</span> : null}
        {sizeShown === "" ? null : <span className={styles["size"]}>{sizeShown}</span>}
      </Button>
    </Tooltip>
  );
}

/** The size with its note, or alone, or nothing: half of a number would be another number. */
function sizeWords({ bytes, note }: Tile, room: number): string {
  const all = [formatBytes(bytes), note].filter(Boolean);
  const fits = (words: string) => words.length * SIZE_LETTER <= room;
  return [all.join(", "), formatBytes(bytes)].find(fits) ?? "";
}

/** "resnet-plankton: 118 GiB exclusive, 12 GiB shared, 9.8 TiB logical; 1,204 versions, 3 in the trash". */
function tileWords({ kind, title, bytes, group, note }: Tile): string {
  if (group === null) return [title, ": ", formatBytes(bytes), kind === "more" ? " exclusive together, too small to be drawn. Opens the table." : note && `, ${note}`].join("");
  const { exclusive, shared, logical, versions, trashed } = group;
  const counts = [plural(versions, "version"), trashed > 0 ? `${formatCount(trashed)} in the trash` : ""].filter(Boolean).join(", ");
  return `${title}: ${formatBytes(exclusive)} exclusive, ${formatBytes(shared)} shared, ${formatBytes(logical)} logical; ${counts}`;
}
