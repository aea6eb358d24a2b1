"""The order of the questions, and the words above each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Section:
    """One question of the form: `short` is its name in the list of what may be added."""

    key: str
    question: Words
    lead: Words
    short: Words

    @property
    def template(self) -> str:
        return f"portal/tips/tell/{self.key}.html"


SECTIONS = (
    Section(
        "kind",
        _("What would you like to do?"),
        "",
        _("Kind of report"),
    ),
    Section(
        "where",
        _("Where is it?"),
        _("Roughly is enough. You can correct it at any time."),
        _("Place of the matter"),
    ),
    Section(
        "category",
        _("What is it about?"),
        _("Choose what comes closest. You may skip this: officers will look at it themselves."),
        _("Kind of matter"),
    ),
    Section(
        "what",
        _("What happened?"),
        _(
            "Tell it as you would tell a friend: who did what, and when. Do not write your own "
            "name."
        ),
        _("What happened"),
    ),
    Section(
        "when",
        _("When was it, and does it still go on?"),
        _("If you do not remember the month, leave it empty."),
        _("When it happened"),
    ),
    Section(
        "stop",
        _("Can it still be stopped?"),
        _("What can still be stopped is looked at first."),
        _("Whether it can be stopped"),
    ),
    Section(
        "evidence",
        _("Do you have photos, documents or a recording?"),
        _("You need none to report. Do not put yourself in danger to get them."),
        _("Photos, documents, recordings"),
    ),
    Section(
        "how",
        _("How do you know about it?"),
        _("It helps to judge what can be checked. You may skip this."),
        _("How you know"),
    ),
    Section(
        "agency",
        _("Which public office is it about?"),
        "",
        _("Public office"),
    ),
    Section(
        "who",
        _("Who is involved?"),
        _("Only the team that handles your report can read this. No name is ever put on a map."),
        _("Who is involved"),
    ),
    Section(
        "money",
        _("Is there a project number, or an amount?"),
        _("The number stands on the sign at the building site or on the contract."),
        _("Project and money"),
    ),
    Section(
        "elsewhere",
        _("Have you told anybody else?"),
        _("An agency, a centre, the police, a newspaper. It avoids asking the same thing twice."),
        _("Told elsewhere"),
    ),
    Section(
        "contact",
        _("May we reach you directly?"),
        _(
            "You need not say. With your code you read our questions and answer them, and nobody "
            "knows who you are."
        ),
        _("How to reach you"),
    ),
    Section(
        "protection",
        _("Do you need protection?"),
        _("If you fear nothing, go on."),
        _("Protection"),
    ),
    Section(
        "review",
        _("Check and send"),
        "",
        _("Send"),
    ),
)
