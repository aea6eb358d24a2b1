"""Where a map finds its shapes and towns; the same for both doors."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.geography import shapes
from tmac.geography.queries import schemes


def shapes_address() -> str:
    """The address of drawing files with NAME in the place of the file's name."""
    return reverse("portal:shape", args=[shapes.shape_version(), "NAME"])


def towns_address() -> str:
    return reverse("portal:towns")


def config(urls: dict[str, str], **more: Any) -> dict[str, Any]:
    """What a page gives the map (see frontend/src/riskmap/types.ts, MapConfig)."""
    return {
        "language": "en" if (get_language() or "th").startswith("en") else "th",
        "urls": {**urls, "shapes": shapes_address(), "towns": towns_address()},
        "is_approximate": shapes.is_approximate(),
        "attribution": attribution(),
        "disclaimer": disclaimer(),
        "divisions": divisions(),
        "home": {},
        "bases": [],
        **more,
    }


def divisions() -> list[dict[str, str]]:
    """How the country can be divided: into provinces, or into the regions of a scheme."""
    found = [{"code": "province", "name": _("Provinces")}]
    return found + [{"code": scheme.code, "name": scheme.name} for scheme in schemes()]


def attribution() -> str:
    """The credit line of everything that is drawn."""
    credits = [shapes.attribution()]
    if not shapes.is_approximate():  # the approximate boundaries name both themselves
        credits += [_("Made with Natural Earth"), _("Towns: GeoNames (CC BY 4.0)")]
    return " · ".join(credit for credit in credits if credit)


def disclaimer() -> str:
    return _("This only marks a risk. It does not mean that corruption has happened.")
