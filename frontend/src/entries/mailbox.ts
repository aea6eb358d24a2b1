// The mailbox. The sealing code is fetched when a code is typed.
import "../styles/tell.css";
import "../styles/tell-mailbox.css";
import { MailboxPage } from "../mailbox/element";
import { QuickExit } from "../tell/exit";
import { FileChoice } from "../tell/files";

customElements.define("tmac-exit", QuickExit);
customElements.define("tmac-mailbox", MailboxPage);
customElements.define("tell-files", FileChoice);
