// @vitest-environment node
import { beforeAll, describe, expect, it } from "vitest";
import { newSeed, publicKeyOf } from "./box";
import { b64, newUuid } from "./bytes";
import { goodUnits, readDirectory } from "./directory";
import { signingKey, unitSigningKey } from "./ed25519";
import { fingerprint } from "./fingerprint";
import { checkRecipients, type WireRecipients } from "./recipients";
import { faultOf } from "./testing";
import { DAY, enter, keysJson, OFFICE, officer, type World, wireUnit, world } from "./testingworld";
import { admit, openUnits, rotateUnit } from "./unitkeys";

let here: World;
beforeAll(async () => {
  here = await world();
});

const check = (wire: WireRecipients, scope = "74") => checkRecipients(wire, here.rootKey, scope);
const unitEntry = async (id: string, epoch = 2) => {
  const seed = newSeed();
  return {
    kind: "unit" as const, key_id: id, epoch, public_key: b64(await publicKeyOf(seed)),
    sign_key: b64((await unitSigningKey(seed)).publicKey),
  };
};

describe("recipients", () => {
  it("are taken when the signed directory proves them, with the names that stand in it", async () => {
    const found = await check(keysJson(here));
    expect(found.unit).toMatchObject({ key_id: here.unit.id, office: OFFICE, name: "สำนักงาน ป.ป.ช." });
    expect(found.custodians).toHaveLength(3);
    expect([found.whyCode, found.stamp]).toEqual(["PROVINCE_OFFICE", "00ff"]);
  });

  it("that the directory does not prove are refused", async () => {
    const good = keysJson(here);
    const mine = b64(await publicKeyOf(newSeed()));
    const [first, second, third] = good.custodians as [typeof good.custodians[0], typeof good.custodians[0], typeof good.custodians[0]];
    const wrong: Partial<WireRecipients>[] = [
      { unit: { ...good.unit, public_key: mine } }, { unit: { ...good.unit, key_id: newUuid() } },
      { unit: { ...good.unit, office: "NACC-HQ" } }, { entries: [] }, { receipt_key: mine },
      { custodians: [{ ...first, public_key: mine }, second, third] }, { custodians: [first, second] },
      { custodians: [first, first, first] }, { custodians: [...good.custodians, first] }, { threshold: 1 },
      { unit: { ...good.unit, key_id: first.key_id, public_key: first.public_key } },
    ];
    for (const change of wrong) expect(await faultOf(() => check({ ...good, ...change }))).toBe("directory");
  });

  it("of another office than was asked for are refused", async () => {
    expect(await faultOf(() => check(keysJson(here), "10"))).toBe("directory");
    expect(await faultOf(() => check(keysJson(here), "centre"))).toBe("directory");
  });

  it("proven by another root than the page's are refused", async () => {
    const other = await world();
    expect(await faultOf(() => check(keysJson(other)))).toBe("directory");
    expect(await faultOf(() => check({ ...keysJson(other), root: here.rootKey }))).toBe("directory");
  });

  it("may come without the entries of offices that do not matter here, in their order", async () => {
    const more = await world();
    await enter(more, { ...(await unitEntry(newUuid(), 1)), owner: "NACC-11" });
    await enter(more, { ...(await unitEntry(more.unit.id)), key_id: newUuid(), owner: OFFICE });
    const [last] = more.entries.slice(-1).map(({ entry }) => JSON.parse(entry));
    const entries = more.entries.filter(({ entry }) => !entry.includes("NACC-11"));
    const wire = { ...keysJson(more), entries, unit: { ...keysJson(more).unit, key_id: last.key_id, public_key: last.public_key } };
    expect((await checkRecipients(wire, more.rootKey, "74")).unit.epoch).toBe(2);
    expect(await faultOf(() => checkRecipients({ ...wire, unit: keysJson(more).unit }, more.rootKey, "74"))).toBe("directory");
    const shuffled = { ...wire, entries: [...entries].reverse() };
    expect(await faultOf(() => checkRecipients(shuffled, more.rootKey, "74"))).toBe("directory");
    expect(await faultOf(() => readDirectory(entries, more.rootKey))).toBe("directory");
  });
});

