// What every page of this door loads.
import "../styles/workspace.css";
