import { describe, expect, it } from "vitest";
import { creationOptions, requestOptions, toBuffer, toText } from "./webauthn";

const options = {
  publicKey: {
    challenge: "-_8A",
    user: { id: "Mw", name: "somsri" },
    authenticatorSelection: { userVerification: "preferred" },
  },
};

describe("webauthn", () => {
  it("writes and reads base64url without padding", () => {
    expect([...new Uint8Array(toBuffer("-_8A"))]).toEqual([251, 255, 0]);
    expect(toText(toBuffer("-_8A"))).toBe("-_8A");
  });

  it("asks for a key that knows its owner when it shall log in alone", () => {
    const wanted = creationOptions(options, true).publicKey?.authenticatorSelection;
    expect(wanted).toEqual({ userVerification: "required", residentKey: "required", requireResidentKey: true });
  });

  it("asks for no such key when it is only the second step", () => {
    const wanted = creationOptions(options, false).publicKey?.authenticatorSelection;
    expect(wanted?.residentKey).toBe("discouraged");
    expect(wanted?.userVerification).toBe("preferred");
  });

  it("asks any passkey of the site when the server names none", () => {
    expect(requestOptions({ publicKey: { challenge: "AA" } }).publicKey?.allowCredentials).toEqual([]);
  });
});
