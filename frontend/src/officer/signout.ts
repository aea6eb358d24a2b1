// Signing out takes the officer's key along, from pages too that open nothing sealed.

/** Where vault/keep.ts lays the sealed key of a tab; without it the rest of it opens nothing. */
const KEPT = "tmac-officer-key";

export function forgetKeyAtSignOut(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.action.includes("/logout/")) {
      sessionStorage.removeItem(KEPT);
    }
  });
}
