// A plain field of the form becomes one that offers names while one types; the field itself stays,
// hidden, and keeps what goes into the form.
import { Combobox, type ComboboxOptions, type Offer } from "../shared/combobox";

export function comboOver<T extends Offer>(plain: HTMLInputElement, options: ComboboxOptions<T>): Combobox<T> {
  const box = new Combobox<T>(options);
  box.input.value = plain.value;
  box.input.id = plain.id;
  box.input.removeAttribute("aria-label"); // its label stands above it
  box.input.removeAttribute("placeholder");
  const hint = plain.getAttribute("aria-describedby");
  if (hint) box.input.setAttribute("aria-describedby", hint);
  plain.id = "";
  plain.hidden = true;
  plain.after(box.element);
  return box;
}
