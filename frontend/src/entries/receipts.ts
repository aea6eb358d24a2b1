// The public page of receipts.
import "../styles/tell.css";
import { ReceiptCheck } from "../receipts/element";
import { QuickExit } from "../tell/exit";

customElements.define("tmac-exit", QuickExit);
customElements.define("tmac-receipt", ReceiptCheck);
