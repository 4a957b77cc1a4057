"""Who may see a fact: everybody, signed-in partners, or only its own organization."""

from typing import Literal, get_args

Audience = Literal["public", "partner", "own"]

# From the widest to the narrowest: a viewer sees what is at or before their own place.
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def visible(audience: Audience, viewer: Audience) -> bool:
    """Say whether a fact of this audience may be shown to this viewer.

    "own" means the organization that the fact is about; the caller decides whether the viewer
    belongs to it. An unknown audience raises ValueError: better that than a leak.
    """
    return AUDIENCES.index(audience) <= AUDIENCES.index(viewer)
