"""Passkeys (WebAuthn): made for an account, and used to get in without a password.

The authenticator has to recognise its owner (finger, face, PIN), so a passkey alone is two factors,
and gets in where a password is closed after failures. The challenge travels in the signed cookie of
the form; once answered it is written down, so that no answer is taken twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from resource_dir.errors import BadInput, Conflict
from resource_dir.models import Account, Passkey, UsedChallenge
from resource_dir.operations.accounts.callers import Caller, Visitor
from resource_dir.operations.accounts.keys import digest_of
from resource_dir.operations.accounts.sessions import may_enter
from resource_dir.operations.accounts.signing_in import Started, admit
from resource_dir.operations.auditing import record
from resource_dir.operations.texts import N_

CHALLENGE_LASTS = timedelta(minutes=5)
AT_MOST = 20
# What the library raises on JSON of another shape, or nested ten thousand deep.
_UNREADABLE = (
    WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError,
)  # fmt: skip
_REFUSED = N_("That passkey can't be used here. Try another one, or your password.")


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: the host name, and the origin that the browser reports."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser gets (JSON), and the challenge that the server remembers."""

    options: str
    challenge: bytes


def ask_for_new_passkey(session: Session, caller: Caller, *, site: Site) -> Asked:
    """Options for `navigator.credentials.create`."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="resource_dir",
        user_name=caller.email,
        user_id=UUID(caller.account_id).bytes,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=key.credential_id)
            for key in list_passkeys(session, caller.account_id)
        ],
    )
    return Asked(options_to_json(options), options.challenge)


def ask_for_passkey(*, site: Site) -> Asked:
    """Options for `navigator.credentials.get`: any passkey of this site, so they name nobody."""
    options = generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Asked(options_to_json(options), options.challenge)


def add_passkey(
    session: Session,
    caller: Caller,
    credential: str,
    *,
    name: str,
    challenge: bytes,
    site: Site,
    now: datetime,
) -> None:
    """Keep a new passkey. Raises BadInput for one that does not prove itself, Conflict."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise BadInput("That passkey could not be read. Try again.") from error
    if len(list_passkeys(session, caller.account_id)) >= AT_MOST:
        raise Conflict("You have %(count)s passkeys. Remove one first.", count=AT_MOST)
    known = select(Passkey.id).where(Passkey.credential_id == made.credential_id)
    if session.scalar(known) is not None:
        raise Conflict("That passkey is here already.")
    _use_challenge(session, challenge, now=now)
    key = Passkey(
        id=str(uuid4()),
        account_id=caller.account_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        created=now,
    )
    session.add(key)
    record(
        session, "add_passkey", actor=caller.actor, table="passkey", row_id=key.id, now=now,
        after={"account_id": caller.account_id, "name": name},
    )  # fmt: skip


def sign_in_with_passkey(
    session: Session,
    credential: str,
    *,
    challenge: bytes,
    site: Site,
    visitor: Visitor,
    now: datetime,
) -> Started:
    """Begin a session with a passkey. Raises BadInput, the same for each reason."""
    key, new_count = _verified(session, credential, challenge, site)
    account = session.get_one(Account, key.account_id)
    if not may_enter(account, visitor):
        raise BadInput(_REFUSED)
    _use_challenge(session, challenge, now=now)
    key.sign_count, key.last_used = new_count, now
    return admit(session, account, "passkey", visitor=visitor, now=now)


def _verified(
    session: Session, credential: str, challenge: bytes, site: Site
) -> tuple[Passkey, int]:
    try:
        parsed = parse_authentication_credential_json(credential)
        query = select(Passkey).where(Passkey.credential_id == parsed.raw_id).with_for_update()
        key = session.scalars(query).one_or_none()
        if key is None:
            raise BadInput(_REFUSED)
        proof = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise BadInput(_REFUSED) from error
    return key, proof.new_sign_count


def _use_challenge(session: Session, challenge: bytes, *, now: datetime) -> None:
    """Take a challenge, once. Raises BadInput for one that was answered already."""
    session.execute(delete(UsedChallenge).where(UsedChallenge.used < now - 2 * CHALLENGE_LASTS))
    digest = digest_of(challenge.hex())
    if session.get(UsedChallenge, digest) is not None:
        raise BadInput(_REFUSED)
    session.add(UsedChallenge(challenge_digest=digest, used=now))
    session.flush()


def list_passkeys(session: Session, account_id: str) -> list[Passkey]:
    """The passkeys of one account, the oldest first."""
    query = select(Passkey).where(Passkey.account_id == account_id)
    return list(session.scalars(query.order_by(Passkey.created, Passkey.id)))
