"""The generated page about the life of a tip."""

from __future__ import annotations

from tmac.core.documents import document, table
from tmac.tips.lifecycle import STEPS, as_mermaid
from tmac.tips.states import states


@document("reference/tip-lifecycle.md", "Life of a tip")
def lifecycle() -> str:
    """The diagram, every step with who takes it and on what condition, and the public words."""
    intro = (
        "A tip belongs to one unit. Who takes a step must be of that unit or responsible for the "
        "province, and have no conflict of interest. Steps with two persons are proposed by one "
        "and confirmed by another; an anonymous tip without evidence is rejected by three."
    )
    diagram = f"```mermaid\n{as_mermaid().strip()}\n```"
    return "\n\n".join([intro, diagram, _steps(), "## What the reporter reads", _words()])


def _steps() -> str:
    heads = ("from", "to", "who", "condition", "fact")
    rows = [
        (
            f"`{step.source}`",
            f"`{step.target}`",
            "; ".join(who.value for who in step.who),
            step.condition,
            f"`{step.event}`",
        )
        for step in STEPS
    ]
    return table(heads, rows)


def _words() -> str:
    heads = ("state", "Thai", "English", "over", "Open311")
    rows = [
        (
            f"`{one.code}`",
            one.public_word_th,
            one.public_word_en,
            "yes" if one.is_terminal else "no",
            one.open311,
        )
        for one in states().values()
    ]
    return table(heads, rows)
