"""The byte formats of the vault, one module a noun; docs/reference/vault-format.md is their text.

Nothing here knows the database, a setting or a request. The same formats stand in TypeScript in
frontend/src/vault; tests/vault/vectors holds both to the same bytes.
"""
