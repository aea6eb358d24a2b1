import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { basemap } from "./scripts/basemap.mjs";

// The pages come from Django, which reads dist/manifest.json to find the hashed names.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [basemap()],
  resolve: { alias: { crypto: fileURLToPath(new URL("src/vault/node-crypto.ts", import.meta.url)) } },
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    target: ["es2020", "chrome87", "firefox78", "safari14"],
    // Chrome 88 knows :is(); below it the rule would be rewritten into one that none understands.
    cssTarget: ["chrome88", "firefox78", "safari14"],
    // The strict content policy refuses data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre is one large chunk, loaded only on pages with a map.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: [
        "src/entries/passkeys.ts",
        "src/entries/portal.ts",
        "src/entries/workspace.ts",
        "src/entries/map.ts",
        "src/entries/publicmap.ts",
        "src/entries/pinpick.ts",
        "src/entries/tell.ts",
        "src/entries/mailbox.ts",
        "src/entries/receipts.ts",
        "src/entries/officer.ts",
        "src/entries/officerpages.ts",
      ],
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
  },
});
