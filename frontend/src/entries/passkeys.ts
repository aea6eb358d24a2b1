// What the pages of the log-in load besides the portal's entry.
import "../styles/accounts.css";
import { Passkey } from "../elements/passkey";

customElements.define("tmac-passkey", Passkey);
