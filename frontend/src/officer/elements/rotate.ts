// <tmac-rotate>: one act after somebody left: a new key of the unit, signed by the one before it,
// sealed to everybody who stays. Tips that exist stay readable through the key before.
import { VaultFault } from "../../vault/faults";
import { rotateUnit } from "../../vault/officer";
import { ask, tell } from "../asking";
import { officerWords } from "../words";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

type Given = Parameters<typeof rotateUnit>[0];
interface Directory {
  root: Given["root"];
  entries: Given["entries"];
  day: string;
}

export class Rotate extends SealingForm {
  protected override async work(): Promise<string | void> {
    const { units } = await demandKeys();
    const unit = units.find((one) => one.id === this.given("unit"));
    if (!unit) throw new VaultFault("locked");
    const members = [...this.querySelectorAll<HTMLElement>("[data-member]")].map(({ dataset }) => ({
      key_id: dataset["member"] ?? "",
      public_key: dataset["key"] ?? "",
    }));
    this.#progress(0, members.length);
    const { root, entries, day } = await ask<Directory>(this.given("directory"));
    const owner_name = this.given("name");
    const body = await rotateUnit({ unit, owner_name, members, entries, root, day });
    this.#progress(members.length, members.length);
    await tell(this.given("url"), body);
    return this.given("next");
  }

  #progress(done: number, all: number): void {
    const bar = this.querySelector("progress");
    if (bar) {
      bar.hidden = false;
      bar.max = all;
      bar.value = done;
    }
    this.say(officerWords().rotating(done, all));
  }
}
