import { describe, expect, it } from "vitest";
import { b64 } from "../vault/bytes";
import { fingerprint } from "../vault/officer";
import { asCompared } from "./compared";

const [mine, other] = [1, 2].map((byte) => b64(new Uint8Array(1216).fill(byte))) as [string, string];

async function page(publicKey: string): Promise<Element> {
  const section = document.createElement("section");
  section.innerHTML = `<dd class="fingerprint number">${await fingerprint(publicKey)}</dd>`;
  return section;
}

describe("the fingerprint that was compared", () => {
  it("is that of the key that is sealed to", async () => {
    await expect(asCompared(mine, await page(mine))).resolves.toBeUndefined();
  });

  it("does not cover another key, nor a page that shows none", async () => {
    for (const place of [await page(other), document.createElement("section"), null]) {
      await expect(asCompared(mine, place)).rejects.toMatchObject({ code: "directory" });
    }
  });
});
