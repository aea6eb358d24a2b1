"""Every setting an operator may give, typed; all faults reported at once, each with its remedy."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlparse

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = PACKAGE.parents[1]
IS_CHECKOUT = (_CHECKOUT / "pyproject.toml").exists()
# Beside what `.env` and `var` stand: the project, or the folder of the moment for a wheel.
ROOT = _CHECKOUT if IS_CHECKOUT else Path.cwd()
PREFIX = "TMAC_"


class SettingsFault(Exception):
    """What is wrong with the settings, all of it, in words for the operator."""


class Env(BaseSettings):
    """Read from the environment (TMAC_*) and from the file `.env` beside the project."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", env_ignore_empty=True)

    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs sessions; at least 32 characters. Made and kept in var/ when not given.",
    )
    secret_key_fallbacks: Annotated[list[SecretStr], NoDecode] = Field(
        default=[],
        description="Former secret keys, with commas between them: what they signed and encrypted "
        "(second steps of officers, say) stays readable after a change of key.",
    )
    debug: bool = Field(default=False, description="Shows details of errors; never in production.")
    demo: bool = Field(
        default=False,
        description="Demonstration data, and the page that prints the log-ins of the cast.",
    )
    listen: str = Field(default="127.0.0.1", description="Address that the server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that the server listens on.")
    hosts: Annotated[list[str], NoDecode] = Field(
        default=["127.0.0.1", "localhost"],
        description="Host names that the server answers to, with commas between them.",
    )
    origin: str = Field(
        default="",
        validate_default=True,
        description="Public address, for passkeys and links: https://tmac.example.go.th. "
        "Empty: http://127.0.0.1 with the port above.",
    )
    database_url: str = Field(
        default="", description="postgresql://user:password@host:port/name; empty means SQLite."
    )
    var: Path = Field(default=ROOT / "var", description="Where data, evidence and shapes are kept.")
    email_url: str = Field(
        default="", description="smtp://user:password@host:port or smtps://; empty: to the log."
    )
    vault_root_key: str = Field(
        default="",
        description="The public root key of the vault's directory (Base64, printed by "
        "`tmac vault root create`). Empty: the one in var/vault/root.pub.",
    )
    exit_url: str = Field(
        default="https://www.tmd.go.th/",
        description="Where the quick exit of the reporters' pages leads: a harmless public page.",
    )
    sealed_store: str = Field(
        default="",
        description="s3://key:secret@host:port/bucket for the sealed files (add ?tls=0 for plain "
        "HTTP inside one machine); empty: var/sealed.",
    )
    sealed_waiting_mb: int = Field(
        default=4096,
        ge=256,
        description="Megabytes that sealed files may fill before a report claims them; beyond "
        "that new files are refused for the moment. They are dropped after 48 hours.",
    )
    clamd: str = Field(
        default="",
        description="host:port or socket path of ClamAV's daemon, which then scans files of "
        "channels that the server seals; empty: no scan.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=9,
        description="How many reverse proxies of yours stand before the server. Each adds one "
        "address to X-Forwarded-For; with 0 that header is not believed.",
    )
    web_processes: int = Field(
        default=2, ge=1, le=64, description="Server processes on PostgreSQL; SQLite always has one."
    )

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value()) < 32:
            raise ValueError("is too short. Give at least 32 random characters, or none at all")
        return key

    @field_validator("secret_key_fallbacks")
    @classmethod
    def _all_long_enough(cls, keys: list[SecretStr]) -> list[SecretStr]:
        if any(len(key.get_secret_value()) < 32 for key in keys):
            raise ValueError("has a key under 32 characters. Copy the former keys whole")
        return keys

    @field_validator("hosts", "secret_key_fallbacks", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        return given.replace(",", " ").split() if isinstance(given, str) else given

    @field_validator("origin")
    @classmethod
    def _bare_address(cls, origin: str, given: ValidationInfo) -> str:
        origin = origin or f"http://127.0.0.1:{given.data.get('port', 8000)}"
        parts = urlparse(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not an address. Write it like https://tmac.example.go.th")
        if parts.path.strip("/") or parts.query:
            raise ValueError("has a path. Leave only the scheme, the host and the port")
        if not {parts.hostname, "*"} & set(given.data.get("hosts", "*")):
            raise ValueError(
                f"has a host that TMAC_HOSTS does not name. Add {parts.hostname} to it"
            )
        if given.data.get("debug") and parts.scheme == "https":
            raise ValueError("is public while TMAC_DEBUG shows secrets to visitors. Turn that off")
        return origin.rstrip("/")

    @field_validator("sealed_store")
    @classmethod
    def _store_url(cls, url: str) -> str:
        parts = urlparse(url)
        if url and not (parts.scheme == "s3" and parts.hostname and parts.path.strip("/")):
            raise ValueError("must look like s3://key:secret@host:9000/bucket, or be empty")
        return url

    @field_validator("exit_url")
    @classmethod
    def _exit_page(cls, url: str) -> str:
        if urlparse(url).scheme not in {"http", "https"}:
            raise ValueError("is not an address. Write it like https://www.tmd.go.th/")
        return url

    @field_validator("database_url")
    @classmethod
    def _postgres_url(cls, url: str) -> str:
        parts = urlparse(url)
        if url and (parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/")):
            raise ValueError(
                "must look like postgresql://user:password@host:5432/name, or be empty"
            )
        return url

    @field_validator("email_url")
    @classmethod
    def _mail_url(cls, url: str) -> str:
        parts = urlparse(url)
        if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
            raise ValueError("must look like smtp://user:password@host:587, or be empty")
        return url


def read_env(file: Path | None = None) -> Env:
    """The settings in force; raises SettingsFault that lists every fault with its remedy."""
    faults = _misspelt()
    try:
        env = Env(_env_file=file)
    except ValidationError as refused:
        faults += [_sentence(error) for error in refused.errors()]
    if faults:
        raise SettingsFault(_report(faults))
    return env


def env_file() -> Path | None:
    """`.env` beside the project, or the file that TMAC_ENV_FILE names; none when that is empty."""
    given = os.environ.get("TMAC_ENV_FILE")
    if given is None:
        return ROOT / ".env"
    return Path(given) if given else None


def _report(sentences: list[str]) -> str:
    lines = "\n".join(f"  - {sentence}." for sentence in sentences)
    return f"The settings cannot be used:\n{lines}\nAll settings: docs/reference/settings.md"


def _sentence(error: object) -> str:
    details = dict(error)  # type: ignore[call-overload]
    place = [str(part) for part in details["loc"]]
    message = str(details["msg"]).removeprefix("Value error, ")
    if not place:
        return message
    name = place[0].upper() if place[0].upper().startswith(PREFIX) else PREFIX + place[0].upper()
    if details["type"] == "extra_forbidden":
        return f"{name} is not a setting{_perhaps(name)}. Correct or remove the line"
    if details["type"] == "value_error":
        return f"{name} {message}"
    return f"{name} is {details['input']!r}: {message[0].lower()}{message[1:]}"


def _misspelt() -> list[str]:
    """Variables of the environment that miss the name of a setting by a letter or two."""
    known = {PREFIX + name.upper() for name in Env.model_fields}
    given = (name for name in os.environ if name.startswith(PREFIX))
    return [
        f"{name} is not a setting{_perhaps(name)}. Correct or remove it"
        for name in sorted(given)
        if name not in known and get_close_matches(name, known, cutoff=0.9)
    ]


def _perhaps(name: str) -> str:
    close = get_close_matches(name, [PREFIX + field.upper() for field in Env.model_fields], n=1)
    return f"; {close[0]} is" if close else ""
