// Pages of tips and notes that open nothing sealed: their looks, and ready sentences.
import "../styles/officer.css";
import { Phrases } from "../officer/elements/phrases";

customElements.define("tmac-phrases", Phrases);
