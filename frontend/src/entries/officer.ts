// The pages with sealed content: what only an officer's own browser can open.
import "../styles/officer.css";
import { Admit } from "../officer/elements/admit";
import { Ask } from "../officer/elements/ask";
import { IdentityView } from "../officer/elements/identity";
import { KeyChange } from "../officer/elements/keychange";
import { Refer } from "../officer/elements/refer";
import { Reseal } from "../officer/elements/reseal";
import { Rotate } from "../officer/elements/rotate";
import { Sealed } from "../officer/elements/sealed";
import { KeySetup } from "../officer/elements/setup";
import { ShareApproval } from "../officer/elements/share";
import { Summary } from "../officer/elements/summary";
import { Unlock } from "../officer/elements/unlock";

// The bar with the key comes first: the others ask it.
customElements.define("tmac-unlock", Unlock);
customElements.define("tmac-key-setup", KeySetup);
customElements.define("tmac-key-change", KeyChange);
customElements.define("tmac-admit", Admit);
customElements.define("tmac-rotate", Rotate);
customElements.define("tmac-sealed", Sealed);
customElements.define("tmac-ask", Ask);
customElements.define("tmac-summary", Summary);
customElements.define("tmac-reseal", Reseal);
customElements.define("tmac-refer", Refer);
customElements.define("tmac-share", ShareApproval);
customElements.define("tmac-identity", IdentityView);
