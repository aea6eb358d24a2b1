// What every page of the public door and of the log-in loads.
import "../styles/portal.css";
import { ErrorSummary } from "../elements/error-summary";

customElements.define("tmac-error-summary", ErrorSummary);
