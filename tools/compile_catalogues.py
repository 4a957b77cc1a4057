"""Make the catalogues that the running product reads (.mo) out of those that people edit (.po).

The build calls `compile_outdated`; `python tools/compile_catalogues.py` compiles them all. What was
compiled is not committed: it could differ from its source, and nobody would see it.
"""

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

TRANSLATIONS = Path(__file__).parent.parent / "resource_dir" / "translations"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # no date of today: equal sources give equal wheels


def compile_catalogues(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile `<language>/LC_MESSAGES/messages.po` of every language; the paths that were written.

    Raises babel's PoFileError for a catalogue that can't be read.
    """
    return [compile_catalogue(source) for source in sources(folder)]


def compile_outdated(folder: Path) -> list[Path]:
    """Compile those whose compiled form is absent or older; the paths that were written."""
    return [compile_catalogue(source) for source in sources(folder) if not is_compiled(source)]


def sources(folder: Path) -> list[Path]:
    """The catalogues that people edit."""
    return sorted(folder.glob("*/LC_MESSAGES/messages.po"))


def is_compiled(source: Path) -> bool:
    """Whether the compiled form is there and no older than its source."""
    made = source.with_suffix(".mo")
    return made.is_file() and made.stat().st_mtime >= source.stat().st_mtime


def compile_catalogue(source: Path) -> Path:
    """Compile one catalogue beside its source."""
    # Here, because a build from an sdist finds everything compiled and has no babel.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    target = source.with_suffix(".mo")
    part = target.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(compiled.getvalue())
    part.replace(target)  # whole or not at all: tests run side by side
    return target


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"compiled {path.relative_to(TRANSLATIONS.parent.parent)}")
