"""Settings: read once from the environment, handed down as one frozen object.

No other module reads `os.environ`. Every variable is described in ``docs/operators.md``; a test
fails when one is missing there.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resource_dir.errors import BadInput

SECRET_FILE = "secret_key"  # noqa: S105 -- the name of the file, not a secret
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. `metadata["env"]` names the environment variable."""

    data_folder: Path = field(default=Path("instance"), metadata={"env": "RESOURCE_DIR_DATA"})
    database_url: str = field(default="", metadata={"env": "DATABASE_URL"})
    secret_key: str = field(default="", repr=False, metadata={"env": "SECRET_KEY"})
    timezone: str = field(default="America/New_York", metadata={"env": "RESOURCE_DIR_TIMEZONE"})
    rate_limit: str = field(default="120/minute", metadata={"env": "RATE_LIMIT"})
    trusted_proxies: int = field(default=0, metadata={"env": "TRUSTED_PROXIES"})
    public_url: str = field(default="", metadata={"env": "PUBLIC_URL"})
    mail_url: str = field(default="", repr=False, metadata={"env": "MAIL_URL"})
    demo: bool = field(default=True, metadata={"env": "RESOURCE_DIR_DEMO"})

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")

    @property
    def index_folder(self) -> Path:
        """Where the disposable search index lives."""
        return self.data_folder / "index"

    @property
    def work_folder(self) -> Path:
        """Where an import keeps its (already redacted) staging file while it runs."""
        return self.data_folder / "work"


ENVIRONMENT: Mapping[str, str] = {
    name: spec.metadata["env"] for name, spec in Settings.__dataclass_fields__.items()
}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from `environ` (default: the process environment).

    Raises BadInput naming the variable that can't be used.
    """
    env = os.environ if environ is None else environ
    folder = Path(env.get("RESOURCE_DIR_DATA") or "instance").absolute()
    url = _database_url(env.get("DATABASE_URL", ""), folder)
    return Settings(
        data_folder=folder,
        database_url=url,
        secret_key=_secret_key(env.get("SECRET_KEY", ""), folder, url),
        timezone=_timezone(env.get("RESOURCE_DIR_TIMEZONE") or "America/New_York"),
        rate_limit=env.get("RATE_LIMIT") or "120/minute",
        trusted_proxies=_count(env.get("TRUSTED_PROXIES") or "0", "TRUSTED_PROXIES"),
        public_url=_public_url(env.get("PUBLIC_URL", ""), mail_url=env.get("MAIL_URL", "")),
        mail_url=env.get("MAIL_URL", ""),
        demo=env.get("RESOURCE_DIR_DEMO", "1") not in ("0", "false", "no"),
    )


def _database_url(text: str, folder: Path) -> str:
    """The URL as SQLAlchemy spells it, with the driver that the product ships."""
    if not text:
        return f"sqlite:///{folder / 'resource_dir.sqlite3'}"
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.partition("+")[0] not in ("sqlite", "postgres", "postgresql"):
        raise BadInput(
            "DATABASE_URL has to start with sqlite:/// or postgresql://.", field="DATABASE_URL"
        )
    if scheme.startswith("sqlite"):
        return f"sqlite://{rest}"
    return f"postgresql+psycopg://{rest}"


def _secret_key(text: str, folder: Path, url: str) -> str:
    """Given, or generated once into the data folder; PostgreSQL means several hosts: required."""
    if text:
        return text
    if not url.startswith("sqlite"):
        raise BadInput(
            "SECRET_KEY is required with PostgreSQL: set it to 32 or more random characters, the "
            "same on every host.",
            field="SECRET_KEY",
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SECRET_FILE
    if not path.exists():
        _write_secret(path)
    return path.read_text().strip()


def _write_secret(path: Path) -> None:
    """Write a draft, then link it: a second process that starts now sees all of it or nothing."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return  # the other process was first: its key is the one
    finally:
        Path(draft).unlink()


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            f"RESOURCE_DIR_TIMEZONE is not an IANA zone: {name!r}. Try America/Denver.",
            field="RESOURCE_DIR_TIMEZONE",
        ) from error
    return name


def _public_url(text: str, *, mail_url: str) -> str:
    """Without the last slash. A link in a letter can't be made from what a request claims."""
    url = text.rstrip("/")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise BadInput(
            "PUBLIC_URL has to be a scheme and a host, such as https://directory.example.org.",
            field="PUBLIC_URL",
        )
    if mail_url and not url:
        raise BadInput(
            "MAIL_URL needs PUBLIC_URL: the address that links in letters begin with.",
            field="PUBLIC_URL",
        )
    return url


def _count(text: str, variable: str) -> int:
    if not text.isdigit():
        raise BadInput(f"{variable} has to be a whole number, 0 or more.", field=variable)
    return int(text)
