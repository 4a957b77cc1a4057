"""How each number of the planning pages is made: the place that every head of a table leads to."""

from typing import NamedTuple

from flask import Blueprint, Response

from resource_dir.gaps.table.gap_table import METHOD_VERSION
from resource_dir.web.planning.pages import page
from resource_dir.web.texts import N_, _

planning_methods = Blueprint("planning_methods", __name__, url_prefix="/planning/methods")


class Method(NamedTuple):
    """One section: its anchor, its head, what it says, a formula, where it comes from."""

    key: str
    title: str
    text: str
    formula: str = ""
    source: str = ""


METHODS: tuple[Method, ...] = (
    Method(
        "demand",
        N_("Calls a day"),
        N_(
            "Each call counts for the needs that the crosswalk gives its type, with the weight "
            "given there. The rate of an hour of the week is that sum over the hours really "
            "observed, so that a missing day lowers nothing. Data sets keep their own hours: they "
            "are never pooled. The band is 95%, wider where days differ more than chance would "
            "let them."
        ),
        "λ(h) = Σ w / T(h)",
        "Garwood 1936; Fay and Feuer 1997",
    ),
    Method(
        "unmapped",
        N_("Types that no crosswalk knows"),
        N_(
            "Calls whose type nobody has mapped ask for nothing in these figures. Their share "
            "stands on every page: what is behind it may change the order."
        ),
    ),
    Method(
        "load",
        N_("Load, in places"),
        N_(
            "How many places would be taken up if nobody were turned away: people a day who need "
            "a place, times how long one stays. A load of 6 means 6 places in use on average, not "
            "that 6 places are enough."
        ),
        "A = λ · p · S",
        "Little 1961",
    ),
    Method(
        "capacity",
        N_("Staffed places"),
        N_(
            "Places that can be used in the units within reach: staffed, else all less those out "
            "of service. A unit that gives no number is not counted as 0: what depends on it is "
            "shown as not known, and its chance to help is part of the band."
        ),
    ),
    Method(
        "age",
        N_("Age of the numbers"),
        N_(
            "The oldest of the numbers in that row. The older it is, the wider the band: 2% and "
            "5% more by the square root of its months, 30% at most."
        ),
    ),
    Method(
        "turn-away",
        N_("Without a place now"),
        N_(
            "The share of the need that finds no place over the week: no such place, too far, "
            "closed, not for these people, or full. How often a unit is full follows from its "
            "places and its load, hour by hour. Where a unit doesn't say its hours or places, only "
            "the bounds are known: as if it helped, and as if it didn't."
        ),
        "B(0) = 1, B(c) = A·B(c−1) / (c + A·B(c−1))",
        "Erlang 1917; Massey and Whitt 1994",
    ),
    Method(
        "appointment",
        N_("Days to the first appointment"),
        N_(
            "The earliest appointment that a unit in reach reports, with the age of its word. "
            "Units that report none, or one that is past, are counted apart: not known. It is in "
            "no other figure: an appointment is no open door."
        ),
    ),
    Method(
        "seen",
        N_("Turn-aways seen"),
        N_(
            "Of a year's answers, how often a house said it is full: beds that were asked for "
            "here, and calls that were noted, each apart, with the exact interval of a share. "
            "Beside it stands what is predicted: the share refused of those who come to an open "
            "house that takes them. It checks the prediction and changes nothing."
        ),
        "full / (full + covered)",
        "Clopper and Pearson 1934",
    ),
    Method(
        "waiting",
        N_("Waiting"),
        N_(
            "For needs where people wait instead of being turned away, and for mobile teams: the "
            "chance to wait at all, the mean wait, and the chance to wait longer than the limit. "
            "Where more come than can be taken the line grows without end, and that is said."
        ),
        "P(W > t) = C · e^−(cμ−λ)t",
        "Erlang 1917",
    ),
    Method(
        "reasons",
        N_("First reason"),
        N_(
            "Each uncovered part of the need gets the first reason that fails, in this order: no "
            "such place exists, too far, closed at that hour, does not take them, full, not known. "
            "With what is covered they make 100%."
        ),
        "",
        "Daskin 1983",
    ),
    Method(
        "missed",
        N_("Missed a day"),
        N_(
            "People a day who find no place, beyond the share that is accepted for that need. The "
            "band holds 80 of 100 draws, in which the calls, the share that needs a place, the "
            "stays, the weights of the crosswalk and the places each take a value that they may "
            "well have."
        ),
        "24 · people an hour · max(uncovered − target, 0)",
    ),
    Method(
        "forecast",
        N_("Chance that a bed is free"),
        N_(
            "From how often a house that was full had something at its next report, and the other "
            "way round, drawn towards what all houses say together. Judged on days that were not "
            "used to learn it: the mean of (chance − what came)², beside the same of two plain "
            "guesses. Days and houses are not independent, and to be right about a house that is "
            "full every night is easy."
        ),
        "P(free) = π + (y − π) · (1 − u − v)^h",
        "Kemeny and Snell 1960; Brier 1950",
    ),
    Method(
        "short",
        N_("Places short"),
        N_(
            "How many places more would bring the share turned away down to the accepted one if "
            "people were taken in around the clock. What several areas lack together is shared by "
            "the load that each puts on it. 0 with a gap beside it means: the hours or the rules "
            "are what is missing, not places."
        ),
        "min{c : B(c, A) ≤ target} − c",
        "de Bruin et al. 2010",
    ),
    Method(
        "p-gap",
        N_("Chance of a gap"),
        N_(
            "The share of 1,000 draws in which more of the need finds no place than is accepted. "
            "The chance to be the largest is the share of draws in which this row misses most."
        ),
    ),
    Method(
        "ranking",
        N_("The order of the table"),
        N_("By people missed a day, the median of the draws; then by load."),
    ),
    Method(
        "team-coverage",
        N_("Team coverage"),
        N_(
            "The share of the calls for a mobile team that fall in hours in which a team that "
            "serves their area is on the road. Half an hour on the road counts half."
        ),
        "Σ λ(a,h)·s(a,h) / Σ λ(a,h)",
    ),
    Method(
        "occupancy",
        N_("In use on average"),
        N_(
            "The load that leans on the known places in reach, less who is refused, by the places. "
            "85% is known as the ceiling of a unit that is staffed for safety. It is no rule for "
            "how many places there should be: at 85%, 10 beds turn away a third of those who come, "
            "and a small unit that turns away one in twenty is in use far less."
        ),
        "m · (1 - B) / c",
        "de Bruin et al. 2010",
    ),
    Method(
        "what-if",
        N_("What if"),
        N_(
            "The county is worked out twice with the middle value of every input: as it is, and "
            "with the changes made. Shown are people a day who find a place. Only needs that share "
            "a house with what was changed are worked out again; the others can't change."
        ),
    ),
    Method(
        "fixes",
        N_("The fix finder"),
        N_(
            "Every change is tried alone and ranked by what one more person covered costs. Within "
            "a budget two sets are tried as a whole, and the better one is shown: the one whose "
            "single gains add up to most, and the one built up step by step. New sites come from "
            "two models, solved exactly with the places that exist left where they are: most "
            "people within reach, and the shortest drive on average."
        ),
        "max Σ a·y,  y ≤ Σ x,  Σ x ≤ p      min Σ a·d·z",
        "Church and ReVelle 1974; Hakimi 1964; HiGHS",
    ),
    Method(
        "access",
        N_("Access by area"),
        N_(
            "Places within reach for each person who needs one: first each house is divided by the "
            "people who reach it, then each area adds up the houses it reaches. The enhanced form "
            "counts a house less the further it is, the third form lets houses compete. RAAM is "
            "what a crowd and a drive cost the last person; low is good."
        ),
        "A = Σ w · S / Σ w · P",
        "Luo and Wang 2003; Luo and Qi 2009; Wan, Zou and Sternberg 2012; Saxon and Snow 2020",
    ),
    Method(
        "tornado",
        N_("What moves the answer most"),
        N_(
            "Each uncertain input alone goes from its 10th to its 90th percentile while all others "
            "stay at their middle. A long bar says what to find out next."
        ),
    ),
    Method(
        "other-demand",
        N_("Other demand"),
        N_(
            "Waiting lists, boarding in emergency departments, requests of 211 and 988 that were "
            "not met, and searches here that found nothing. One person may be in several of them, "
            "so they stand beside the calls and go into no figure."
        ),
    ),
    Method(
        "benchmarks",
        N_("Published figures"),
        N_(
            "What others say a place of this size needs, per 100,000 people. The Crisis Resource "
            "Need Calculator counts 230 crises a month that ask for an answer in person, of which "
            "32% go to mobile teams, 54% to receiving centers and 14% to emergency departments; "
            "that it counts by the month is our reading of how it was quoted. They go into no "
            "figure either."
        ),
    ),
)  # fmt: skip


@planning_methods.get("")
def show() -> Response:
    """All methods on one page, each with an anchor."""
    return page("methods", methods=METHODS, version=METHOD_VERSION, translate=_)
