"""Settings: read once from the environment, handed down as one frozen object.

No other module reads `os.environ`. Every variable is described in ``docs/operators.md``; a test
fails when one is missing there.
"""

import math
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resource_dir.errors import BadInput

SECRET_FILE = "secret_key"  # noqa: S105 -- the name of the file, not a secret
SECRET_BYTES = 32
# Services that can be asked, and where those of them are that anybody may ask.
GEOCODERS: Mapping[str, str] = MappingProxyType(
    {
        "nominatim": "",
        "pelias": "",
        "photon": "",
        "arcgis": "https://geocode.arcgis.com/arcgis/rest/services/World/GeocodeServer",
        "census": "https://geocoding.geo.census.gov/geocoder",
    }
)
KEYED_GEOCODERS = ("pelias", "arcgis")
LONGEST_TIMEOUT_SECONDS = 30.0  # somebody waits for the page meanwhile
QUICK_EXIT = "https://www.weather.gov/"  # what anybody may be seen looking at
HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d+)?|\[[0-9A-Fa-f:]+\](?::\d+)?")
MAIL_ADDRESS = re.compile(r"[\w.!#$%&'*/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
SHORTEST_SECRET = 20  # of a shared secret that somebody on the network may try
TILE_FIELDS = frozenset({"z", "x", "y", "r"})  # {r}: "@2x" on a fine screen


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. `metadata["env"]` names the environment variable."""

    data_folder: Path = field(default=Path("instance"), metadata={"env": "RESOURCE_DIR_DATA"})
    database_url: str = field(default="", metadata={"env": "DATABASE_URL"})
    secret_key: str = field(default="", repr=False, metadata={"env": "SECRET_KEY"})
    timezone: str = field(default="America/New_York", metadata={"env": "RESOURCE_DIR_TIMEZONE"})
    rate_limit: str = field(default="120/minute", metadata={"env": "RATE_LIMIT"})
    report_limit: str = field(default="60/hour", metadata={"env": "REPORT_LIMIT"})
    trusted_proxies: int = field(default=0, metadata={"env": "TRUSTED_PROXIES"})
    public_url: str = field(default="", metadata={"env": "PUBLIC_URL"})
    mail_url: str = field(default="", repr=False, metadata={"env": "MAIL_URL"})
    mail_reply_to: str = field(default="", metadata={"env": "MAIL_REPLY_TO"})
    mail_reply_token: str = field(default="", repr=False, metadata={"env": "MAIL_REPLY_TOKEN"})
    text_webhook_url: str = field(default="", repr=False, metadata={"env": "TEXT_WEBHOOK_URL"})
    text_webhook_token: str = field(default="", repr=False, metadata={"env": "TEXT_WEBHOOK_TOKEN"})
    bed_reminders: bool = field(default=True, metadata={"env": "BED_REMINDERS"})
    demo: bool = field(default=True, metadata={"env": "RESOURCE_DIR_DEMO"})
    geocoder: str = field(default="", metadata={"env": "GEOCODER"})
    geocoder_url: str = field(default="", metadata={"env": "GEOCODER_URL"})
    geocoder_key: str = field(default="", repr=False, metadata={"env": "GEOCODER_KEY"})
    geocoder_user_agent: str = field(
        default="resource_dir", metadata={"env": "GEOCODER_USER_AGENT"}
    )
    geocoder_timeout: float = field(default=3.0, metadata={"env": "GEOCODER_TIMEOUT"})
    map_tiles_url: str = field(default="", metadata={"env": "MAP_TILES_URL"})
    map_pmtiles: Path | None = field(default=None, metadata={"env": "MAP_PMTILES"})
    map_attribution: str = field(default="", metadata={"env": "MAP_ATTRIBUTION"})
    gaps_engine: str = field(default="duckdb", metadata={"env": "GAPS_ENGINE"})
    quick_exit_url: str = field(default=QUICK_EXIT, metadata={"env": "QUICK_EXIT_URL"})

    call_upload_mb: int = field(default=64, metadata={"env": "CALL_UPLOAD_MB"})

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")

    @property
    def index_folder(self) -> Path:
        """Where the disposable search index lives."""
        return self.data_folder / "index"

    @property
    def places_folder(self) -> Path:
        """Where the disposable address book lives."""
        return self.data_folder / "places"

    @property
    def calls_folder(self) -> Path:
        """Where disposable files of coarse calls and cubes lie."""
        return self.data_folder / "calls"

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
    tiles_url, pmtiles = _map_base(env.get("MAP_TILES_URL", ""), env.get("MAP_PMTILES", ""))
    return Settings(
        data_folder=folder,
        database_url=url,
        secret_key=_secret_key(env.get("SECRET_KEY", ""), folder, url),
        timezone=_timezone(env.get("RESOURCE_DIR_TIMEZONE") or "America/New_York"),
        rate_limit=env.get("RATE_LIMIT") or "120/minute",
        report_limit=env.get("REPORT_LIMIT") or "60/hour",
        trusted_proxies=_count(env.get("TRUSTED_PROXIES") or "0", "TRUSTED_PROXIES"),
        public_url=_public_url(env.get("PUBLIC_URL", ""), sender=_sender(env)),
        mail_url=env.get("MAIL_URL", ""),
        **_asking_for_beds(env),
        demo=env.get("RESOURCE_DIR_DEMO", "1") not in ("0", "false", "no"),
        **_geocoder(env),
        map_tiles_url=tiles_url,
        map_pmtiles=pmtiles,
        map_attribution=env.get("MAP_ATTRIBUTION", ""),
        gaps_engine=_gaps_engine(env.get("GAPS_ENGINE") or "duckdb"),
        call_upload_mb=_count(env.get("CALL_UPLOAD_MB") or "64", "CALL_UPLOAD_MB"),
        quick_exit_url=_web_address(env.get("QUICK_EXIT_URL") or QUICK_EXIT, "QUICK_EXIT_URL"),
    )


def _gaps_engine(text: str) -> str:
    """What works the cube out: in this process, or a Spark."""
    if text not in ("duckdb", "spark") and not re.fullmatch(r"spark://[A-Za-z0-9.-]+:\d+", text):
        raise BadInput(
            "GAPS_ENGINE has to be duckdb, spark or spark://HOST:PORT.", field="GAPS_ENGINE"
        )
    return text


def _geocoder(env: Mapping[str, str]) -> dict[str, Any]:
    """The geocoding service that is asked after the address book; none by default."""
    name = env.get("GEOCODER", "").strip().lower()
    if name and name not in GEOCODERS:
        raise BadInput(
            f"GEOCODER has to be empty or one of {', '.join(GEOCODERS)}.", field="GEOCODER"
        )
    key = env.get("GEOCODER_KEY", "")
    if key and name not in KEYED_GEOCODERS:
        raise BadInput(
            f"GEOCODER_KEY is only used with {' and '.join(KEYED_GEOCODERS)}: take it out.",
            field="GEOCODER_KEY",
        )
    return {
        "geocoder": name,
        "geocoder_url": _geocoder_url(env.get("GEOCODER_URL", "").strip(), name),
        "geocoder_key": key,
        "geocoder_user_agent": env.get("GEOCODER_USER_AGENT") or "resource_dir",
        "geocoder_timeout": _seconds(env.get("GEOCODER_TIMEOUT") or "3", "GEOCODER_TIMEOUT"),
    }


def _geocoder_url(text: str, name: str) -> str:
    """The address of the server; nothing but http and https, and no password in it."""
    url = (text or GEOCODERS.get(name, "")).rstrip("/")
    if not name or not url:
        if name:
            raise BadInput(
                f"GEOCODER={name} needs GEOCODER_URL, the address of your own server.",
                field="GEOCODER_URL",
            )
        return ""
    if not _is_server(url):
        raise BadInput(
            "GEOCODER_URL has to be an address such as https://geocoder.example.org/path, without "
            "a user name, a question mark or a hash.",
            field="GEOCODER_URL",
        )
    return url


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_server = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_server and not ("@" in parts.netloc or parts.query or parts.fragment)


def _seconds(text: str, variable: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_TIMEOUT_SECONDS:
        raise BadInput(
            f"{variable} has to be a number of seconds, more than 0 and at most "
            f"{LONGEST_TIMEOUT_SECONDS:g}.",
            field=variable,
        )
    return seconds


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


def _map_base(tiles_url: str, pmtiles: str) -> tuple[str, Path | None]:
    """Where the map's ground comes from; whether the file is one is seen when it is opened."""
    if tiles_url and pmtiles:
        raise BadInput("Set MAP_TILES_URL or MAP_PMTILES, not both.", field="MAP_PMTILES")
    if not tiles_url:
        return "", Path(pmtiles).absolute() if pmtiles else None
    named = [name for _, name, _, _ in _fields(tiles_url) if name is not None]
    if not {"z", "x", "y"} <= set(named) <= TILE_FIELDS:
        raise BadInput(
            "MAP_TILES_URL has to hold {z}, {x} and {y} and nothing else in braces but {r}, for "
            "example https://tiles.example.org/{z}/{x}/{y}.png.",
            field="MAP_TILES_URL",
        )
    if not tiles_url.startswith("/") or tiles_url.startswith("//"):
        _web_address(tiles_url, "MAP_TILES_URL")
    return tiles_url, None


def _fields(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """The parts of a template; an unpaired brace is read as a field that nobody knows."""
    try:
        return list(Formatter().parse(template))
    except ValueError:
        return [("", "{", None, None)]


def _web_address(text: str, variable: str) -> str:
    """An http or https address whose host is written out: it goes into links and headers."""
    try:
        parts = urlsplit(text)
        is_usable = parts.scheme in ("http", "https") and bool(HOST.fullmatch(parts.netloc))
    except ValueError:
        is_usable = False
    if not is_usable or any(character.isspace() for character in text):
        raise BadInput(f"{variable} has to start with https:// and a host.", field=variable)
    return text


def _sender(env: Mapping[str, str]) -> str:
    """The setting by which links leave this server; empty where none do."""
    return next((name for name in ("MAIL_URL", "TEXT_WEBHOOK_URL") if env.get(name)), "")


def _asking_for_beds(env: Mapping[str, str]) -> dict[str, Any]:
    """How providers are asked for their beds, and how their answers come in."""
    reply_to, token = env.get("MAIL_REPLY_TO", "").strip(), env.get("MAIL_REPLY_TOKEN", "")
    if reply_to and not MAIL_ADDRESS.fullmatch(reply_to):
        raise BadInput(
            "MAIL_REPLY_TO has to be one address, such as beds@directory.example.org.",
            field="MAIL_REPLY_TO",
        )
    if token and len(token) < SHORTEST_SECRET:
        raise BadInput(
            f"MAIL_REPLY_TOKEN has to have {SHORTEST_SECRET} characters or more.",
            field="MAIL_REPLY_TOKEN",
        )
    return {
        "mail_reply_to": reply_to,
        "mail_reply_token": token,
        "text_webhook_url": _text_webhook(env.get("TEXT_WEBHOOK_URL", "").strip()),
        "text_webhook_token": env.get("TEXT_WEBHOOK_TOKEN", ""),
        "bed_reminders": env.get("BED_REMINDERS", "1") not in ("0", "false", "no", "off"),
    }


def _text_webhook(url: str) -> str:
    """Phone numbers and links go there: TLS, unless it never leaves this machine."""
    try:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
        )
        is_usable = is_safe and bool(HOST.fullmatch(parts.netloc)) and not parts.fragment
    except ValueError:
        is_usable = False
    if url and (not is_usable or not url.isprintable() or " " in url):
        raise BadInput(
            "TEXT_WEBHOOK_URL has to start with https:// and a host, without user name or hash; "
            "http:// is for this machine only.",
            field="TEXT_WEBHOOK_URL",
        )
    return url


def _public_url(text: str, *, sender: str) -> str:
    """Without the last slash. A link in a letter can't be made from what a request claims."""
    url = text.rstrip("/")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise BadInput(
            "PUBLIC_URL has to be a scheme and a host, such as https://directory.example.org.",
            field="PUBLIC_URL",
        )
    if sender and not url:
        raise BadInput(
            f"{sender} needs PUBLIC_URL: the address that links in letters begin with.",
            field="PUBLIC_URL",
        )
    return url


def _count(text: str, variable: str) -> int:
    if not text.isdigit():
        raise BadInput(f"{variable} has to be a whole number, 0 or more.", field=variable)
    return int(text)
