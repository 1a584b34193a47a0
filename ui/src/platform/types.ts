/** What the window needs from the program around it. Two hosts implement it: the desktop shell and the HTTP server. */
import type { Event } from "@/api/bindings";

export type Unsubscribe = () => void;

/** A drag of files from outside over the window, in CSS pixels of the window. */
export type DropEvent =
  | { kind: "enter"; paths: readonly string[]; x: number; y: number }
  | { kind: "over"; x: number; y: number }
  | { kind: "drop"; paths: readonly string[]; x: number; y: number }
  | { kind: "leave" };

export interface WindowControls {
  setTitle: (title: string) => void;
  close: () => void;
  toggleFullscreen: () => void;
}

export interface Platform {
  /** The desktop shell; false in a browser. */
  isDesktop: boolean;
  /** Calls a command; rejects with the command's error as it came over the wire. */
  rpc: (command: string, request: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** Changes, jobs and the like. `onReconnect`: events may have been missed. */
  subscribe: (onEvent: (event: Event) => void, onReconnect?: () => void) => Unsubscribe;
  /** From now on links are followed; the one of the start is held back until then. */
  followsLinks: () => void;
  /** Where the content scheme serves `path` (begins with `/`), for images and `fetch` with ranges. */
  contentUrl: (path: string) => string;
  /** Absolute paths that the person chose; empty when they cancelled. */
  pickFiles: () => Promise<string[]>;
  pickFolder: () => Promise<string[]>;
  /** Files dragged in from outside, with real paths; never called in a browser, which tells none. */
  onDrop: (listener: (event: DropEvent) => void) => Unsubscribe;
  /** Hands files on disk to the system's drag and drop; while the pointer is down. */
  startDrag: (paths: readonly string[]) => Promise<void>;
  /** Asks where to, and writes; false when the person thought better of it. */
  saveAs: (name: string, content: string | Blob) => Promise<boolean>;
  copyImage: (image: Blob) => Promise<void>;
  openExternal: (url: string) => void;
  copyText: (text: string) => Promise<void>;
  window: WindowControls;
}
