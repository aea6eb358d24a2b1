"""What can be wrong with sealed bytes; no message ever holds a byte of key or content."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import TmacError

CODE_DIGITS = 30


class FormatFault(TmacError):
    """Base of all that is wrong with bytes of the vault."""


class Tampered(FormatFault):
    """The seal does not hold: changed bytes, another key, or sealed for something else."""

    def __init__(self) -> None:
        super().__init__(
            _("The seal does not hold: it was changed, or it was made for something else.")
        )


class Truncated(FormatFault):
    """Bytes are missing, or there are more than there can be."""

    def __init__(self) -> None:
        super().__init__(_("What was sealed is not complete. Load it again."))


class WrongSuite(FormatFault):
    """The first byte names another way of sealing than the one expected here."""

    def __init__(self) -> None:
        super().__init__(_("This was sealed in a way that is not known or not taken here."))


class TooLong(FormatFault):
    """More than the largest size that is sealed; `limit_bytes` is that size."""

    def __init__(self, limit_bytes: int) -> None:
        sentence = _("This is too long. At most {limit} bytes can be sealed.")
        super().__init__(format_lazy(sentence, limit=limit_bytes))
        self.limit_bytes = limit_bytes


class BadKey(FormatFault):
    """A public key that is none: wrong length, or bytes that stand for no key."""

    def __init__(self) -> None:
        super().__init__(_("This is not a public key of the vault."))


class TooCostly(FormatFault):
    """A passphrase box that asks for more memory or rounds than a reader grants."""

    def __init__(self) -> None:
        super().__init__(_("This key asks for more work than allowed. Make the key again."))


class NotACode(FormatFault):
    """Digits that are no access code; `typed` counts how many digits there were."""

    def __init__(self, typed: int) -> None:
        if typed == CODE_DIGITS:
            sentence = _("A digit is wrong or two are swapped. Compare the code with your note.")
        else:
            sentence = _("The code has 30 digits; this has {typed}. Compare it with your note.")
        super().__init__(format_lazy(sentence, typed=typed))
        self.typed = typed
