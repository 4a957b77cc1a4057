"""One row of an export as the few things that are counted, and a mark for each fault it has.

Everything is SQL over texts, so that a value that can't be read is NULL and never an error.
"""

from collections.abc import Sequence
from enum import IntFlag

from resource_dir.errors import BadInput
from resource_dir.gaps.calls.engine import quoted, text_literal
from resource_dir.gaps.calls.opening import CallFile
from resource_dir.gaps.calls.profiles import ROLE_WORDS, CallProfile
from resource_dir.gaps.calls.relations import How, relation_of

# Of the exports looked at these stand for digits that were taken out of an address.
MASKED = r"(?i)(\bblock\b|\bblk\b|x{2,}|\*{2,}|^\s*0\s*$)"
EPOCH_LIMITS = (0, 4_102_444_800)  # seconds: 1970 to 2100
FARTHEST = 90.0, 180.0  # degrees
CALENDAR = "0001-01-02", "9999-12-30"
NO_TIME = "CAST(NULL AS TIMESTAMP)"
COLUMNS = "t, check_t, call_type, disposition, district, latitude, longitude, row_key"
# A text that begins and ends with neither a space nor another sign than ASCII has nothing to trim:
# seen at a fifth of what trimming costs.
IS_TRIM = "({0} BETWEEN '!' AND '~' AND NOT suffix({0}, ' ') AND strlen({0}) = length({0}))"


class Mark(IntFlag):
    """What is wrong with, or to be said of, one row."""

    TIME_BLANK = 1
    TIME_UNREADABLE = 2
    TYPE_BLANK = 4
    DISTRICT_SENTINEL = 8
    POINT_MISSING = 16
    POINT_ZERO = 32
    POINT_FAR = 64
    MASKED = 128
    OFFICER = 256
    CHECK_DIFFERS = 512
    CHECK_MISSING = 1024
    WITHOUT_ID = 2048
    PRIORITY = 4096
    UNIT = 8192


def columns_found(file: CallFile, profile: CallProfile) -> dict[str, tuple[str, ...]]:
    """The file's column of each role (of `place_text` and the officer's marks: all of them).

    Raises BadInput for a file without the time or the type, naming what was looked for.
    """
    by_name = {name.strip().casefold(): name for name in reversed(file.columns)}

    def matching(names: Sequence[str]) -> tuple[str, ...]:
        known = (by_name.get(name.strip().casefold()) for name in names)
        return tuple(dict.fromkeys(name for name in known if name))

    found = {role: matching(names) for role, names in profile.columns.items()}
    for role in ("time", "type"):
        if not found.get(role):
            raise BadInput(
                "%(file)s has no column for %(role)s: looked for %(names)s. Its columns are "
                "%(columns)s.",
                field=f"columns.{role}",
                file=file.name,
                role=ROLE_WORDS[role],
                names=", ".join(profile.columns.get(role, ())),
                columns=", ".join(file.columns),
            )
    found["officer"] = matching(profile.officer_initiated.columns)
    found["check"] = matching(profile.check.columns) if profile.check else ()
    return found


def cleaning_query(file: CallFile, profile: CallProfile, *, how: How = "strict") -> str:
    """SELECT t, check_t, call_type, disposition, district, latitude, longitude, row_key, marks.

    t is seconds of local clock time since 1970, NULL where it can't be read. `row_key` tells rows
    apart: a hash of the id, or of the whole row where there is none.
    """
    found = columns_found(file, profile)
    return (
        f"SELECT {COLUMNS}, " + _marks(profile, found) + " AS marks FROM (SELECT "
        + f"{_seconds('t0')} AS t, {_seconds('c0')} AS check_t, * EXCLUDE (t0, c0) FROM (SELECT "
        + ", ".join(_fields(file, profile, found))
        + f" FROM {relation_of(file, how=how)}))"
    )  # fmt: skip


