// @vitest-environment node
// What a reporter's page loads to seal: built as the pages are, and weighed.
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, it } from "vitest";

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const ENTRY = "virtual:reporter-page";
const PARTS = ["reporter", "work", "code", "receipt", "drafts", "faults"].map((name) => at(`./${name}.ts`));
const LIMIT = 40_000;
/** Come by themselves, only where they are needed. */
const LATER = ["argon2", "age-encryption", "curves"];

const page = {
  name: "reporter-page",
  resolveId: (id: string) => (id === ENTRY ? `\0${ENTRY}` : undefined),
  load: (id: string) => (id === `\0${ENTRY}` ? PARTS.map((part) => `export * from ${JSON.stringify(part)};`).join("\n") : undefined),
};

it("the sealing code of a reporter's page is at most 40 kB", async () => {
  const result = await build({
    root: at("../.."), configFile: false, logLevel: "error", plugins: [page],
    build: {
      write: false, target: ["es2020", "chrome87", "firefox78", "safari14"], modulePreload: { polyfill: false },
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: "strict" },
    },
  });
  const output = Array.isArray(result) ? result.flatMap((one) => one.output) : "output" in result ? result.output : [];
  const chunks = output.filter((one) => one.type === "chunk");
  const entry = chunks.find((chunk) => chunk.isEntry);
  const first = chunks.filter((chunk) => chunk === entry || entry?.imports.includes(chunk.fileName));
  const weights = first.map(({ fileName, code }) => `${fileName} ${gzipSync(code, { level: 9 }).length}`);
  const total = first.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  expect(total, weights.join(", ")).toBeGreaterThan(10_000);
  expect(total, weights.join(", ")).toBeLessThanOrEqual(LIMIT);
  const modules = first.flatMap((chunk) => Object.keys(chunk.modules));
  for (const name of LATER) expect(modules.filter((id) => id.includes(name)), name).toEqual([]);
}, 60_000);
