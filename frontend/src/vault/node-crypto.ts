// In the place of Node's module "crypto", which the HPKE packages name for old versions of Node:
// browsers bring the same thing themselves.
export const webcrypto = globalThis.crypto;
