import "@/styles/index.css";
import { createRoot } from "react-dom/client";
import { call, connectEvents } from "@/api";
import { App } from "@/app/App";
import { applyAppearance } from "@/lib/appearance";
import { connectKept } from "@/lib/persist";
import { choosePlatform } from "@/platform";

applyAppearance();
await start();

async function start() {
  if (import.meta.env.MODE !== "production" && new URLSearchParams(location.search).has("mock")) {
    const { installMock } = await import("@/testing/mockPlatform");
    installMock();
  } else {
    await choosePlatform();
  }
  connectEvents();
  void connectSettings();
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
}

/** Window furniture is the host's to keep; the web view's copy only serves the first paint. A host that can't keep it changes nothing else. */
async function connectSettings() {
  try {
    const { ui } = await call("settings.get", {});
    const values = ui.trim() === "" ? {} : (JSON.parse(ui) as Record<string, unknown>);
    connectKept(values, (all) => void call("settings.set", { ui: JSON.stringify(all) }).catch(() => undefined));
    applyAppearance();
  } catch {
    // The defaults stand.
  }
}
