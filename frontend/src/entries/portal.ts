// What every page of this door loads.
import "../styles/portal.css";
