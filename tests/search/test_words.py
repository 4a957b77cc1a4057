"""What somebody types, and what it finds."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.hours import Hours
from resource_dir.search import Correction, Index, ListingDocument, SearchQuery
from resource_dir.search.language import term_of
from resource_dir.search.typos import is_one_slip

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)


@pytest.fixture
def index(listing):
    return Index.build(
        [
            listing("alder", name="Alder House", description="Quiet beds, veterans welcome."),
            listing("cedar", name="Cedar Clinic", needs=("withdrawal_management",)),
            listing("mesa", name="Clínica Mesa", description="Desintoxicación para veteranas."),
            listing("quail", name="Quail Table", description="A hot meal; showers and laundry."),
        ]
    )


def test_drying_out_finds_withdrawal_management_although_no_listing_says_so(index, ask, ids):
    answer = index.search(ask("drying out"))

    assert ids(answer) == ["cedar"]


def test_a_spanish_synonym_finds_the_need_and_the_words(index, ask, ids):
    answer = index.search(ask("desintoxicación"))

    assert set(ids(answer)) == {"cedar", "mesa"}


@pytest.mark.parametrize("typed", ["clinica", "CLÍNICA", "clinics", "clínicas", "clinic"])
def test_accents_case_plural_and_language_do_not_matter(index, ask, ids, typed):
    answer = index.search(ask(typed))

    assert set(ids(answer)) == {"cedar", "mesa"}


def test_a_veteran_is_a_veterano(index, ask, ids):
    answer = index.search(ask("veteran"))

    assert set(ids(answer)) == {"alder", "mesa"}


def test_a_swapped_pair_of_letters_is_corrected_and_said(index, ask, ids):
    answer = index.search(ask("laudnry"))

    assert ids(answer) == ["quail"]
    assert answer.corrections == (Correction("laudnry", ("laundry",)),)


def test_a_mistyped_synonym_is_corrected_even_if_no_listing_has_the_word(index, ask, ids):
    answer = index.search(ask("detxo"))

    assert "cedar" in ids(answer)
    assert answer.corrections[0].typed == "detxo"
    assert "detox" in answer.corrections[0].used


def test_a_word_that_some_listing_has_is_never_corrected(listing, ask, ids):
    index = Index.build([listing("a", name="Harbor"), listing("b", name="Harbour")])

    answer = index.search(ask("harbor"))

    assert ids(answer) == ["a"]
    assert answer.corrections == ()


def test_a_zip_code_is_never_corrected_into_another(listing, ask):
    index = Index.build([listing("a", place="99901")])

    answer = index.search(ask("99902"))

    assert answer.total == 0


def test_a_phrase_needs_its_words_side_by_side_in_one_field(listing, ask, ids):
    index = Index.build(
        [
            listing("together", description="a hot meal"),
            listing("apart", description="meal, hot"),
            listing("across", name="Hot", description="meal"),
        ]
    )

    answer = index.search(ask('"hot meal"'))

    assert ids(answer) == ["together"]


def test_a_phrase_counts_the_stop_words_in_between(listing, ask, ids):
    index = Index.build(
        [listing("right", name="House of Quail"), listing("wrong", name="House Quail")]
    )

    answer = index.search(ask('"house of quail"'))

    assert ids(answer) == ["right"]


def test_a_quoted_synonym_finds_its_need(index, ask, ids):
    answer = index.search(ask('"drying out"'))

    assert ids(answer) == ["cedar"]


def test_minus_leaves_out_and_or_widens(index, ask, ids):
    minus = index.search(ask("veterans -quiet"))
    either = index.search(ask("laundry OR quiet"))

    assert ids(minus) == ["mesa"]
    assert set(ids(either)) == {"alder", "quail"}


def test_a_star_finds_the_beginnings_of_words(index, ask, ids):
    answer = index.search(ask("show*"))

    assert ids(answer) == ["quail"]


def test_one_word_too_many_finds_the_listings_with_the_others(index, ask, ids):
    answer = index.search(ask("laundry zeppelin"))

    assert ids(answer) == ["quail"]
    assert answer.words == "any"


def test_a_name_outranks_a_mention(listing, ask, ids):
    index = Index.build(
        [
            listing("mention", description="Two streets from the Juniper bridge."),
            listing("name", name="Juniper House"),
        ]
    )

    answer = index.search(ask("juniper"))

    assert ids(answer) == ["name", "mention"]


def test_searching_the_broader_need_finds_the_narrower(listing, ask, ids):
    index = Index.build([listing("a", needs=("withdrawal_management_3_7",)), listing("b")])

    answer = index.search(ask(needs=("withdrawal_management",)))

    assert ids(answer) == ["a"]
    assert ("withdrawal_management", 1) in answer.facets["need"]


def test_stop_words_alone_ask_for_nothing(index, ask):
    answer = index.search(ask("the de la"))

    assert answer.total == 4


def test_a_text_longer_than_the_limit_is_refused_by_name(index, ask):
    with pytest.raises(BadInput) as refused:
        index.search(ask("a" * 501))

    assert refused.value.field == "q"


SOME = Index.build(
    ListingDocument(
        id=name,
        service_id=None,
        location_id=None,
        organization_id=None,
        texts=(("name", f"{name} and ñandú"), ("description", "aba bab, abba or ab")),
        needs=("food",),
        lat=None,
        lon=None,
        is_withheld=False,
        areas=(),
        hours=Hours(""),
        facts=(),
        free=(),
        verified_on=None,
        status=None,
        change=1,
    )
    for name in ("AND", "NOT")
)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.text(alphabet='ab ()"-*:~^[]{}<>&|+?\\ORANDTñé\x00\ud800', max_size=60))
def test_no_text_is_bad_syntax(text):
    answer = SOME.search(SearchQuery(at=NOW, text=text))

    assert 0 <= answer.total <= 2


def test_three_hundred_open_brackets_are_read_as_words(index, ask):
    answer = index.search(ask("(" * 300 + "laundry"))

    assert answer.total == 1


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("detox", "detxo", True),
        ("detox", "deto", True),
        ("detox", "dettox", True),
        ("detox", "betox", True),
        ("detox", "detox", False),
        ("detox", "dtexo", False),
        ("abcd", "badc", False),
    ],
)
def test_one_slip_is_one_edit_or_one_swap(one, other, near):
    assert is_one_slip(one, other) is near
    assert is_one_slip(other, one) is near


@pytest.mark.parametrize(
    ("word", "term"), [("the", None), ("para", None), ("s", None), ("3.7", "3.7")]
)
def test_stop_words_have_no_term_and_levels_keep_their_dot(word, term):
    assert term_of(word) == term
