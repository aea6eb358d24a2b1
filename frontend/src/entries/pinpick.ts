// <pin-picker>: the place of a pin, set by a thumb. Attributes: see
// workspace/templates/workspace/map/picker.html, which every form includes.
import "../styles/pinpick.css";
import { PinPicker } from "../pinpick/element";

if (!customElements.get("pin-picker")) customElements.define("pin-picker", PinPicker);
