"""What the lists of the editor's forms offer, in the reader's language."""

from collections.abc import Iterable

from resource_dir.fit import LANGUAGES
from resource_dir.operations.editing.sections import Listing
from resource_dir.web.names import language_name, phone_type_name
from resource_dir.web.texts import _, ngettext

Choices = list[tuple[str, str]]
PHONE_TYPES = ("voice", "hotline", "crisis", "cell", "text", "tty", "fax")


def audiences() -> Choices:
    """Who may see a fact."""
    return [
        ("public", _("everybody")),
        ("partner", _("signed-in partners")),
        ("own", _("only your organization")),
    ]


def belongings(listing: Listing, owners: Iterable[str]) -> Choices:
    """On what a row may hang. A row that more than one listing shows says so."""
    names = {
        "service_at_location_id": _("this listing only"),
        "service_id": ngettext(
            "the service (%(num)s listing)", "the service (all its %(num)s listings)",
            listing.of_service,
        ),
        "location_id": _("everything at this place"),
        "organization_id": ngettext(
            "the organization (%(num)s listing)", "the organization (all its %(num)s listings)",
            listing.of_house,
        ),
    }  # fmt: skip
    return [(owner, names[owner]) for owner in owners if owner in listing.owners]


def phone_types(stored: str | None) -> Choices:
    """Kinds of phones; one that a source calls otherwise stays."""
    known = [(kind, phone_type_name(kind)) for kind in PHONE_TYPES]
    other = [] if not stored or stored in PHONE_TYPES else [(stored, phone_type_name(stored))]
    return [("", _("not stated")), *known, *other]


def languages(stored: str | None) -> Choices:
    """Languages by their names; one that has no name here stays."""
    known = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
    other = [] if not stored or stored in LANGUAGES else [(stored, language_name(stored))]
    return [("", _("another one")), *known, *other]
