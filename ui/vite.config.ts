import { defineConfig } from "vite";

const islands = ["front", "treaty", "network", "map", "scenario", "progress"];

export default defineConfig({
  base: "/static/",
  build: {
    outDir: "../foedus/web/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    license: { fileName: "third-party-licenses.md" },
    modulePreload: false,
    target: "es2022",
    rollupOptions: { input: islands.map((name) => `src/${name}.ts`) },
  },
});
