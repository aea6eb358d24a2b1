// An officer's own key: made in the browser, kept by the server only under a passphrase and under
// a printed code. The passphrase is apart from the secret of the log-in.
import { newSeed, publicKeyOf } from "./box";
import { b64, type Bytes, fromB64, info, newUuid, same } from "./bytes";
import { type AccessCode, makeCode, parseCode, recoveryKeyOf } from "./code";
import { VaultFault } from "./faults";
import { openByPassphrase, type Progress, sealByPassphrase } from "./passphrase";
import { openSecret, sealSecret } from "./secretbox";

export interface OfficerKey {
  id: string;
  seed: Bytes;
  publicKey: Bytes;
}

/** What the server keeps of an officer's key. */
export interface WireOfficerKey {
  key_id: string;
  public_key: string;
  by_passphrase: string;
  by_recovery: string;
}

export interface MadeKey {
  key: OfficerKey;
  /** The body of POST /workspace/keys/; send it once the code is on paper. */
  body: WireOfficerKey;
  recoveryCode: AccessCode;
}

export async function makeOfficerKey(passphrase: string, progress?: Progress): Promise<MadeKey> {
  const seed = newSeed();
  const key: OfficerKey = { id: newUuid(), seed, publicKey: await publicKeyOf(seed) };
  const { by_passphrase } = await rewrap(key, passphrase, progress);
  const { by_recovery, recoveryCode } = await newRecovery(key);
  const body = { key_id: key.id, public_key: b64(key.publicKey), by_passphrase, by_recovery };
  return { key, body, recoveryCode };
}

/** The same key under a new passphrase. */
export const rewrap = async (
  key: OfficerKey, passphrase: string, progress?: Progress,
): Promise<{ by_passphrase: string }> =>
  ({ by_passphrase: b64(await sealByPassphrase(key.seed, key.id, passphrase, progress)) });

/** The same key under a new printed code; the one before opens nothing any more. */
export async function newRecovery(
  key: OfficerKey,
): Promise<{ by_recovery: string; recoveryCode: AccessCode }> {
  const recoveryCode = makeCode();
  const bound = info("officer-recovery", "", key.id, 1);
  const box = await sealSecret(await recoveryKeyOf(recoveryCode), key.seed, bound);
  return { by_recovery: b64(box), recoveryCode };
}

/** Throws `passphrase` for a wrong one. */
export async function unlock(
  mine: WireOfficerKey, passphrase: string, progress?: Progress,
): Promise<OfficerKey> {
  return keyOf(mine, await openByPassphrase(fromB64(mine.by_passphrase), mine.key_id, passphrase, progress));
}

/** `typed` as it stands on the paper; throws code-* faults for typing, `recovery` for another code. */
export async function unlockByRecovery(mine: WireOfficerKey, typed: string): Promise<OfficerKey> {
  const key = await recoveryKeyOf(parseCode(typed));
  const bound = info("officer-recovery", "", mine.key_id, 1);
  const seed = await openSecret(key, fromB64(mine.by_recovery), bound).catch(() => {
    throw new VaultFault("recovery");
  });
  return keyOf(mine, seed);
}

/** A server that shows another public key than the officer's own is found out here. */
async function keyOf(mine: WireOfficerKey, seed: Bytes): Promise<OfficerKey> {
  const publicKey = await publicKeyOf(seed);
  if (!same(publicKey, fromB64(mine.public_key))) throw new VaultFault("directory");
  return { id: mine.key_id, seed, publicKey };
}
