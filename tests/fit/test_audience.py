"""Who sees which fact."""

import pytest

from resource_dir.fit import AUDIENCES, visible


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("public", ["public"]),
        ("partner", ["public", "partner"]),
        ("own", ["public", "partner", "own"]),
    ],
)
def test_a_viewer_sees_their_own_audience_and_the_wider_ones(viewer, seen):
    assert [audience for audience in AUDIENCES if visible(audience, viewer)] == seen


@pytest.mark.parametrize(("audience", "viewer"), [("secret", "own"), ("public", "")])
def test_an_unknown_audience_is_an_error_and_never_shown(audience, viewer):
    with pytest.raises(ValueError, match="tuple"):
        visible(audience, viewer)
