"""Bring the catalogues up to the texts in the code: `make messages`.

New texts come in empty and texts that are gone go; tests/rules/test_translated.py fails until the
empty ones are filled in. A catalogue is sorted and says neither lines nor dates, so that a change
of one text is a change of one entry.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "resource_dir" / "translations"
# Whose errors a reader of a page can meet; the first pattern that fits a file decides.
# Importers, commands and the JSON interface speak English to operators and programs.
PYTHON = (
    ("web/api/searches.py", "ignore"),
    ("web/providing/bed_replies.py", "ignore"),
    ("web/limits.py", "ignore"),
    ("web/finding/map_ground.py", "ignore"),
    ("web/parameters.py", "ignore"),
    ("web/**.py", "python"),
    ("operations/accounts/administering.py", "ignore"),
    ("operations/accounts/**.py", "python"),
    ("operations/asking.py", "python"),
    ("operations/beds/asking.py", "python"),
    ("operations/beds/fresh_hours.py", "python"),
    ("operations/beds/links.py", "python"),
    ("operations/beds/listings.py", "python"),
    ("operations/beds/pushing.py", "python"),
    ("operations/beds/reaches.py", "python"),
    ("operations/beds/reporting.py", "python"),
    ("operations/listings/counted.py", "python"),
    ("operations/listings/locking.py", "python"),
    ("operations/editing/**.py", "python"),
    ("operations/finding.py", "python"),
    ("operations/planning/**.py", "python"),
    ("operations/listings/read_back.py", "python"),
    ("operations/reports/reporting.py", "python"),
    ("geo/**.py", "python"),
    ("gaps/areas/**.py", "python"),
    ("gaps/calls/**.py", "python"),
    ("gaps/crosswalk/**.py", "python"),
    ("gaps/demand/engines.py", "python"),
    ("gaps/fixing/**.py", "python"),
    ("gaps/assumptions.py", "python"),
    ("fit/hsds_terms.py", "ignore"),
    ("fit/**.py", "python"),
    ("database.py", "python"),
)
TEMPLATES = (("**.html", "jinja2"),)
JINJA = {
    "**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"},
}
# An error is made with its English sentence, a part of one as well: the class is the mark.
ERRORS = (
    "BadInput", "Conflict", "NotAllowed", "NotFound", "NotSaved", "NotSignedIn", "PackageRefused",
    "Phrase", "PlaceNotFound", "TooManyAttempts",
)  # fmt: skip
KEYWORDS = {**DEFAULT_KEYWORDS, **dict.fromkeys(ERRORS)}
HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Language: {language}\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


def extracted() -> Catalog:
    """Every text that a reader can see, as a catalogue without translations."""
    found = Catalog()
    for message, context in (
        *_texts(ROOT / "resource_dir", PYTHON, {}),
        *_texts(ROOT / "templates", TEMPLATES, JINJA),
    ):
        found.add(message, context=context)
    return found


def _texts(
    folder: Path, methods: tuple[tuple[str, str], ...], options: dict[str, dict[str, str]]
) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _, _, message, _, context in extract_from_dir(
        folder, method_map=methods, options_map=options, keywords=KEYWORDS
    ):
        yield message, context


def update(source: Path, texts: Catalog) -> None:
    """Bring one catalogue up to the texts."""
    language = source.parent.parent.name
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(texts, no_fuzzy_matching=True)
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=10_000,  # an entry is one line, however long
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    source.write_bytes(HEADER.format(language=language).encode() + written.getvalue())


def main() -> None:
    """Update every catalogue and say what is still to be translated."""
    texts = extracted()
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        update(source, texts)
        with source.open("rb") as file:
            missing = [one.id for one in read_po(file) if not is_translated(one)]
        print(f"{source.relative_to(ROOT)}: {len(texts)} texts, {len(missing)} to translate")
        for text in missing:
            print(f"  {text}")


def is_translated(message: Message) -> bool:
    """Whether every form of it is there; the header counts as translated."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return not message.id or (bool(forms) and all(forms or ()))


if __name__ == "__main__":
    main()
