"""A file as a DuckDB relation of texts: every column as it was written, nothing guessed."""

from typing import Literal

from resource_dir.gaps.calls.engine import quoted, text_literal
from resource_dir.gaps.calls.opening import CallFile
from resource_dir.gaps.calls.wrapped import RELATION

LONGEST_LINE = 4_000_000  # bytes
BUFFER_BYTES = 2 * LONGEST_LINE  # each thread holds some; DuckDB's own 32 MB cost 170 MB in all
NO_DELIMITER = "\x1f"

How = Literal["strict", "loose", "lines"]


def relation_of(file: CallFile, *, how: How = "strict") -> str:
    """The SQL of a relation with the file's columns, all VARCHAR; `how` says how quotes are read
    in CSV: as they should stand, loosely, or each line for itself."""
    if file.kind == "parquet":
        fields = ", ".join(f"CAST({quoted(n)} AS VARCHAR) AS {quoted(n)}" for n in file.columns)
        return f"(SELECT {fields} FROM read_parquet({text_literal(file.source)}))"
    if file.wrapping:
        return RELATION
    if file.kind in ("json", "jsonl"):
        return _json(file)
    if how == "lines":
        return _parted(file, f"(SELECT line FROM {_plain_lines(file)} WHERE NOT {_is_torn(file)})")
    is_strict = how == "strict"
    if file.is_line_quoted:
        return _parted(file, _csv(file, ("line",), NO_DELIMITER, is_strict=is_strict))
    return _csv(file, file.columns, file.delimiter, is_strict=is_strict)


def torn_lines(file: CallFile) -> str:
    """SELECT line number, whether its quotes are odd in number: lines that are no rows, where each
    is read for itself."""
    numbered = f"(SELECT row_number() OVER () + 1 AS number, line FROM {_plain_lines(file)})"
    quotes = "length(line) - length(replace(line, '\"', ''))"
    return f"SELECT number, ({quotes}) % 2 = 1 FROM {numbered} WHERE {_is_torn(file)}"


def _json(file: CallFile) -> str:
    shape = "array" if file.kind == "json" else "newline_delimited"
    return (
        f"read_json({text_literal(file.source)}, format='{shape}', records='true', "
        f"columns={_columns(file.columns)}, compression='{_packing(file)}')"
    )


def _csv(
    file: CallFile, columns: tuple[str, ...], delimiter: str, *, is_strict: bool, quote: str = '"'
) -> str:
    return (
        f"read_csv({text_literal(file.source)}, auto_detect=false, header=true, "
        f"buffer_size={BUFFER_BYTES}, delim={text_literal(delimiter)}, quote='{quote}', "
        f"escape='{quote}', columns={_columns(columns)}, compression='{_packing(file)}', "
        f"encoding='{file.encoding}', max_line_size={LONGEST_LINE}, "
        f"strict_mode={str(is_strict).lower()}, store_rejects=true, rejects_limit=0)"
    )


def _plain_lines(file: CallFile) -> str:
    """Each line as it stands, quotes and all; an empty one is none."""
    lines = _csv(file, ("line",), NO_DELIMITER, is_strict=False, quote="")
    return f"(SELECT line FROM {lines} WHERE line <> '')"


def _is_torn(file: CallFile) -> str:
    """Whether a line doesn't part into as many fields as there are columns, without a rest."""
    line, pattern = f"{text_literal(file.delimiter)} || line", _field(file)
    is_whole = f"regexp_full_match({line}, {text_literal(f'(?:{pattern})*')})"
    fields = f"len(regexp_extract_all({line}, {text_literal(pattern)}))"
    return f"(NOT {is_whole} OR {fields} <> {len(file.columns)})"


def _field(file: CallFile) -> str:
    """Every match begins with a delimiter, so that an empty field is no empty match."""
    mark = file.delimiter.replace("|", r"\|")
    return f'{mark}("(?:[^"]|"")*"|[^{file.delimiter}"]*)'


def _parted(file: CallFile, lines: str) -> str:
    """Lines, each parted here."""
    fields = ", ".join(
        f"trim(replace(f[{number}], '\"\"', chr(1)), '\"') AS {quoted(name)}"
        for number, name in enumerate(file.columns, start=1)
    )
    restored = ", ".join(f"replace({quoted(n)}, chr(1), '\"') AS {quoted(n)}" for n in file.columns)
    return (
        f"(SELECT {restored} FROM (SELECT {fields} FROM (SELECT regexp_extract_all("
        f"{text_literal(file.delimiter)} || line, {text_literal(_field(file))}, 1) AS f "
        f"FROM {lines}) "
        f"WHERE len(f) = {len(file.columns)}))"
    )


def _columns(names: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in names) + "}"


def _packing(file: CallFile) -> str:
    return "gzip" if file.is_packed else "none"
