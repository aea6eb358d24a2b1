"""The codes of a tip's facts, with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tmac.core.errors import Sentence

Words = Mapping[str, Sentence]

KINDS: Words = {
    "COMPLAINT": pgettext_lazy("kind of report", "Complaint"),
    "GRIEVANCE": pgettext_lazy("kind of report", "Grievance"),
    "TIP": pgettext_lazy("kind of report", "Tip"),
}
AMOUNTS: Words = {
    "NONE": _("No money involved"),
    "UNKNOWN": _("Amount not known"),
    "LT_100K": _("Under 100,000 baht"),
    "LT_500K": _("100,000 to 500,000 baht"),
    "LT_5M": _("500,000 to 5 million baht"),
    "LT_50M": _("5 to 50 million baht"),
    "MORE": _("More than 50 million baht"),
}
ANSWERS: Words = {"YES": _("Yes"), "NO": _("No"), "UNKNOWN": _("Not known")}
HOW_KNOWN: Words = {
    "": _("Not said"),
    "SAW": _("Saw it"),
    "TOLD": _("Was told"),
    "DOCUMENT": _("Has or saw a document"),
    "VICTIM": _("Was harmed by it"),
    "WORKS_THERE": _("Works or worked there"),
    "OTHER": _("Other"),
}
THREATS: Words = {
    "THREAT_LIFE": _("Threat to life or body"),
    "THREAT_JOB": _("Threat to the job"),
    "THREAT_FAMILY": _("Threat to the family"),
    "THREAT_LEGAL": _("Threatened with a lawsuit"),
    "FEAR": _("Afraid, without a threat so far"),
}
ROUTES: Words = {"PROVINCE": _("Provincial office"), "CENTRE": _("Central office")}
SEALED_BY: Words = {"REPORTER": _("On the reporter's device"), "SERVER": _("By the server")}
FELT_SAFE: Words = {"YES": _("Yes"), "NO": _("No"), "UNSURE": _("Not sure")}
REQUESTS: Words = {
    "ERASE": _("Erase my data"),
    "COPY": _("Give me a copy of my data"),
    "CORRECT": _("Correct my data"),
    "RESTRICT": _("Stop using my data"),
}
CHECKLIST: Words = {
    "MANDATE": _("It is within our mandate"),
    "FACTS": _("What, where, who and when are clear enough"),
    "CORROBORATION": _("Looked for what supports it"),
    "DUPLICATE": _("Looked for the same matter reported before"),
    "MALICE": _("Looked for signs of malice"),
    "REPORTER_RISK": _("Looked at the risk to the reporter"),
    "STOPPABLE": _("Looked at whether it can still be stopped"),
}
OUTCOMES: Words = {
    "FIXED": _("It was put right"),
    "STOPPED": _("It was stopped before damage was done"),
    "NOT_SUBSTANTIATED": _("The facts were checked and do not show a risk"),
    "HANDED_OVER": _("It is with the investigators"),
    "ANSWERED": _("The agency has answered"),
    "INTERIM": _("Interim result after 180 days"),
}
CLOCKS: Words = {
    "FIRST_LOOK": _("First look by a person"),
    "SCREENING_DECISION": _("Decision"),
    "NEED_INFO_WAIT": _("The reporter answers"),
    "AGENCY_FIRST_ANSWER": _("The agency answers"),
    "INTERIM_RESULT": _("Interim result to the reporter"),
    "OBJECTION_REJECTED": _("The reporter may object"),
    "OBJECTION_CLOSED": _("The reporter may say it is not fixed"),
}
ACTS = ("withdraw", "object", "not_fixed", "rate", "data_request")
