import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What belongs together is one file: two hundred small ones compress worse by a tenth. What pulls in an editor or a
 * viewer (`versions/metadata`, `files`) stays apart from what doesn't.
 * React is a file of its own: in one with components, which need `lib`, it would be there only after `lib`, which needs it.
 */
const GROUPS = [
  { name: "react", test: /node_modules.(react|react-dom|scheduler)[\\/]/ },
  { name: "icons", test: /node_modules.lucide-react/ },
  { name: "lib", test: /ui.src.(lib|api)./ },
  { name: "artifacts", test: /ui.src.features.(artifacts|versions(?!.(metadata|dialogs)))./ },
  { name: "dialogs", test: /ui.src.features.(versions.dialogs|settings|retention|trash|ingest|history|compare)./ },
];

export default defineConfig({
  // The words are English: React Aria would ship its own in thirty languages (12 KB).
  plugins: [react(), optimizeLocales.vite({ locales: ["en-US"] })],
  resolve: { alias: { "@": at("./src") } },
  // WebKitGTK 2.44 and later understand what Safari 18 does.
  build: {
    target: "safari18",
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: GROUPS } } },
  },
  server: { port: 5273, strictPort: true },
  test: {
    environment: "happy-dom",
    setupFiles: [at("./src/testing/setup.ts")],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
