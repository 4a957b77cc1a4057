"""Texts as the reader's language has them."""

from flask_babel import gettext as _
from flask_babel import ngettext

__all__ = ["_", "ngettext"]
