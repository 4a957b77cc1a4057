"""What proves a person beside the password: passkeys and recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.account_session import DIGEST_LENGTH
from resource_dir.models.base import Base, Id


class Passkey(Base):
    """The public half of a passkey. `sign_count` catches a copied authenticator that counts."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]


class RecoveryCode(Base):
    """One code that stands in for the second factor, once. Used ones are kept, to be counted."""

    __tablename__ = "recovery_code"

    code_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created: Mapped[datetime]
    used: Mapped[datetime | None]


class UsedChallenge(Base):
    """A passkey challenge that was answered, until it would have expired: none is taken twice."""

    __tablename__ = "used_challenge"

    challenge_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    used: Mapped[datetime]
