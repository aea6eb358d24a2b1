"""The Thai words are complete, and the tool that says so finds every kind of fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from tmac.core import catalogues
from tmac.core.literals import literals

TEMPLATE = """{% load i18n %}<h1 title="{% translate "Pins" %}">{% translate "Pins" %}</h1>
   {% blocktranslate trimmed count n=n %}
      {{ n }} pin
   {% plural %}
      {{ n }} pins
   {% endblocktranslate %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one template of two messages and a module of one."""
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (folder / "words.py").write_text('_("Saved by %(name)s")\n', encoding="utf-8")
    return folder


def problems(package: Path) -> dict[str, str]:
    return {fault.message: fault.problem for fault in catalogues.faults(package)}


@pytest.mark.parametrize("folder", catalogues.packages(), ids=lambda folder: folder.name)
def test_every_message_of_the_product_has_its_thai_words(folder: Path) -> None:
    assert list(catalogues.faults(folder)) == []


def test_no_two_packages_translate_one_message_differently() -> None:
    assert list(catalogues.disagreements(catalogues.packages())) == []


@pytest.mark.parametrize("folder", catalogues.packages(), ids=lambda folder: folder.name)
def test_no_template_holds_words_that_cannot_be_translated(folder: Path) -> None:
    found = [literal for path in sorted(folder.rglob("*.html")) for literal in literals(path)]
    assert found == []


def test_a_new_message_is_missing_then_empty_then_filled(package: Path) -> None:
    assert set(problems(package).values()) == {"has no entry"}
    catalogues.update(package)
    assert set(problems(package).values()) == {"is not translated"}
    words = {"Pins": "หมุด", "%(n)s pin": "หมุด %(n)s ตัว", "Saved by %(name)s": "บันทึกโดย %(name)s"}
    assert catalogues.fill(package, words) == 3
    assert problems(package) == {}


def test_filling_never_overwrites_what_a_translator_wrote(package: Path) -> None:
    catalogues.update(package)
    catalogues.fill(package, {"Pins": "หมุด"})
    assert catalogues.fill(package, {"Pins": "อื่น"}) == 0


def test_a_lost_placeholder_is_a_fault(package: Path) -> None:
    catalogues.update(package)
    catalogues.fill(package, {"Saved by %(name)s": "บันทึกแล้ว"})
    assert "does not keep its placeholders" in problems(package)["Saved by %(name)s"]


def test_a_fuzzy_message_is_a_fault(package: Path) -> None:
    catalogues.update(package)
    catalogues.fill(package, {"Pins": "หมุด"})
    path = catalogues.catalogue_path(package)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Pins"', '#, fuzzy\nmsgid "Pins"'), encoding="utf-8")
    assert problems(package)["Pins"] == "is marked fuzzy"


def test_a_message_that_left_the_code_is_reported_and_then_left_out(package: Path) -> None:
    catalogues.update(package)
    (package / "words.py").unlink()
    assert problems(package)["Saved by %(name)s"] == "is no longer used"
    assert [message.id for message in catalogues.update(package)] == ["Saved by %(name)s"]
    assert "Saved by %(name)s" not in problems(package)


def test_writing_twice_changes_nothing(package: Path) -> None:
    catalogues.update(package)
    before = catalogues.catalogue_path(package).read_bytes()
    catalogues.update(package)
    assert catalogues.catalogue_path(package).read_bytes() == before


def test_two_packages_that_disagree_are_named(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "second"
    other.mkdir()
    (other / "more.py").write_text('_("Pins")\n', encoding="utf-8")
    for folder, thai in ((package, "หมุด"), (other, "เข็มหมุด")):
        catalogues.update(folder)
        catalogues.fill(folder, {"Pins": thai})
    faults = list(catalogues.disagreements([package, other]))
    assert [(fault.package, fault.message) for fault in faults] == [("second", "Pins")]


def test_the_compiled_file_is_made_again_only_after_a_change(package: Path) -> None:
    assert catalogues.compile_catalogue(package) is None
    catalogues.update(package)
    made = catalogues.compile_catalogue(package)
    assert made is not None
    stamp = made.stat().st_mtime_ns
    catalogues.compile_catalogue(package)
    assert made.stat().st_mtime_ns == stamp


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ("<p>สวัสดี</p>", ["สวัสดี"]),
        ('<img alt="A map">', ["A map"]),
        ('{% load i18n %}<img alt="{% translate "A map" %}"><p>{% translate "Hello" %}</p>', []),
        ("{% load i18n %}<p>{% blocktranslate %}Hello{% endblocktranslate %} 22</p>", []),
        ("<code>tmac up</code><script>let word</script>", []),
        ('<p translate="no">Sarabun <b>Bold</b></p>', []),
        ("{# a remark #}{% comment %}and a long one{% endcomment %}<p>{{ value }}</p>", []),
        ("<p>TMAC</p>", []),
        ("{% block main_class %}page page--form{% endblock %}<p>22</p>", []),
        ("{% block title %}Left over{% endblock %}", ["Left over"]),
        ('<a lang="{{ code }}">English</a>', []),
        ('<html lang="th"><p>Left over</p></html>', ["Left over"]),
        ('<p translate="no">Sarabun</p><p>Left over</p>', ["Left over"]),
    ],
)
def test_literal_words_are_found_outside_translation(
    markup: str, words: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(markup, encoding="utf-8")
    assert [literal.words for literal in literals(path)] == words


def test_english_falls_back_to_the_message_itself_never_to_thai() -> None:
    with override("en"):
        assert gettext("Waiting") == "Waiting"


def _theirs(language: str) -> dict[str, bool]:
    """Every message of Django's own catalogues, and whether it has a translation."""
    import django
    from babel.messages.pofile import read_po

    found: dict[str, bool] = {}
    root = Path(django.__file__).parent
    for part in ("conf", "contrib/auth"):
        path = root / part / "locale" / language / "LC_MESSAGES" / "django.po"
        with path.open("rb") as stream:
            for message in read_po(stream):
                first = message.id if isinstance(message.id, str) else message.id[0]
                strings = [message.string] if isinstance(message.string, str) else message.string
                found[first] = any(strings or ()) and not message.fuzzy
    return found


def test_borrowed_sentences_are_those_that_django_says_and_has_no_thai_for() -> None:
    borrowed = {
        fault if isinstance(fault, str) else fault[0]
        for fault in (
            message.id
            for message in catalogues.extracted(catalogues.SOURCE / "config")
            if message.id and any("borrowed.py" in place for place, _line in message.locations)
        )
    }
    english, thai = _theirs("en"), _theirs("th")
    assert len(borrowed) > 30
    assert borrowed - english.keys() == set(), "Django says this otherwise now"
    assert {words for words in borrowed if thai.get(words)} == set(), "Django has Thai for this now"
