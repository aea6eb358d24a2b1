// <tmac-reseal data-kind="colleague|consult|handover">: seals the keys of the case to somebody else.
// Each choice is a radio whose value is the id of a key; data-key is the key itself.
import { newEpoch, wrapFor } from "../../vault/officer";
import { provenUnit } from "../directory";
import { tell } from "../asking";
import { asCompared } from "../compared";
import { openCase } from "../tipcase";
import { Wrong } from "../trouble";
import { officerWords } from "../words";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

export class Reseal extends SealingForm {
  protected override async work(): Promise<string | void> {
    const chosen = this.form?.querySelector<HTMLInputElement>("input[name=key_id]:checked");
    if (!chosen) throw new Wrong(officerWords().chooseOne);
    const to = { key_id: chosen.value, public_key: chosen.dataset["key"] ?? "" };
    const open = await openCase(this.given("sealed"), await demandKeys());
    if (this.given("kind") === "colleague") {
      await asCompared(to.public_key, chosen.closest("label"));
      const wraps = await wrapFor(open.keys, to);
      await tell(this.given("url"), { officer_key_id: to.key_id, wraps });
      return this.given("next");
    }
    const unit = await provenUnit(this.given("directory"), to.key_id);
    if (this.given("kind") === "consult") {
      const wraps = await wrapFor(open.keys, unit);
      await tell(this.given("url"), { unit_key_id: unit.key_id, wraps, text: this.answer("text") });
      return this.given("next");
    }
    const epoch = await newEpoch(open.keys, unit, open.sealed.reporter_key);
    const version = Number(this.given("version"));
    await tell(this.given("url"), { ...epoch, version, reason: this.answer("reason") });
    return this.given("next");
  }
}
