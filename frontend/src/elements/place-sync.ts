interface Found {
  subdistrict?: string;
}

/** Around the list of subdistricts: a point picked on the map chooses the subdistrict it lies in. */
export class PlaceSync extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("picked", this.#follow);
  }

  disconnectedCallback(): void {
    document.removeEventListener("picked", this.#follow);
  }

  #follow = (event: Event): void => {
    const { found } = (event as CustomEvent<{ found: Found | null }>).detail;
    const list = this.querySelector("select");
    if (!list || !found) return;
    const code = found.subdistrict ?? "";
    const isOffered = [...list.options].some((option) => option.value === code);
    list.value = isOffered ? code : "";
  };
}
