"""Every setting an operator may give, typed; all faults are reported at once, each with its remedy."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]


class Env(BaseSettings):
    """Read from the environment (TMAC_*) and from the file `.env` beside the project."""

    model_config = SettingsConfigDict(env_prefix="TMAC_", env_file=ROOT / ".env", extra="forbid")

    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Signs sessions; made and kept in var/ when not given."
    )
    debug: bool = Field(default=False, description="Shows details of errors; never in production.")
    demo: bool = Field(
        default=False, description="Demonstration data and the page that prints the cast's codes."
    )
    hosts: list[str] = Field(
        default=["127.0.0.1", "localhost"], description="Host names that the server answers to."
    )
    origin: str = Field(
        default="http://127.0.0.1:8000", description="Public address, for passkeys and links."
    )
    database_url: str = Field(
        default="", description="postgresql://user:password@host:port/name; empty means SQLite."
    )
    var: Path = Field(default=ROOT / "var", description="Where data, evidence and shapes are kept.")
    email_url: str = Field(default="", description="smtp://user:password@host:port; empty: console.")
