"""What is understood of an answer, and that nothing is guessed."""

import pytest

from resource_dir.operations.beds.asking_letters import examples
from resource_dir.operations.beds.counts import CountNow
from resource_dir.operations.beds.reply_words import Answer, Counted, understand
from resource_dir.operations.listings.counted import POPULATION_WORDS

ONE = (Counted("w", "bed", "women"),)
TWO = (*ONE, Counted("m", "bed", "men"))
MIXED = (Counted("b", "bed", "anyone"), Counted("c", "chair", "anyone"))


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("3", 3), ("3 free", 3), ("3 free.", 3), ("3 Beds", 3), ("We have 3 beds free tonight", 3),
        ("three free", 3), ("0", 0), ("0 free", 0), ("full", 0), ("FULL!", 0), ("We are full", 0),
        ("no beds", 0), ("no beds free", 0), ("none", 0), ("3 libres", 3), ("3 camas libres", 3),
        ("Tenemos 2 camas disponibles, gracias", 2), ("lleno", 0), ("está lleno", 0),
        ("Estamos llenos", 0), ("We’re full", 0),
        ("ninguna", 0), ("sin camas", 0), ("free: 4", 4), ("3free", 3),
        ("Hi,\n\n2 free\n\nAnn Smith\n555-0100", 2), ("Hello desk!\n2\nThanks\nAnn", 2),
        ("2 free\nAnn Smith", 2), ("2 women", 2), ("dos mujeres", 2), ("  5  ", 5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, free: int) -> None:
    answer = understand(text, ONE)

    assert (None if answer is None else dict(answer.free)) == (
        None if free is None else {"w": free}
    )


@pytest.mark.parametrize(
    "text",
    ["2 women 1 men", "2 women, 1 men", "women 2 men 1", "2 women\n1 men", "Women: 2\nMen: 1",
     "2 beds for women and 1 for men", "2 mujeres y 1 hombres", "1 man, 2 women"],
)  # fmt: skip
def test_numbers_go_to_whom_they_are_for(text: str) -> None:
    answer = understand(text, TWO)

    assert answer is not None
    assert answer.free == {"w": 2, "m": 1}


def test_units_are_told_apart() -> None:
    assert understand("2 beds 1 chair", MIXED) == Answer(free={"b": 2, "c": 1})
    assert understand("1 chair", MIXED) == Answer(free={"c": 1})
    assert understand("2 beds", MIXED[1:]) == Answer(free={"c": 2}), "it calls its chairs beds"


def test_full_is_said_of_the_whole_house() -> None:
    assert understand("full", TWO) == Answer(free={"w": 0, "m": 0})


@pytest.mark.parametrize(
    "text", ["still right", "Still right.", "same", "yes", "sigue igual", "sí"]
)
def test_it_can_stay_as_it_is(text: str) -> None:
    assert understand(text, TWO) == Answer(is_still=True)


@pytest.mark.parametrize("text", ["stop", "STOP", "Unsubscribe", "please stop", "parar"])
def test_letters_can_be_stopped(text: str) -> None:
    assert understand(text, TWO) == Answer(is_stop=True)


@pytest.mark.parametrize(
    "text",
    [
        "we open at 9", "a las 3", "3 de la noche", "open 9 to 5", "1" + " " * 600 + "2 free",
        "", "   ", "maybe 3", "3 or 4", "3-4 free", "3/10", "not full", "no", "3 taken", "3 women",
        "call me at 12:30", "almost full", "3 free\nno wait 2 free", "-3", "3.5", "99999", "1,000",
        "I will look", "3 free but not for men", "٣", "²", "3 dogs", "full 3", "still right 3",
        "2 men 2 men", "3 free stop", "3" * 5_000, "a " * 5_000, "stop calling us about 3 beds",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_understood(text: str) -> None:
    counts = ONE if text != "3 women" else (Counted("m", "bed", "men"),)

    assert understand(text, counts) is None


def test_one_number_for_two_counts_is_nobodys() -> None:
    assert understand("3 free", TWO) is None


def test_a_house_without_counts_understands_no_number() -> None:
    assert understand("3 free", ()) is None
    assert understand("still right", ()) is None


def test_every_example_of_a_letter_is_understood() -> None:
    populations = [*POPULATION_WORDS, "nobody in particular"]
    populations.remove("adult")  # no house counts adults and, apart from them, each adult
    for units in (("bed",), ("bed", "chair", "recliner", "mat"), ("cot", "room", "slot", "space")):
        for number in range(1, 4):
            for start in range(len(populations) - number + 1):
                counts = [
                    CountNow(f"{unit} {whom}", "l", unit, whom, 1, 9, None, None, 24)
                    for unit in units
                    for whom in populations[start : start + number]
                ]
                for example in examples(counts):
                    _is_understood(example, counts)


def _is_understood(example: str, counts: list[CountNow]) -> None:
    answer = understand(example, [Counted(one.id, one.unit, one.population) for one in counts])

    assert answer is not None, example
    wanted = [3] if len(counts) == 1 else range(1, len(counts) + 1)
    assert list(answer.free.values()) == list(wanted), example
    assert list(answer.free) == [one.id for one in counts], example
