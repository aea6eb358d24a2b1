// What every page of the officers' door loads.
import "../styles/workspace.css";
import { ConfirmDialog } from "../elements/dialog";
import { ErrorSummary } from "../elements/error-summary";
import { Filters } from "../elements/filters";
import { UnsavedGuard } from "../elements/guard";
import { closeMenusElsewhere } from "../elements/menus";
import { forgetKeyAtSignOut } from "../officer/signout";
import { PlaceSync } from "../elements/place-sync";
import { SideSheet } from "../elements/sheet";
import { Toast } from "../elements/toast";
import { tellFailures } from "../shared/failures";

customElements.define("tmac-error-summary", ErrorSummary);
customElements.define("tmac-dialog", ConfirmDialog);
customElements.define("tmac-filters", Filters);
customElements.define("tmac-guard", UnsavedGuard);
customElements.define("tmac-place-sync", PlaceSync);
customElements.define("tmac-sheet", SideSheet);
customElements.define("tmac-toast", Toast);
closeMenusElsewhere();
forgetKeyAtSignOut();
tellFailures();
