// <tmac-share>: a custodian agrees: the own part of the key is sealed anew to the officer who asked.
import { resealShare } from "../../vault/officer";
import { ask, tell } from "../asking";
import { asCompared } from "../compared";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

type Share = Omit<Parameters<typeof resealShare>[0], "request">;

export class ShareApproval extends SealingForm {
  protected override async work(): Promise<string | void> {
    const { officer } = await demandKeys();
    const share = await ask<Share>(this.given("share"));
    await asCompared(share.requester_key.public_key, this.closest("section"));
    const sealed = await resealShare({ ...share, request: this.given("request") } as Parameters<typeof resealShare>[0], officer);
    await tell(this.given("url"), sealed);
    return this.given("next");
  }
}