def _fields(file: CallFile, profile: CallProfile, found: dict[str, tuple[str, ...]]) -> list[str]:
    parts = (found[role][0] for role in ("time", "time_of_day") if found.get(role))
    when = " || ' ' || ".join(_bare(file, name) for name in parts)
    check = profile.check
    check_text = _check_text(found["check"], check.pattern if check else "")
    place = " OR ".join(_matches(name, MASKED) for name in found.get("place_text", ()))
    officer = " OR ".join(
        _is_one_of(_text(name), profile.officer_initiated.values) for name in found["officer"]
    )
    return [
        f"{_time(when, profile.time_forms, profile)} AS t0",
        f"({_time(check_text, (check.form,), profile) if check else NO_TIME}) AS c0",
        f"nullif({when}, '') IS NULL AS has_no_time",
        f"{_without(found, 'type', profile)} AS call_type",
        f"{_disposition(found, profile)} AS disposition",
        f"{_without(found, 'district', profile)} AS district",
        f"{_is_sentinel(found, 'district', profile)} AS is_sentinel",
        *(f"{_number(file, found, role)} AS {role}" for role in ("latitude", "longitude")),
        f"({place or 'false'}) AS is_masked",
        f"({officer or 'false'}) AS is_officer",
        f"{_filled(found, 'priority')} AS has_priority",
        f"{_filled(found, 'unit')} AS has_unit",
        *_key(file, found, profile),
    ]


def _text(name: str) -> str:
    column = quoted(name)
    return f"CASE WHEN {IS_TRIM.format(column)} THEN {column} ELSE trim(coalesce({column}, '')) END"


def _bare(file: CallFile, name: str) -> str:
    """A time or a number, which bytes of zero around it would make unreadable."""
    if not file.has_nuls:
        return _text(name)
    return f"trim(replace(coalesce({quoted(name)}, ''), chr(0), ''))"


def _matches(name: str, pattern: str) -> str:
    return f"regexp_matches({_text(name)}, {text_literal(pattern)})"


def _is_one_of(expression: str, values: Sequence[str]) -> str:
    if not values:
        return "false"
    return f"{expression} IN ({', '.join(text_literal(each) for each in values)})"


def _is_sentinel(found: dict[str, tuple[str, ...]], role: str, profile: CallProfile) -> str:
    if not found.get(role):
        return "false"
    return _is_one_of(_text(found[role][0]), profile.sentinels.get(role, ()))


def _without(found: dict[str, tuple[str, ...]], role: str, profile: CallProfile) -> str:
    """The text of a role, empty where the value stands for nothing."""
    if not found.get(role):
        return "''"
    text = _text(found[role][0])
    sentinel = _is_sentinel(found, role, profile)
    return text if sentinel == "false" else f"CASE WHEN {sentinel} THEN '' ELSE {text} END"


def _disposition(found: dict[str, tuple[str, ...]], profile: CallProfile) -> str:
    text = _without(found, "disposition", profile)
    if not profile.disposition_classes or text == "''":
        return text
    cases = " ".join(
        f"WHEN {text_literal(code)} THEN {text_literal(name)}"
        for code, name in profile.disposition_classes.items()
    )
    return f"CASE {text} {cases} ELSE {text} END"


def _number(file: CallFile, found: dict[str, tuple[str, ...]], role: str) -> str:
    """NaN and infinite are read as numbers by DuckDB: they are none here."""
    if not found.get(role):
        return "CAST(NULL AS DOUBLE)"
    number = f"TRY_CAST({_bare(file, found[role][0])} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _filled(found: dict[str, tuple[str, ...]], role: str) -> str:
    return f"{_text(found[role][0])} <> ''" if found.get(role) else "false"


def _key(file: CallFile, found: dict[str, tuple[str, ...]], profile: CallProfile) -> list[str]:
    """A blank id tells nothing apart: such a row is told apart by all that it says."""
    whole = "hash(" + ", ".join(quoted(name) for name in file.columns) + ")"
    if not found.get("id"):
        return [f"{whole} AS row_key", "true AS has_no_id"]
    identity = _without(found, "id", profile)
    return [
        f"CASE WHEN {identity} = '' THEN {whole} ELSE hash({identity}) END AS row_key",
        f"{identity} = '' AS has_no_id",
    ]


