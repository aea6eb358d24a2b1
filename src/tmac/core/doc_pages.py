"""The generated pages about the ground: settings, words of the command line, data dictionary."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class

from tmac.core import dictionary
from tmac.core.documents import document, table

document("reference/data-dictionary.md", "Data dictionary")(dictionary.as_markdown)


@document("reference/settings.md", "Settings")
def settings_page() -> str:
    """Every setting with its default, from the typed environment."""
    rows = []
    for name, field in type(settings.ENV).model_fields.items():
        rows.append((f"`TMAC_{name.upper()}`", _default(name, field.default), field.description))
    intro = (
        "Give settings as environment variables, or as lines `NAME=value` in a file `.env` beside "
        "`pyproject.toml` (`TMAC_ENV_FILE` names another file). Whatever is wrong with them is "
        "said at the start, all of it at once, with the remedy."
    )
    return f"{intro}\n\n{table(('setting', 'default', 'meaning'), rows)}"


def _default(name: str, default: object) -> str:
    if name == "var":
        return "`var/`"
    if isinstance(default, list):
        return f"`{','.join(default)}`" if default else ""
    shown = str(default)
    return "" if shown in {"", "**********"} else f"`{shown}`"


@document("reference/commands.md", "Words of `./tmac`")
def commands_page() -> str:
    """Every word of the product's own command line, by package."""
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("tmac.")}
    rows = [
        (f"`{name}`", package.removeprefix("tmac."), load_command_class(package, name).help)
        for name, package in sorted(get_commands().items())
        if package in ours
    ]
    intro = (
        "`./tmac help` lists the words of the project (up, test, check, fix, bench). "
        "Every other word goes to the product; `./tmac WORD --help` says more."
    )
    return f"{intro}\n\n{table(('word', 'package', 'what it does'), rows)}"
