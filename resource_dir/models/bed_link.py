"""How a provider is asked for its beds: addresses, and links that need no password."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.account_session import DIGEST_LENGTH
from resource_dir.models.base import UUID_LENGTH, Base, Id

REACH_KINDS = ("mail", "text")


class BedReach(Base):
    """Where links about one listing's beds are sent: an e-mail, or a phone for text messages.

    `reminded` is when a link was last sent there, `answered` when a reply from there was last
    answered with what to write.
    """

    __tablename__ = "bed_reach"

    id: Mapped[Id]
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    kind: Mapped[str] = mapped_column(Enum(*REACH_KINDS, name="reach_kind", native_enum=False))
    address: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    stopped: Mapped[datetime | None]
    reminded: Mapped[datetime | None]
    answered: Mapped[datetime | None]


class BedLink(Base):
    """A link by which the beds of one listing are reported without a password.

    The address holds a random token; here lies its digest. It opens one listing's beds, until it
    expires or is revoked. `code_digest` is of another random code, by which a reply to the letter
    is known: mail servers write subjects and message ids into their logs, so it opens no page.
    """

    __tablename__ = "bed_link"

    id: Mapped[Id]
    token_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), unique=True)
    code_digest: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH), unique=True)
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    reach_id: Mapped[str | None] = mapped_column(ForeignKey("bed_reach.id"), index=True)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]
    last_used: Mapped[datetime | None]
