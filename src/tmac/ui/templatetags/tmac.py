"""Template words of this product; available in every template without a load tag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tmac.core.thai import thai_digits
from tmac.geography import shapes
from tmac.ui import assets, fieldsets, formats, icons, mapping, navigation, toasts
from tmac.ui.levels import badge_of

register = template.Library()
register.filter("thai_date", formats.date_text)
register.filter("thai_time", formats.time_text)
register.filter("thai_datetime", formats.moment_text)
register.filter("be_year", formats.be_year_text)
register.filter("fiscal", formats.fiscal_text)
register.filter("baht", formats.baht_text)
register.filter("grouped", formats.number_text)
register.filter("by_language", formats.named)
register.simple_tag(icons.icon, name="icon")
register.simple_tag(assets.entry_tags, name="assets")
register.simple_tag(assets.font_tags, name="font_preloads")
register.simple_tag(mapping.shapes_address, name="map_shapes")
register.simple_tag(mapping.towns_address, name="map_towns")
register.simple_tag(formats.quarter_text, name="quarter")


@register.filter
def thai_date_full(value: date | None) -> str:
    """22 พฤศจิกายน 2569."""
    return formats.date_text(value, full=True)


@register.filter
def digits(value: object) -> str:
    """Thai digits, for documents whose settings ask for them."""
    return thai_digits(str(value))


@register.filter
def level_badge(level: str) -> SafeString:
    """The risk level as shape, colour and word."""
    return component("risk_badge", badge=badge_of(level))


@register.simple_tag
def risk_badge(
    level: str, *, verify_first: bool = False, stoppable_until: date | None = None
) -> SafeString:
    """A level with what must be known beside it: to be verified first, still stoppable."""
    return component(
        "risk_badge",
        badge=badge_of(level),
        verify_first=verify_first,
        stoppable_until=stoppable_until,
    )


@register.simple_tag
def component(name: str, **values: Any) -> SafeString:
    """The component `name` with `values`: components/<name>/<name>.html."""
    return _rendered(name, values)


@register.simple_tag
def field(bound: BoundField, **values: Any) -> SafeString:
    """One question of a form: label, hint, example, error and the control."""
    return component("field", **fieldsets.described(bound), **values)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Every visible question of `form` in order, with the hidden ones."""
    parts = [str(bound) for bound in form.hidden_fields()]
    parts += [field(bound) for bound in form.visible_fields()]
    return mark_safe("\n".join(parts))  # noqa: S308 - rendered by the templates above


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """What is wrong on this page, each fault linked to its question; nothing when all is well."""
    faults = [fault for form in forms if form is not None for fault in fieldsets.faults(form)]
    return component("error_summary", faults=faults) if faults else mark_safe("")


@register.simple_tag(takes_context=True)
def language_switch(context: template.Context) -> SafeString:
    """The same page in the other language."""
    path = context["request"].get_full_path() if "request" in context else "/"
    other = "th" if (get_language() or "th").startswith("en") else "en"
    word = dict(settings.LANGUAGES)[other]
    return component("language_switch", code=other, word=word, url=translate_url(path, other))


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    """Tells search engines which address holds the page in which language."""
    path = _path(context)
    return format_html_join(
        "\n  ",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((code, settings.ORIGIN, translate_url(path, code)) for code, _name in settings.LANGUAGES),
    )


@register.simple_tag
def boundary_credit() -> str:
    """The credit line of the boundaries in use, which every map must show."""
    return shapes.attribution()


@register.simple_tag(takes_context=True)
def portal_nav(context: template.Context) -> SafeString:
    links = navigation.links(navigation.PORTAL, _path(context))
    return component("portal_nav", links=links)


@register.simple_tag
def report_button() -> SafeString:
    """The way to report, on every public page; nothing where there is no such page."""
    links = navigation.links((navigation.REPORT,), "")
    return component("report_button", link=links[0]) if links else mark_safe("")


@register.simple_tag(takes_context=True)
def workspace_nav(context: template.Context) -> SafeString:
    officer = context.get("officer")
    links = navigation.links(navigation.WORKSPACE, _path(context), officer)
    return component("workspace_nav", links=links)


@register.simple_tag(takes_context=True)
def officer_menu(context: template.Context) -> SafeString:
    officer = context.get("officer")
    values = {
        "officer": officer,
        "links": navigation.officer_links(officer),
        "sign_out_url": navigation.sign_out_address(),
    }
    return _rendered("officer_menu", values, context["request"])


@register.simple_tag(takes_context=True, name="toasts")
def waiting_toasts(context: template.Context) -> SafeString:
    request = context["request"]
    return _rendered("toast", {"toasts": toasts.waiting(request)}, request)


@register.simple_tag
def breadcrumbs(crumbs: Sequence[tuple[str, str]]) -> SafeString:
    """The way here, from wide to near: (word, address) pairs; an empty address is this page."""
    return component("breadcrumbs", crumbs=crumbs)


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Any) -> SafeString:
    """Pages of a list; keeps every other parameter of the address."""
    return component("pager", page=page, links=fieldsets.page_links(context["request"], page))


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, key: str, label: str, default: str = "") -> SafeString:
    """A column head that sorts by `key`, and the other way when it already does."""
    return component(
        "sort_link", label=label, **fieldsets.sorting(context["request"], key, default)
    )


@register.simple_block_tag
def side_sheet(content: str, id: str, title: str) -> SafeString:
    """A panel beside the map or list; fills the lower half on phones."""
    return component("side_sheet", content=content, id=id, title=title)


@register.simple_block_tag
def confirm_dialog(content: str, id: str, title: str) -> SafeString:
    """A question before what cannot be undone; `content` is the form that does it."""
    return component("confirm_dialog", content=content, id=id, title=title)


def _path(context: template.Context) -> str:
    return str(context["request"].path) if "request" in context else "/"


def _rendered(name: str, values: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
    html = render_to_string(f"{name}/{name}.html", values, request=request)
    return mark_safe(html.strip())  # noqa: S308 - a template of ours, which escapes its values
