"""Which passwords are taken, and that a right one is recognised."""

import pytest

from resource_dir.errors import BadInput
from resource_dir.operations.accounts.passwords import (
    check_new_password,
    hash_password,
    is_password,
)

EMAIL = "marigold.quill@aspenhouse.example.org"
NAMES = ("Lantern House of Kestrel County",)


@pytest.mark.parametrize(
    "password",
    [
        "lantern otter vinegar 59",
        "correct! horse? no, a mule eats clover",
        "pälvi söi kymmenen omenaa",
        "夜勤の前に熱いお茶を一杯飲みますよね",
        "k7#Vq2!pZr9@tLw",
        "x" + "aB3$eF6^hJ9*" * 10,
    ],
)
def test_long_and_unlike_others_is_all_it_takes(password: str) -> None:
    check_new_password(password, email=EMAIL, names=NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "",
        "x" * 129,
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "12345678901234567890",
        "qwertyuiopasdfghjkl",
        "Password123456789!",
        "P@ssw0rd2026!!!!!!",
        "Summer2025Summer2025",
        "correct horse battery staple",
        "marigold.quill 2026",
        "aspenhouse-aspenhouse-1",
        "lanternhouse2026kestrel",
        "ResourceDirectory2026",
        "responder responder responder",
        "iloveyou iloveyou iloveyou",
    ],
)
def test_what_anybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_new_password(password, email=EMAIL, names=NAMES)

    assert refused.value.field == "password"
    assert not password or password not in refused.value.message


def test_a_password_is_recognised_however_its_accents_are_composed() -> None:
    stored = hash_password("pälvi söi kymmenen omenaa")

    assert stored.startswith("$argon2id$")
    assert is_password(stored, "pa\u0308lvi so\u0308i kymmenen omenaa")
    assert not is_password(stored, "palvi soi kymmenen omenaa")


@pytest.mark.parametrize("text", ["", "\ud800", "nobody has this password, whatever is typed"])
def test_where_there_is_no_password_none_is_right(text: str) -> None:
    assert not is_password(None, text)
