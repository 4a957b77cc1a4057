"""Make the catalogues that the running product reads (.mo) out of those that people edit (.po).

The build calls `compile_catalogues`; `python tools/compile_catalogues.py` does the same by hand.
What was compiled is not committed: it could differ from its source, and nobody would see it.
"""

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "resource_dir" / "translations"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # no date of today: equal sources give equal wheels


def compile_catalogues(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile `<language>/LC_MESSAGES/messages.po` of every language; the paths that were written.

    Raises babel's PoFileError for a catalogue that can't be read.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = LONG_AGO
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        target = source.with_suffix(".mo")
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(compiled.getvalue())
        part.replace(target)  # whole or not at all: tests run side by side
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"compiled {path.relative_to(TRANSLATIONS.parent.parent)}")
