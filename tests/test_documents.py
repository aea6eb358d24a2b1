"""The generated pages say what the code says, and links between the documents lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tmac.core import documents

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", documents.documents(), ids=lambda page: page.path)
def test_a_generated_page_says_what_the_code_says(page: documents.Document) -> None:
    path = ROOT / "docs" / page.path
    assert path.exists(), "run ./tmac docs write"
    assert path.read_text(encoding="utf-8") == page.text(), "run ./tmac docs write"


def test_writing_makes_every_page_current(tmp_path: Path) -> None:
    written = documents.write(tmp_path)
    assert [page.path for page in written] == [page.path for page in documents.documents()]
    assert documents.outdated(tmp_path) == []
    assert documents.write(tmp_path) == []


def test_a_page_changed_by_hand_is_found(settings: object, tmp_path: Path) -> None:
    settings.ROOT = tmp_path  # type: ignore[attr-defined]
    documents.write(tmp_path / "docs")
    page = tmp_path / "docs" / "reference" / "settings.md"
    page.write_text(page.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"reference/settings\.md"):
        call_command("docs", "check")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_three_parts_on_one_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for part in ("## Context", "## Decision", "## Consequences"):
        assert part in text
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_direct_dependency_is_named_in_a_decision() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    text = "\n".join(page.read_text(encoding="utf-8").lower() for page in DECISIONS)
    names = [re.split(r"[\[=<>]", pin)[0].lower() for pin in pins]
    assert [name for name in names if name not in text] == []
