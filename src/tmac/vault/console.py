"""What `tmac vault` asks of the person at the keyboard; secrets are never echoed nor arguments."""

from __future__ import annotations

from getpass import getpass

LEAST_LETTERS = 12


class NotGiven(Exception):
    """The person gave up, or gave what cannot be used; the message says which."""


def passphrase(question: str) -> str:
    """One passphrase, unseen."""
    typed = getpass(f"{question}: ")
    if not typed:
        raise NotGiven("No passphrase was given. Nothing was done.")
    return typed


def new_passphrase(question: str) -> str:
    """A passphrase that is to be remembered: long enough, and typed alike twice."""
    typed = passphrase(f"{question}, at least {LEAST_LETTERS} characters")
    if len(typed) < LEAST_LETTERS:
        raise NotGiven(f"That is shorter than {LEAST_LETTERS} characters. Nothing was done.")
    if getpass("The same again: ") != typed:
        raise NotGiven("The two differ. Nothing was done.")
    return typed


def agreed(question: str) -> bool:
    """Whether the person says yes."""
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
