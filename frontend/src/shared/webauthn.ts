// Between the JSON of the server (base64url texts) and the buffers of the browser.

type Json = Record<string, unknown>;
export interface Options {
  publicKey: Json;
}

export function toBuffer(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
}

export function toText(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withId = (key: Json): Json => ({ ...key, id: toBuffer(key.id as string) });

export function requestOptions({ publicKey }: Options): CredentialRequestOptions {
  const allowed = (publicKey.allowCredentials as Json[] | undefined) ?? [];
  return {
    publicKey: {
      ...publicKey,
      challenge: toBuffer(publicKey.challenge as string),
      allowCredentials: allowed.map(withId),
    } as unknown as PublicKeyCredentialRequestOptions,
  };
}

/** `alone`: the passkey shall log in without a password, so it must know who it belongs to. */
export function creationOptions({ publicKey }: Options, alone: boolean): CredentialCreationOptions {
  const known = (publicKey.excludeCredentials as Json[] | undefined) ?? [];
  const wanted = {
    ...(publicKey.authenticatorSelection as Json | undefined),
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return {
    publicKey: {
      ...publicKey,
      challenge: toBuffer(publicKey.challenge as string),
      user: withId(publicKey.user as Json),
      excludeCredentials: known.map(withId),
      authenticatorSelection: wanted,
    } as unknown as PublicKeyCredentialCreationOptions,
  };
}

/** What the server reads: the same form as PublicKeyCredential.toJSON() in new browsers. */
export function answerOf(credential: PublicKeyCredential): Json {
  const response = credential.response;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toText(response.clientDataJSON), ...proof(response) },
  };
}

function proof(response: AuthenticatorResponse): Json {
  if ("attestationObject" in response) {
    const made = response as AuthenticatorAttestationResponse;
    return { attestationObject: toText(made.attestationObject), transports: made.getTransports?.() ?? [] };
  }
  const shown = response as AuthenticatorAssertionResponse;
  return {
    authenticatorData: toText(shown.authenticatorData),
    signature: toText(shown.signature),
    userHandle: shown.userHandle ? toText(shown.userHandle) : null,
  };
}
