"""The name under which a file is shown and given back: what it said, without what could deceive."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.core.text import one_line

_RUNNABLE = frozenset(
    ".exe .com .bat .cmd .scr .pif .msi .msp .dll .cpl .jar .js .jse .vbs .vbe .wsf .wsh .ps1 .hta "
    ".lnk .reg .sh .bash .py .php .pl .apk .app .dmg .iso .html .htm .svg .xml .xhtml .swf "
    ".docm .xlsm .xlsb .pptm .dotm .xltm".split()
)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MAX = 120
_REFUSED = _("Programs and files with macros are not taken (%(ending)s).")
_DOUBLE = _("The name has two endings (%(endings)s). Rename the file so that it has one.")
_NO_NAME = _("The file needs a name with an ending such as .jpg or .pdf.")


def clean_name(given: str) -> tuple[str, str]:
    """(name to show, its ending in small letters); Invalid for programs and double endings."""
    name = one_line(given.replace("\\", "/").rsplit("/", 1)[-1])
    name = _UNSAFE.sub("_", name).strip(". ")
    path = PurePosixPath(name)
    ending = path.suffix.lower()
    if not path.stem or not ending:
        raise Invalid.of("file", _NO_NAME)
    if ending in _RUNNABLE:
        raise Invalid.of("file", _REFUSED % {"ending": ending})
    hidden = [part for part in path.suffixes[:-1] if part.lower() in _RUNNABLE]
    if hidden:
        raise Invalid.of("file", _DOUBLE % {"endings": "".join([*hidden, ending])})
    return path.stem[: _MAX - len(ending)] + ending, ending
