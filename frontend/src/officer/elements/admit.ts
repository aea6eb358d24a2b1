// <tmac-admit>: gives the key of the unit to a colleague whose fingerprint was compared.
import { VaultFault } from "../../vault/faults";
import { admit, fingerprint } from "../../vault/officer";
import { tell } from "../asking";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

export class Admit extends SealingForm {
  override connectedCallback(): void {
    super.connectedCallback();
    void this.#show();
  }

  /** The fingerprint is computed here from the key itself, not taken from the server's word. */
  async #show(): Promise<void> {
    const place = this.querySelector("[data-part=fingerprint]");
    if (place) place.textContent = await fingerprint(this.given("public"));
  }

  protected override async work(): Promise<string | void> {
    const { units } = await demandKeys();
    const unit = units.find((one) => one.id === this.given("unit"));
    if (!unit) throw new VaultFault("locked");
    const box = await admit(unit, { key_id: this.given("key"), public_key: this.given("public") });
    await tell(this.given("url"), box);
    return this.given("next");
  }
}
