"""May I? One answer serves to show a button, to grey it out with the reason, and to refuse."""

from __future__ import annotations

from dataclasses import dataclass

from tmac.core.errors import Refused, Sentence


@dataclass(frozen=True)
class Verdict:
    """Whether something may be done and, if not, why: true when it may."""

    refusal: Sentence | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    def or_refuse(self) -> None:
        if self.refusal is not None:
            raise Refused(self.refusal)


ALLOWED = Verdict()
