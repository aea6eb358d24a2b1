"""A person at a browser: opens pages, fills fields by their names, presses buttons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.cast import Cast


class Person:
    """One of the cast, logged in, with a page of their own."""

    def __init__(self, name: str, cast: Cast, new_page: Callable[..., Page], width: int = 1280):
        self.name = name
        self.page = new_page(width=width, client=cast.client(name))

    def opens(self, path: str, status: int = 200) -> None:
        if status != 200:
            self.page.expected.append(str(status))  # type: ignore[attr-defined]
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{self.name} at {path}: {answer.status}"

    def fills(self, **fields: Any) -> None:
        """Text goes into fields; True ticks a box; a Path is attached; `_is` chooses a radio."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']")
            if isinstance(value, Path):
                field.set_input_files(value)
            elif value is True:
                field.check()
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(str(value))

    def presses(self, words: str = "") -> None:
        """The button with these words, or the main one of the form."""
        button = self.page.locator("main form button[type=submit]:not([name])")
        if words:
            button = self.page.locator("main button", has_text=words)
        button.first.click()
        self.page.wait_for_load_state()

    def takes_step(self, code: str, lane: str, target: str, **fields: Any) -> None:
        self.opens(f"/workspace/pins/{code}/step/{lane}/{target}/")
        self.fills(**fields)
        self.presses()
        assert "/step/" not in self.page.url, self.faults()

    def answers(self, code: str, value: str) -> None:
        """Confirm or decline the proposal that waits on the pin's page."""
        self.opens(f"/workspace/pins/{code}/")
        self.page.locator(f"main button[name=answer][value={value}]").click()
        self.page.wait_for_load_state()

    def state_of(self, code: str) -> str:
        """What the prevention lane of the pin's page says."""
        self.opens(f"/workspace/pins/{code}/")
        return self.page.locator(".lane--prevention .lane__state").inner_text()

    def faults(self) -> str:
        """What the page complains about, for the message of a failing test."""
        return " / ".join(
            self.page.locator(".field__error, .notice, [role=alert]").all_inner_texts()
        )