def _check_text(columns: tuple[str, ...], pattern: str) -> str:
    if not columns:
        return "''"
    text = _text(columns[0])
    if not pattern:
        return text
    groups = pattern.count("(") - pattern.count("(?") - 2 * pattern.count(r"\(")
    literal = text_literal(pattern)
    parts = [f"regexp_extract({text}, {literal}, {n})" for n in range(1, max(groups, 0) + 1)]
    return "trim(" + " || ' ' || ".join(parts or [f"regexp_extract({text}, {literal})"]) + ")"


def _time(text: str, forms: Sequence[str], profile: CallProfile) -> str:
    """A local timestamp. Text with an offset, epochs and the UTC clock are brought home first."""
    zone = text_literal(profile.zone)
    readings = [_reading(text, form, zone, is_utc=profile.clock == "utc") for form in forms]
    return "coalesce(" + ", ".join([*readings, NO_TIME]) + ")"


def _reading(text: str, form: str, zone: str, *, is_utc: bool) -> str:
    if form in ("epoch_s", "epoch_ms"):
        seconds = f"TRY_CAST({text} AS DOUBLE)" + ("" if form == "epoch_s" else " / 1000")
        low, high = EPOCH_LIMITS
        moment = (
            f"CASE WHEN {seconds} BETWEEN {low} AND {high} "
            f"THEN make_timestamp(CAST(floor({seconds}) AS BIGINT) * 1000000) END"
        )
        return _home(moment, zone)
    if form != "iso":
        plain = f"TRY_STRPTIME({text}, {text_literal(form)})"
        return _home(plain, zone) if is_utc else plain
    # A text with an offset is turned to UTC by the cast, one without is taken as it stands.
    plain = f"TRY_CAST({text} AS TIMESTAMP)"
    if is_utc:
        return _home(plain, zone)
    offset = f"regexp_matches({text}, {text_literal(OFFSET)})"
    return f"CASE WHEN {offset} THEN {_home(plain, zone)} ELSE {plain} END"


OFFSET = r"\d:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)$"


def _home(moment: str, zone: str) -> str:
    return f"timezone({zone}, timezone('UTC', {moment}))"


def _seconds(name: str) -> str:
    """NULL where no calendar goes, which infinity is beyond as well."""
    first, last = (f"TIMESTAMP '{day}'" for day in CALENDAR)
    is_a_day = f"{name} BETWEEN {first} AND {last}"
    return f"CASE WHEN {is_a_day} THEN CAST(floor(epoch({name})) AS BIGINT) END"


def _marks(profile: CallProfile, found: dict[str, tuple[str, ...]]) -> str:
    box = profile.region
    inside = f"abs(latitude) <= {FARTHEST[0]} AND abs(longitude) <= {FARTHEST[1]}"
    if box:
        inside = (
            f"latitude BETWEEN {box.south} AND {box.north} "
            f"AND longitude BETWEEN {box.west} AND {box.east}"
        )
    zero = "(latitude = 0 AND longitude = 0)"
    missing = "(latitude IS NULL OR longitude IS NULL)"
    minutes = profile.check.minutes if profile.check else 0
    tests = {
        Mark.TIME_BLANK: "has_no_time",
        Mark.TIME_UNREADABLE: "t IS NULL AND NOT has_no_time",
        Mark.TYPE_BLANK: "call_type = ''",
        Mark.DISTRICT_SENTINEL: "is_sentinel",
        Mark.POINT_MISSING: missing if found.get("latitude") else "false",
        Mark.POINT_ZERO: zero,
        Mark.POINT_FAR: f"NOT {missing} AND NOT {zero} AND NOT ({inside})",
        Mark.MASKED: "is_masked",
        Mark.OFFICER: "is_officer",
        Mark.CHECK_DIFFERS: f"coalesce(abs(t - check_t) > {minutes * 60}, false)",
        Mark.CHECK_MISSING: "t IS NOT NULL AND check_t IS NULL" if found["check"] else "false",
        Mark.WITHOUT_ID: "has_no_id",
        Mark.PRIORITY: "has_priority",
        Mark.UNIT: "has_unit",
    }
    # A test of a missing value is NULL, and one NULL would make the whole sum NULL.
    return " + ".join(
        f"CASE WHEN {test} THEN {int(mark)} ELSE 0 END" for mark, test in tests.items()
    )
