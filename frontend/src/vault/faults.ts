// What can go wrong in the vault. A fault carries a code for the page's words and never a secret.

export type FaultCode =
  | "unsupported" // no WebCrypto here: an old browser, or a page without a secure connection
  | "sealing"
  | "opening" // the wrong key, or bytes that were altered
  | "format"
  | "too-long"
  | "too-many-files"
  | "file"
  | "code-empty"
  | "code-characters"
  | "code-length"
  | "code-check"
  | "passphrase"
  | "passphrase-weak"
  | "recovery"
  | "cost"
  | "directory" // the recipients are not proven: nothing may be sent
  | "chain" // a key epoch that does not lead back to the first one
  | "shares"
  | "receipt"
  | "locked"
  | "cancelled";

export class VaultFault extends Error {
  override readonly name = "VaultFault";

  /** `limit`: the figure that was passed, where there is one (bytes, digits, files). */
  constructor(
    readonly code: FaultCode,
    readonly limit?: number,
  ) {
    super(code);
  }
}

/** Runs a step of the vault; whatever breaks inside is told by `code` alone, without its details. */
export async function guarded<T>(code: FaultCode, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (fault) {
    throw fault instanceof VaultFault ? fault : new VaultFault(code);
  }
}
