"""What speaks for a claim by itself: a mail address in a domain that the organization publishes.

It is a hint for a steward and decides nothing. An address of a provider where anybody gets one
says nothing, even where the listing publishes such an address.
"""

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Organization, Service

SAME_DOMAIN, OTHER_DOMAIN, FREE_MAIL, NOTHING = (
    "same_domain",
    "other_domain",
    "free_mail",
    "nothing_published",
)
# Where anybody gets an address, or a site of their own below it.
FREE = frozenset({
    "aol.com", "att.net", "bellsouth.net", "comcast.net", "cox.net", "duck.com", "earthlink.net",
    "facebook.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.com", "hotmail.es", "icloud.com", "inbox.com", "juno.com",
    "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "outlook.es",
    "pm.me", "proton.me", "protonmail.com", "rocketmail.com", "sbcglobal.net", "tutanota.com",
    "verizon.net", "yahoo.com", "yahoo.com.mx", "yahoo.es", "yandex.com", "ymail.com", "zoho.com",
    "blogspot.com", "github.io", "google.com", "instagram.com", "linktr.ee", "netlify.app",
    "squarespace.com", "weebly.com", "wixsite.com", "wordpress.com", "x.com",
})  # fmt: skip


def evidence_of(session: Session, email: str, *, organization_id: str) -> str:
    """One of the words above."""
    domain = _plain(email.rpartition("@")[2])
    if _is_below(domain, FREE):
        return FREE_MAIL
    published = {one for one in _published(session, organization_id) if not _is_below(one, FREE)}
    if not published:
        return NOTHING
    return SAME_DOMAIN if _is_below(domain, published) else OTHER_DOMAIN


def _is_below(domain: str, known: frozenset[str] | set[str]) -> bool:
    """Itself or a part of one that is known. Never the other way: kern.ca.gov is not ca.gov."""
    return any(domain == one or domain.endswith(f".{one}") for one in known)


def _published(session: Session, organization_id: str) -> set[str]:
    organization = session.get(Organization, organization_id)
    found = [organization.website, organization.email] if organization else []
    query = select(Service.url, Service.email).where(Service.organization_id == organization_id)
    for row in session.execute(query):
        found += list(row)
    return {domain for text in found if text and (domain := _domain_of(text))}


def _domain_of(text: str) -> str:
    """Of a website or an e-mail; empty where there is none."""
    if "@" in text and "/" not in text:
        return _plain(text.rpartition("@")[2])
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        return _plain(parts.hostname or "")
    except ValueError:
        return ""


def _plain(domain: str) -> str:
    plain = domain.strip().rstrip(".").casefold().removeprefix("www.")
    return plain if "." in plain else ""
