// Starts the map of this door once the page is ready.
import "../styles/map.css";