describe("a unit", () => {
  it("rotates its key in one act: those who stay open the new and all the older ones", async () => {
    const made = await world();
    const [first, second] = made.officers as [World["officers"][0], World["officers"][0]];
    const my = await openUnits(first, [await wireUnit(made, first)]);
    const [unit] = my.units;
    if (!unit) throw new Error("no unit");
    const members = [{ key_id: second.id, public_key: b64(second.publicKey) }];
    const given = { unit, owner_name: "สำนักงาน", members, entries: made.entries, root: made.rootKey, day: DAY };
    const body = await rotateUnit(given);
    expect(Object.keys(body).sort()).toEqual(["entry", "key_id", "office", "previous", "public_key", "signature", "wraps"]);
    made.entries.push({ entry: body.entry, signature: body.signature });
    expect(await goodUnits(made.entries, made.rootKey)).toMatchObject([{ key_id: body.key_id, epoch: 2, public_key: body.public_key }]);
    const wire = {
      key_id: body.key_id, epoch: 2, office: OFFICE, box: body.wraps[0]?.box ?? "",
      previous: [{ key_id: unit.id, epoch: 1, box: body.previous }],
    };
    const theirs = await openUnits(second, [wire]);
    expect(theirs.units.map(({ id, epoch }) => [id, epoch])).toEqual([[body.key_id, 2], [unit.id, 1]]);
    expect(theirs.units[1]?.seed).toEqual(unit.seed);
    expect(await faultOf(() => openUnits(first, [wire]))).toBe("opening");

    const [now] = theirs.units;
    if (!now) throw new Error("no unit");
    const again = await rotateUnit({ ...given, unit: now });
    const chain = [{ key_id: unit.id, epoch: 1, box: body.previous }, { key_id: now.id, epoch: 2, box: again.previous }];
    const third = { key_id: again.key_id, epoch: 3, office: OFFICE, box: again.wraps[0]?.box ?? "", previous: chain };
    expect((await openUnits(second, [third])).units.map(({ epoch }) => epoch)).toEqual([3, 2, 1]);
    expect(await faultOf(() => rotateUnit(given)), "a key that was followed").toBe("directory");
  });

  it("lets a peer in who lost the own key", async () => {
    const [first] = here.officers as [World["officers"][0]];
    const { units: [unit] } = await openUnits(first, [await wireUnit(here, first)]);
    if (!unit) throw new Error("no unit");
    const peer = await officer();
    const { box, unit_key_id, officer_key_id } = await admit(unit, { key_id: peer.id, public_key: b64(peer.publicKey) });
    expect([unit_key_id, officer_key_id]).toEqual([unit.id, peer.id]);
    const opened = await openUnits(peer, [{ key_id: unit.id, epoch: 1, office: OFFICE, box, previous: [] }]);
    expect(opened.units[0]?.seed).toEqual(unit.seed);
  });

  it("is followed by nobody who signs with another key, skips an epoch or is named by a stranger", async () => {
    const signer = await unitSigningKey(here.unit.seed);
    const cases: [object, Awaited<ReturnType<typeof signingKey>>][] = [
      [{ signed_by: here.unit.id }, await signingKey(newSeed())],
      [{ signed_by: here.unit.id, epoch: 3 }, signer],
      [{ signed_by: here.unit.id, owner: "NACC-10" }, signer],
      [{ signed_by: here.custodians[0]?.id ?? "" }, signer],
      [{ signed_by: "root" }, signer],
    ];
    for (const [change, key] of cases) {
      const copy = { ...here, entries: [...here.entries] };
      await enter(copy, { ...(await unitEntry(newUuid())), ...change }, key);
      expect(await faultOf(() => goodUnits(copy.entries, here.rootKey))).toBe("directory");
    }
  });

  it("has no key of today once the root revoked it", async () => {
    const copy = { ...here, entries: [...here.entries] };
    const entry = JSON.parse(here.entries[0]?.entry ?? "{}");
    await enter(copy, { kind: "unit", action: "revoke", key_id: here.unit.id, public_key: entry.public_key, sign_key: entry.sign_key });
    expect(await goodUnits(copy.entries, here.rootKey)).toEqual([]);
    expect(await faultOf(() => check({ ...keysJson(here), entries: copy.entries }))).toBe("directory");
  });

  it("has a fingerprint of five groups of five", async () => {
    expect(await fingerprint(here.unit.publicKey)).toMatch(/^\d{5}( \d{5}){4}$/);
    expect(await fingerprint(b64(here.unit.publicKey))).toBe(await fingerprint(here.unit.publicKey));
  });
});
