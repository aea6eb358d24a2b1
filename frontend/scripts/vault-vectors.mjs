// Writes tests/vault/vectors/from-browser.json: what the TypeScript side sealed, for the Python side
// to open. The same shape as tmac-v1.json, and a whole report besides.
//
//     node scripts/vault-vectors.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = new URL("../../tests/vault/vectors/from-browser.json", import.meta.url);
const server = await createServer({ root, configFile: false, logLevel: "error", server: { middlewareMode: true, hmr: false, ws: false }, optimizeDeps: { noDiscovery: true } });
try {
  const { vectors } = await server.ssrLoadModule("/src/vault/vectorsmade.ts");
  writeFileSync(target, `${JSON.stringify(await vectors(), null, 1)}\n`);
} finally {
  await server.close();
}
