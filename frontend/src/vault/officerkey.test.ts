// @vitest-environment node
import { beforeAll, describe, expect, it } from "vitest";
import { newSeed, publicKeyOf } from "./box";
import { b64, concat, fromB64, newUuid, u32 } from "./bytes";
import { groupsOf, makeCode } from "./code";
import { type MadeKey, makeOfficerKey, newRecovery, rewrap, unlock, unlockByRecovery } from "./officerkey";
import { isWeak, openByPassphrase, sealByPassphrase } from "./passphrase";
import { altered, faultOf } from "./testing";

const PHRASE = "เรือใบ-สีฟ้า-กลางทะเล";
let made: MadeKey;
const told: number[] = [];
beforeAll(async () => {
  made = await makeOfficerKey(PHRASE, (share) => told.push(share));
});

describe("an officer's key", () => {
  it("is made with a code for the paper, and says how far it is", () => {
    expect(Object.keys(made.body).sort()).toEqual(["by_passphrase", "by_recovery", "key_id", "public_key"]);
    expect(groupsOf(made.recoveryCode)).toHaveLength(6);
    expect(told.at(-1)).toBe(1);
    expect(told.length).toBeGreaterThan(5);
  });

  it("opens by its phrase, however the same letters are encoded", async () => {
    expect(await unlock(made.body, PHRASE)).toEqual(made.key);
    const composed = await rewrap(made.key, "caf\u00e9 caf\u00e9 au lait");
    expect(await unlock({ ...made.body, ...composed }, "cafe\u0301 cafe\u0301 au lait")).toEqual(made.key);
    expect(await faultOf(() => unlock({ ...made.body, ...composed }, PHRASE))).toBe("passphrase");
  });

  it("opens by the code on the paper, and by no other", async () => {
    expect(await unlockByRecovery(made.body, groupsOf(made.recoveryCode).join(" "))).toEqual(made.key);
    expect(await faultOf(() => unlockByRecovery(made.body, makeCode()))).toBe("recovery");
    expect(await faultOf(() => unlockByRecovery(made.body, "12345"))).toBe("code-length");
    const { by_recovery } = await newRecovery(made.key);
    expect(await faultOf(() => unlockByRecovery({ ...made.body, by_recovery }, made.recoveryCode))).toBe("recovery");
  });

  it("is not taken when the server shows another public key or id", async () => {
    const other = b64(await publicKeyOf(newSeed()));
    expect(await faultOf(() => unlockByRecovery({ ...made.body, public_key: other }, made.recoveryCode))).toBe("directory");
    expect(await faultOf(() => unlockByRecovery({ ...made.body, key_id: newUuid() }, made.recoveryCode))).toBe("recovery");
  });

  it("is not sealed under a weak phrase", async () => {
    for (const weak of ["", "short", "aaaaaaaaaaaaaaaaaaaa", "abababababababab"]) expect(isWeak(weak)).toBe(true);
    expect(isWeak(PHRASE)).toBe(false);
    expect(await faultOf(() => makeOfficerKey("12345678"))).toBe("passphrase-weak");
  });

  it("is not opened at an absurd cost, cut, or in another form", async () => {
    const blob = await sealByPassphrase(newSeed(), made.key.id, PHRASE, undefined, { memoryKib: 64, rounds: 1, lanes: 1 });
    const priced = (memory: number, rounds: number, lanes = 1) =>
      concat(blob.slice(0, 17), u32(memory), u32(rounds), Uint8Array.of(lanes), blob.slice(26));
    for (const dear of [priced(262145, 1), priced(64, 17), priced(64, 0), priced(0, 1), priced(4294967295, 1), priced(64, 1, 0), priced(64, 1, 200)]) {
      expect(await faultOf(() => openByPassphrase(dear, made.key.id, PHRASE))).toBe("cost");
    }
    expect(await faultOf(() => openByPassphrase(altered(blob, 0), made.key.id, PHRASE))).toBe("format");
    expect(await faultOf(() => openByPassphrase(blob.slice(0, 20), made.key.id, PHRASE))).toBe("format");
    expect(await faultOf(() => openByPassphrase(altered(blob), made.key.id, PHRASE))).toBe("passphrase");
    expect(fromB64(made.body.by_passphrase).slice(17, 26)).toEqual(concat(u32(19456), u32(2), Uint8Array.of(1)));
  });
});
