"""Every component with its examples on one page, in the frame of the workspace: for tests only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_protect

import tmac.ui
from tmac.config import urls as product
from tmac.core.access import public
from tmac.ui.templatetags import tmac as words
from tmac.ui.toasts import say

COMPONENTS = Path(tmac.ui.__file__).parent / "components"
PAGE = """{% extends "ui/workspace.html" %}
{% block title %}Showcase{% endblock %}
{% block breadcrumb %}{% breadcrumbs crumbs %}{% endblock %}
{% block content %}<h1>Showcase</h1>
{% error_summary form %}
{% for name, html in parts %}<section><h2>{{ name }}</h2>{{ html }}</section>{% endfor %}
<section><h2>pager</h2>{% pager page %}</section>
<section><h2>guard</h2><tmac-guard><form method="post" id="asked">{% csrf_token %}
{% form_fields form %}
<p class="actions"><button class="button" type="submit">ส่ง</button>
<a class="button button--danger" href="#dialog-demo">ลบ</a></p></form></tmac-guard></section>
{% endblock %}"""


class Asked(forms.Form):
    """One question of every kind."""

    title = forms.CharField(label="ชื่อเรื่อง", help_text="สั้น ๆ ว่าเกิดอะไร", max_length=40)
    story = forms.CharField(label="รายละเอียด", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="ประเภท", choices=[("A", "จัดซื้อจัดจ้าง"), ("B", "ที่ดิน")])
    reach = forms.ChoiceField(
        label="กระทบใครบ้าง", choices=[("1", "คนเดียว"), ("2", "หมู่บ้าน")], widget=forms.RadioSelect
    )
    ticks = forms.MultipleChoiceField(
        label="สัญญาณที่พบ",
        choices=[("1", "มีหลายแหล่ง"), ("2", "เคยเกิดซ้ำ")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_sure = forms.BooleanField(label="ตรวจสอบแล้ว", help_text="ต้องมีอีกคนเห็นด้วย")
    photo = forms.FileField(label="ภาพถ่าย", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Chosen(forms.Form):
    """A filter bar's questions."""

    text = forms.CharField(label="ค้นหา", required=False)
    level = forms.ChoiceField(
        label="ระดับ", choices=[("", "ทุกระดับ"), ("HIGH", "สูง")], required=False
    )


Asked.base_fields["title"].example = "ถนนพังหลังตรวจรับ"  # type: ignore[attr-defined]


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """(component, values) for every example that lies beside a component."""
    for file in sorted(COMPONENTS.glob("*/examples.json")):
        for values in json.loads(file.read_text(encoding="utf-8"), object_hook=_revived):
            yield file.parent.name, values


def _revived(value: dict[str, Any]) -> Any:
    if "$date" in value:
        return date.fromisoformat(value["$date"])
    return datetime.fromisoformat(value["$datetime"]) if "$datetime" in value else value


def parts() -> Iterator[tuple[str, SafeString]]:
    for name, values in examples():
        # The page has its own toasts, breadcrumbs and language switch: once is enough for an id.
        if name not in {"toast", "language_switch", "breadcrumbs"}:
            yield name, words.component(name, **values)
    badges = "".join(
        words.risk_badge(level, verify_first=first, stoppable_until=until)
        for level in ("LOW", "MEDIUM", "HIGH", "VERY_HIGH")
        for first, until in ((False, None), (True, date(2026, 12, 1)))
    )
    yield "risk_badge", mark_safe(f'<div class="row">{badges}</div>')
    chips = [{"label": "ระดับ: สูง", "url": "?"}]
    yield (
        "filter_bar",
        words.component(
            "filter_bar", form=Chosen({"level": "HIGH"}), chips=chips, reset_url="?", is_open=True
        ),
    )


@public
@csrf_protect
def showcase(request: HttpRequest) -> HttpResponse:
    form = Asked(request.POST) if request.method == "POST" else Asked()
    if request.GET.get("toast"):
        say(request, "บันทึกหมุดแล้ว", undo_url="/showcase/")
        messages.error(request, "ติดต่อระบบไม่ได้")
    context = {
        "form": form,
        "parts": list(parts()),
        "page": Paginator(range(400), 25).get_page(request.GET.get("page")),
        "crumbs": [("ทั้งประเทศ", "/showcase/"), ("สมุทรสาคร", "")],
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@public
def unchanged(request: HttpRequest) -> HttpResponse:
    """What a running job answers when there is nothing new to draw."""
    return HttpResponse(status=204)


urlpatterns = [
    path("showcase/", showcase),
    path("showcase/job/", unchanged),
    *product.urlpatterns,
]
