/** The HTTP server: `/rpc/{command}`, `/events`, `/content`. */
import type { ApiError, Event } from "@/api/bindings";
import { copyImage, copyText } from "../copy";
import type { Platform, Unsubscribe } from "../types";

export function createHttpPlatform(): Platform {
  return {
    isDesktop: false,
    rpc,
    subscribe,
    followsLinks: () => undefined,
    contentUrl: (path) => `/content${path}`,
    pickFiles: () => rpc("host.choose_files", {}) as Promise<string[]>,
    pickFolder: () => rpc("host.choose_folder", {}) as Promise<string[]>,
    onDrop: () => () => undefined,
    startDrag: () => Promise.resolve(),
    saveAs,
    copyImage,
    openExternal: (url) => void window.open(url, "_blank", "noopener,noreferrer"),
    copyText,
    window: {
      setTitle: (title) => {
        document.title = title;
      },
      close: () => window.close(),
      toggleFullscreen: () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    },
  };
}

async function rpc(command: string, request: unknown, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(`/rpc/${command}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    credentials: "same-origin",
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable();
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  throw isApiError(body) ? body : { code: "internal", message: `The server answered ${response.status}`, hint: null };
}

function isApiError(body: unknown): body is ApiError {
  return typeof body === "object" && body !== null && "code" in body && "message" in body;
}

function unreachable(): ApiError {
  return { code: "server-unreachable", message: "The server doesn't answer", hint: "See whether it still runs; this page tries again when it gets the focus." };
}

function subscribe(onEvent: (event: Event) => void, onReconnect?: () => void): Unsubscribe {
  const source = new EventSource("/events");
  let hasBeenOpen = false;
  source.addEventListener("open", () => {
    if (hasBeenOpen) onReconnect?.();
    hasBeenOpen = true;
  });
  source.addEventListener("message", ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as Event));
  return () => source.close();
}

/** The browser's own download: nobody is asked, and it can't be told whether it was kept. */
function saveAs(name: string, content: string | Blob): Promise<boolean> {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type: "text/plain;charset=utf-8" }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return Promise.resolve(true);
}
