"""Every error this product raises on purpose.

::

    ResourceDirError
    ├── BadInput                 what was asked or sent is wrong; nothing was changed
    │   ├── PlaceNotFound        a place that no gazetteer knows
    │   ├── WithheldPlace        a street address or point where none may be stored
    │   └── PersonalText         a text that seems to say who was helped
    │       └── DoubtfulText     it may; the writer has to look again
    ├── NotSignedIn              somebody has to sign in, or sent a token that opens nothing
    ├── NotAllowed               signed in, but this is not for that role or organization
    ├── TooManyAttempts          too many failed attempts to get in; wait
    ├── NotFound                 no such listing, need or page
    ├── Conflict                 it changed in the meantime, or it exists already
    ├── PackageRefused           a file that can't be taken in at all, with the diagnosis
    ├── NotReady                 the database or index can't be used yet
    │   ├── MigrationNeeded      `resource-dir db upgrade` has to run first
    │   └── PlaceServiceDown     the geocoder that is configured does not answer
    ├── NotSaved                 a write that did not happen, and is not pretended to have
    └── IndexUnusable            search index missing, half-written or foreign (callers fall back)

Each message says what happened, where, and what to do next. How an error becomes a page or a
JSON answer is one table in ``web/errors.py``; how it becomes an exit status is ``cli/exits.py``.

A message is an English sentence with %(name)s where a value goes, and the values beside it:
``BadInput("%(name)s may be given once.", name=name)``. So the sentence can be translated where it
is shown, and nothing below the web has to know a language. A value that is words of ours is a
``Phrase``, and translated with it.
"""


class Phrase(str):
    """Part of a sentence, in English; `template` and `values` as those of an error."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Phrase":
        """Words, with values in their places."""
        phrase = super().__new__(cls, template % values if values else template)
        phrase.template, phrase.values = template, values
        return phrase


class ResourceDirError(Exception):
    """Root of the tree: catch this to catch everything raised on purpose."""

    code = "error"

    def __init__(self, template: str, /, *, field: str | None = None, **values: object) -> None:
        message = template % values if values else template
        super().__init__(message)
        self.message = message
        self.field = field
        self.template = template
        self.values = values


class BadInput(ResourceDirError):
    """What was asked or sent is wrong; `field` names the parameter or column."""

    code = "bad_input"


class PlaceNotFound(BadInput):
    """Nobody knows the place: try a cross-street, a ZIP code, "City, ST" or "lat,lon"."""

    code = "place_not_found"


class WithheldPlace(BadInput):
    """A street address or point was offered for a listing that must not have one."""

    code = "withheld_place"


class PersonalText(BadInput):
    """A text seems to hold a birth date, a case number or the like of a person helped."""

    code = "personal_text"


class DoubtfulText(PersonalText):
    """A text may name a person; its writer has to look again before it is kept."""

    code = "doubtful_text"


class NotSignedIn(ResourceDirError):
    """Somebody has to sign in first, or sent a token that opens nothing."""

    code = "not_signed_in"


class NotAllowed(ResourceDirError):
    """Signed in, but this is not for that role or organization."""

    code = "not_allowed"


class TooManyAttempts(ResourceDirError):
    """Too many failed attempts to get in, or letters asked for: wait."""

    code = "too_many_attempts"


class NotFound(ResourceDirError):
    """No such listing, need or page."""

    code = "not_found"


class Conflict(ResourceDirError):
    """It changed in the meantime, or it exists already."""

    code = "conflict"


class PackageRefused(ResourceDirError):
    """A file that can't be taken in at all; the message is the diagnosis."""

    code = "package_refused"


class NotReady(ResourceDirError):
    """The database or the index can't be used yet."""

    code = "not_ready"


class MigrationNeeded(NotReady):
    """The database is of another revision: run `resource-dir db upgrade`."""

    code = "migration_needed"


class PlaceServiceDown(NotReady):
    """The configured geocoder does not answer as it should; searches go on without it."""

    code = "place_service_down"


class NotSaved(ResourceDirError):
    """A write that did not happen (disk full, lock not granted): nothing was changed."""

    code = "not_saved"


class IndexUnusable(ResourceDirError):
    """The search index is missing, half-written or foreign; callers answer from SQL instead."""

    code = "index_unusable"
