import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": at("./src") } },
  // WebKitGTK 2.44 and later understand what Safari 18 does.
  build: { target: "safari18", outDir: "dist", emptyOutDir: true, manifest: "manifest.json", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 5273, strictPort: true },
  test: {
    environment: "happy-dom",
    setupFiles: [at("./src/testing/setup.ts")],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
