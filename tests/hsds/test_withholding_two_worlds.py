"""Two packages that differ only in the secret must be the same once they are read."""

import base64
import csv
import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from resource_dir.hsds import redaction, settling
from resource_dir.hsds.package import read_package
from resource_dir.hsds.taking import Taker

from .secret_package import MARKS, ONE, TWO, Mark, Secret, package_files, write_folder


def _zip(root: Path, secret: Secret, mark: Mark) -> Path:
    path = root / "package.zip"
    root.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in package_files(secret, mark).items():
            archive.writestr(f"deep/{name}", text)
    return path


def _gzipped(root: Path, secret: Secret, mark: Mark) -> Path:
    folder = root / "package"
    folder.mkdir(parents=True)
    for name, text in package_files(secret, mark).items():
        if name == "withheld.csv":
            (folder / name).write_text(text)
        else:
            (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def _tabular(root: Path, secret: Secret, mark: Mark) -> Path:
    root.mkdir(parents=True)
    tables = {}
    for name, text in package_files(secret, mark).items():
        rows = csv.DictReader(text.splitlines())
        tables[name] = [{k: v for k, v in row.items() if k and v} for row in rows]
    path = root / "package.json"
    path.write_text(json.dumps(tables))
    return path


def _nested(root: Path, secret: Secret, mark: Mark) -> Path:
    root.mkdir(parents=True)
    place = {"attributes": [{"value": secret.city, "label": secret.address}]}
    person = {"name": "Desk", "phones": [{"number": secret.phone}], **place}
    location = {
        "location_type": mark.location_type, "name": secret.address, "latitude": secret.lat,
        "longitude": float(secret.lon), "description": secret.city,
        "addresses": [{"id": "a1", "address_1": secret.address, **place}],
        "phones": [{"number": secret.phone, "type": "voice", **place}],
        "contacts": [person], "accessibility": [{"description": secret.street, **place}],
        "metadata": [{"previous_value": secret.address, "field_name": "name"}],
        "languages": [{"code": "es"}], **place,
    }  # fmt: skip
    service = {
        "id": "s1", "name": mark.name, "description": f"Come to {secret.address}",
        "organization": {"id": "o1", "name": "Harbor Trust", "description": secret.address},
        "service_areas": [{"name": "Kern County", "extent": secret.lat}],
        "service_at_locations": [{"location": location, "description": secret.city}],
    }  # fmt: skip
    path = root / "service_full.json"
    path.write_text(json.dumps({"contents": [service, {"id": "s2", "name": "Meals"}]}))
    return path


def _seen(path: Path, root: Path, mark: Mark) -> str:
    """Everything that anybody can ever see of a reading, and the staging file's content."""
    withhold = root / "withhold.csv"
    withhold.write_text(mark.withhold)
    workdir = root / "work"
    workdir.mkdir()
    with read_package(
        path, source="test", workdir=workdir, withhold=withhold if mark.withhold else None
    ) as package:
        rows = [repr(row) for table in package.tables for row in package.rows(table)]
        dump = list(package.staging.db.iterdump())
        report = package.report
        marks = sorted(repr(one) for one in package.withheld)
        files = [repr(one) for one in report.files.values()]
        package.staging.db.execute("COMMIT")
        raw = next(workdir.iterdir()).read_bytes().decode("latin-1")
    assert not list(workdir.iterdir())
    found = [*map(repr, report.rejected), *map(repr, report.repaired), *files]
    return "\n".join([*rows, *dump, *found, *marks, raw])


def _spellings(secret: Secret) -> list[str]:
    plain = [secret.address, secret.street, secret.city, secret.lat, secret.lon, secret.phone]
    plain += [secret.phone.replace("-", ""), secret.street.split()[0]]
    coded = [quote(one) for one in plain] + [one.replace(" ", "+") for one in plain]
    coded += [base64.b64encode(one.encode()).decode().rstrip("=")[:-1] for one in plain]
    coded += [one.encode().hex() for one in plain] + [one.upper() for one in plain]
    coded += [one[::-1] for one in plain] + [json.dumps(one)[1:-1] for one in plain]
    return plain + coded


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
@pytest.mark.parametrize("form", [write_folder, _zip, _gzipped, _tabular])
def test_two_worlds_that_differ_in_the_secret_read_the_same(
    tmp_path: Path, mark: Mark, form: Callable[[Path, Secret, Mark], Path]
) -> None:
    one = _seen(form(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(form(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one == two
    assert not [text for text in _spellings(ONE) if text in one]


@pytest.mark.parametrize("name", ["location type", "the need"])
def test_two_worlds_of_nested_objects_without_ids_read_the_same(tmp_path: Path, name: str) -> None:
    mark = MARKS[name]

    one = _seen(_nested(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(_nested(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one == two
    assert not [text for text in _spellings(ONE) if text in one]


def test_without_a_mark_the_two_worlds_differ(tmp_path: Path) -> None:
    mark = Mark()

    one = _seen(write_folder(tmp_path / "one", ONE, mark), tmp_path / "one", mark)

    assert ONE.address in one
    assert ONE.lat in one


LEAKS = {
    "address rows": lambda m: m.setattr(redaction, "_PLACE_TABLES", ()),
    "texts": lambda m: m.setattr(redaction, "looks_like_street_address", lambda _: False),
    "phones at the site": lambda m: m.setattr(redaction, "_reachable", _let_through),
    "changes": lambda m: m.setattr(redaction, "_change", _let_through),
    "attributes of unknown rows": lambda m: m.setattr(redaction, "_SITE_TABLES", ()),
    "locations": lambda m: m.setattr(redaction, "_withheld_location", _let_location_through),
    "services by name": lambda m: m.setattr(settling, "_by_name", lambda *_: None),
    "links of marks": lambda m: m.setattr(settling, "_FOLLOW", settling._FOLLOW[:1]),
    "values of malformed rows": lambda m: m.setattr(
        Taker, "_value_of_bad", lambda _, bad: bad.text
    ),
    "words of the line": lambda m: m.setattr(
        Taker, "_id", lambda self, table, key: f"{table}:{key}"
    ),
    "everything near": lambda m: m.setattr(redaction, "public_texts", _let_texts_through),
}


def _let_through(*args: object) -> redaction.Redacted:
    values = next(arg for arg in args if isinstance(arg, dict) and "id" in arg)
    return redaction.Redacted(values)


def _let_location_through(values: dict[str, object]) -> redaction.Redacted:
    return redaction.Redacted(values, is_withheld=True)


def _let_texts_through(_: str, values: dict[str, object]) -> redaction.Redacted:
    return redaction.Redacted(values)


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_planted_leak_turns_the_proof_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mark = MARKS["the need"]
    leak(monkeypatch)

    one = _seen(write_folder(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(write_folder(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one != two
