"""Every assumption with its source; planners put values of their own in their place."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir import fit
from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.assumptions import (
    DEFAULTS,
    VALUES,
    Changed,
    Estimate,
    NeedAssumptions,
)
from resource_dir.operations.planning.assuming import (
    assumptions_of,
    changed_assumptions,
    drop_assumption,
    set_assumption,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.planning import AssumptionForm, AssumptionName
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers, words
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import N_, _, error_text, language

planning_assumptions = Blueprint(
    "planning_assumptions", __name__, url_prefix="/planning/assumptions"
)

NAMES = {
    "facility_share": N_("Share of the calls that needs a place"),
    "stay_hours": N_("Length of stay, hours"),
    "target": N_("Share without a place that is accepted"),
    "reach_minutes": N_("Longest drive, minutes"),
    "limit_hours": N_("Longest wait that is accepted, hours"),
}
GROUPS = {
    "anyone": N_("anybody"),
    "men": N_("men"),
    "women": N_("women"),
    "families": N_("families"),
    "youth": N_("young people"),
}


@dataclass(frozen=True, slots=True)
class ShownAssumption:
    """One value of one need: in words, as the fields of its form, and what the default is."""

    name: str
    words: str
    value: float
    low: float
    high: float
    source: str
    default: str
    is_changed: bool


@planning_assumptions.get("")
def show() -> Response:
    """All needs with their values."""
    assumed, changed = assumptions_of(database()), changed_assumptions(database())
    by_need = {each.need for each in changed}
    ordered = sorted(assumed.values(), key=lambda each: need_name(each.need).casefold())
    return page(
        "assumptions",
        needs=[
            {
                "name": need_name(each.need),
                "href": url_for("planning_assumptions.need", need=each.need),
                "kind": _(words.KIND_WORDS[each.kind]),
                "values": [_shown_value(name, getattr(each, name)) for name in VALUES],
                "is_changed": each.need in by_need,
            }
            for each in ordered
        ],
        names=[_(NAMES[name]) for name in VALUES],
    )


@planning_assumptions.get("/<need>")
def need(need: str) -> Response:
    """The assumptions of one need, with their sources."""
    return _page(need)


@planning_assumptions.post("/<need>")
def change(need: str) -> AnyResponse:
    """Put a value of one's own in the place of a default."""
    form = AssumptionForm()
    if fault := form.fault():
        return _page(need, trouble=Trouble(*fault), typed=form, status=400)
    value = float(form.value.data)
    low = value if form.low.data is None else float(form.low.data)
    high = value if form.high.data is None else float(form.high.data)
    change = Changed(need, form.name.data, Estimate(value, low, high, form.source.data.strip()))
    try:
        with writing(database()) as session:
            set_assumption(session, change, actor=known_caller().actor, now=now())
    except BadInput as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(need, trouble=trouble, typed=form, status=status_of(error))
    return redirect(url_for("planning_assumptions.need", need=need, saved=1), SEE_OTHER)


@planning_assumptions.post("/<need>/default")
def back_to_default(need: str) -> AnyResponse:
    """Let the default count again."""
    form = AssumptionName()
    if fault := form.fault():
        return _page(need, trouble=Trouble(*fault), status=400)
    with writing(database()) as session:
        drop_assumption(session, need, form.name.data, actor=known_caller().actor, now=now())
    return redirect(url_for("planning_assumptions.need", need=need, saved=1), SEE_OTHER)


def _page(
    need: str,
    *,
    trouble: Trouble | None = None,
    typed: AssumptionForm | None = None,
    status: int = 200,
) -> Response:
    assumed = assumptions_of(database()).get(need)
    if assumed is None:
        raise NotFound("There is no such need.")
    changed = {each.name: each for each in changed_assumptions(database()) if each.need == need}
    return page(
        "assumption",
        status=status,
        need=need,
        title=need_name(need),
        kind=_(words.KIND_WORDS[assumed.kind]),
        values=_shown(assumed, changed),
        trouble=trouble,
        typed=typed.data if typed is not None else {},
        form=AssumptionName(formdata=None),
        here=url_for("planning_assumptions.need", need=need),
    )


def _shown(assumed: NeedAssumptions, changed: dict[str, Changed]) -> list[ShownAssumption]:
    default = DEFAULTS[assumed.need]
    plain = [_one(name, getattr(assumed, name), getattr(default, name), changed) for name in VALUES]
    groups = [
        _one(f"group:{code}", _share(assumed.groups, code), _share(default.groups, code), changed)
        for code in {**default.groups, **assumed.groups}
    ]
    asks = [
        _one(f"ask:{code}", _share(assumed.asks, code), _share(default.asks, code), changed)
        for code in {**default.asks, **assumed.asks}
    ]
    return [*plain, *groups, *asks]


def _share(shares: Mapping[str, float], code: str) -> Estimate:
    value = shares.get(code, 0.0)
    return Estimate(value, value, value, "judgement")


def _one(
    name: str, now_: Estimate, default: Estimate, changed: dict[str, Changed]
) -> ShownAssumption:
    if name in changed:
        now_ = changed[name].estimate
    return ShownAssumption(
        name=name,
        words=words_of(name),
        value=now_.value,
        low=now_.low,
        high=now_.high,
        source=_(now_.source),
        default=_("%(value)s (%(source)s)", value=numbers.number(default.value),
                  source=_(default.source)),
        is_changed=name in changed,
    )  # fmt: skip


def words_of(name: str) -> str:
    """An assumption in words."""
    kind, _colon, code = name.partition(":")
    if kind == "group":
        return _("Share of %(group)s", group=_(GROUPS.get(code, code)))
    if kind == "ask":
        name = fit.name_of(code, language=language()) if code in fit.CRITERIA else code
        return _("Share that needs: %(criterion)s", criterion=name)
    return _(NAMES[name])


def _shown_value(name: str, estimate: Estimate) -> str:
    is_share = name in ("facility_share", "target")
    return numbers.percent(estimate.value) if is_share else numbers.number(estimate.value)
