"""A file as a DuckDB relation of texts: every column as it was written, nothing guessed."""

from resource_dir.gaps.calls.engine import quoted, text_literal
from resource_dir.gaps.calls.opening import CallFile

LONGEST_LINE = 4_000_000  # bytes
BUFFER_BYTES = 2 * LONGEST_LINE  # each thread holds some; DuckDB's own 32 MB cost 170 MB in all


def relation_of(file: CallFile, *, is_strict: bool = True) -> str:
    """The SQL of a relation with the file's columns, all VARCHAR."""
    if file.kind == "parquet":
        fields = ", ".join(f"CAST({quoted(n)} AS VARCHAR) AS {quoted(n)}" for n in file.columns)
        return f"(SELECT {fields} FROM read_parquet({text_literal(file.source)}))"
    if file.kind in ("json", "jsonl"):
        return _json(file)
    if file.is_line_quoted:
        return _whole_lines(file, is_strict=is_strict)
    return _csv(file, file.columns, file.delimiter, is_strict=is_strict)


def _json(file: CallFile) -> str:
    shape = "array" if file.kind == "json" else "newline_delimited"
    return (
        f"read_json({text_literal(file.source)}, format='{shape}', records='true', "
        f"columns={_columns(file.columns)}, compression='{_packing(file)}')"
    )


def _csv(file: CallFile, columns: tuple[str, ...], delimiter: str, *, is_strict: bool) -> str:
    return (
        f"read_csv({text_literal(file.source)}, auto_detect=false, header=true, "
        f"buffer_size={BUFFER_BYTES}, delim={text_literal(delimiter)}, quote='\"', escape='\"', "
        f"columns={_columns(columns)}, compression='{_packing(file)}', "
        f"encoding='{file.encoding}', max_line_size={LONGEST_LINE}, "
        f"strict_mode={str(is_strict).lower()}, store_rejects=true, rejects_limit=0)"
    )


def _whole_lines(file: CallFile, *, is_strict: bool) -> str:
    """Each line is one quoted field: unquoted by the reader, parted here.

    Every match begins with a delimiter, so that an empty field is no empty match.
    """
    lines = _csv(file, ("line",), "\x1f", is_strict=is_strict)
    mark = file.delimiter.replace("|", r"\|")
    pattern = f'{mark}("(?:[^"]|"")*"|[^{file.delimiter}"]*)'
    fields = ", ".join(
        f"trim(replace(f[{number}], '\"\"', chr(1)), '\"') AS {quoted(name)}"
        for number, name in enumerate(file.columns, start=1)
    )
    restored = ", ".join(f"replace({quoted(n)}, chr(1), '\"') AS {quoted(n)}" for n in file.columns)
    return (
        f"(SELECT {restored} FROM (SELECT {fields} FROM (SELECT regexp_extract_all("
        f"{text_literal(file.delimiter)} || line, {text_literal(pattern)}, 1) AS f FROM {lines}) "
        f"WHERE len(f) = {len(file.columns)}))"
    )


def _columns(names: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in names) + "}"


def _packing(file: CallFile) -> str:
    return "gzip" if file.is_packed else "none"
