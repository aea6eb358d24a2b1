// Who will be able to open the report: asked of the server, proven against the pinned root key.
import type { Facts, Recipients, WireRecipients } from "../vault/reporter";
import { getJson } from "./asking";
import type { Config } from "./session";

type Routed = Pick<Facts, "route" | "about_office" | "province">;

/** A report about the office itself goes to the centre, whatever was chosen. */
export const scopeOf = ({ route, about_office, province }: Routed): string =>
  route === "CENTRE" || about_office ? "centre" : province;

export const askKeys = (config: Pick<Config, "keys">, scope: string): Promise<WireRecipients> =>
  getJson<WireRecipients>(config.keys.replace("SCOPE", scope));

/** Throws a VaultFault `directory` when anything about the keys is in doubt: then nothing is sent. */
export async function provenRecipients(config: Config, scope: string): Promise<Recipients> {
  const json = await askKeys(config, scope);
  const { checkRecipients } = await import("../vault/reporter");
  return checkRecipients(json, config.root, scope);
}
