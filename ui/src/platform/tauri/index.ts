/** The desktop shell. The only place that may import `@tauri-apps/api`. */
import { invoke } from "@tauri-apps/api/core";
import { emit, listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type { Event, Saved } from "@/api/bindings";
import { copyImage, copyText } from "../copy";
import type { DropEvent, Platform, Unsubscribe } from "../types";
import { toSyncUnsubscribe } from "../unsubscribe";

const EVENT = "cairn://event";
/** The link of the start waits for it. */
const READY = "cairn://ready";

export function createTauriPlatform(): Platform {
  const window = getCurrentWindow();
  const rpc = (command: string, request: unknown) => invoke<unknown>("rpc", { command, request });
  let listening: Promise<unknown> = Promise.resolve();
  return {
    isDesktop: true,
    rpc,
    subscribe: (onEvent) => {
      const pending = listen<Event>(EVENT, ({ payload }) => onEvent(payload));
      listening = pending;
      return toSyncUnsubscribe(pending);
    },
    followsLinks: () => void listening.then(() => emit(READY)).catch(() => undefined),
    contentUrl: (path) => `artifact://localhost${path}`,
    pickFiles: () => rpc("host.choose_files", {}) as Promise<string[]>,
    pickFolder: () => rpc("host.choose_folder", {}) as Promise<string[]>,
    onDrop,
    startDrag: (paths) => invoke("start_drag", { paths }),
    saveAs: async (name, content) => {
      const request = typeof content === "string" ? { name, text: content, base64: null } : { name, text: null, base64: toBase64(await content.arrayBuffer()) };
      return ((await rpc("host.save_as", request)) as Saved).path !== null;
    },
    copyImage,
    openExternal: (url) => void invoke("open_external", { url }),
    copyText,
    window: {
      setTitle: (title) => void window.setTitle(title),
      close: () => void window.close(),
      toggleFullscreen: () => void window.isFullscreen().then((isOn) => window.setFullscreen(!isOn)),
    },
  };
}

/** Positions come in physical pixels; everything else here counts CSS pixels. */
function onDrop(listener: (event: DropEvent) => void): Unsubscribe {
  const pending = getCurrentWebview().onDragDropEvent(({ payload }) => {
    if (payload.type === "leave") return listener({ kind: "leave" });
    const scale = globalThis.devicePixelRatio || 1;
    const at = { x: payload.position.x / scale, y: payload.position.y / scale };
    if (payload.type === "over") return listener({ kind: "over", ...at });
    return listener({ kind: payload.type, paths: payload.paths, ...at });
  });
  return toSyncUnsubscribe(pending);
}

/** In pieces: a call takes only so many arguments. */
function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
