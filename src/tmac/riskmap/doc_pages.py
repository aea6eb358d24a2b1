"""The generated page about the life of a pin."""

from __future__ import annotations

from tmac.core.documents import document, table
from tmac.riskmap.lifecycle import STEPS, as_mermaid
from tmac.riskmap.states import Lane


@document("reference/pin-lifecycle.md", "Life of a pin")
def lifecycle() -> str:
    """Both lanes as diagrams, and every step with who may take it and on what condition."""
    intro = (
        "A pin moves in two lanes at once. Nothing is deleted: what is over is archived. "
        "Who takes a step must also reach the province, and must have no conflict of interest."
    )
    return "\n\n".join([intro, *(_lane(lane) for lane in Lane)])


def _lane(lane: Lane) -> str:
    heads = ("from", "to", "who", "condition", "fact")
    rows = [
        (
            f"`{step.source}`",
            f"`{step.target}`",
            ", ".join(who.value for who in step.who),
            step.condition,
            f"`{step.event}`",
        )
        for step in STEPS
        if step.lane == lane
    ]
    diagram = f"```mermaid\n{as_mermaid(lane).strip()}\n```"
    return f"## {lane.value.capitalize()}\n\n{diagram}\n\n{table(heads, rows)}"
