"""Who may ask for what: every route is in one table, and what is not in it is refused.

"anyone"; "half": who gave the right password and owes the second factor; "enrolling": signed in,
also without the second factor that the role asks for; "admitted": signed in, with it; "program":
who sends a token, and the operation that writes asks once more what it opens; or a set of roles,
admitted. Which *object* somebody may change is the operation's business: see `Caller.keeps` for an
organization's listings.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from flask import Request, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.errors import NotAllowed, NotSignedIn
from resource_dir.operations.accounts.callers import PARTNERS, PLAN_READERS, Caller, Role
from resource_dir.operations.accounts.tokens import Program
from resource_dir.web.answers import wants_json
from resource_dir.web.language import this_page
from resource_dir.web.signed_in import caller, program, pushing_token

Who = Literal["anyone", "half", "enrolling", "admitted", "program"] | frozenset[Role]
Viewer = Literal["public", "partner"]
SEE_OTHER = 303
STEWARDS: frozenset[Role] = frozenset({"steward"})
# Who is on the way with somebody, or sends those who are.
ASKING: frozenset[Role] = frozenset({"responder", "broker", "steward"})
PROVIDING: frozenset[Role] = frozenset({"provider"})  # nobody else promises a bed of theirs
PEOPLE: frozenset[Role] = STEWARDS | {"administrator"}
PLANNING: frozenset[Role] = frozenset({"planner", "administrator"})
PLAN_READING: frozenset[Role] = PLAN_READERS
EDITING: frozenset[Role] = STEWARDS | {"provider"}  # of listings; whose, `Caller.keeps` says

ROUTES: Mapping[str, Who] = MappingProxyType(
    {
        "static": "anyone",
        "finding.home": "anyone",
        "finding.search": "anyone",
        "finding.search_from_form": "anyone",
        "finding.listing": "anyone",
        "languages.choose": "anyone",
        "reports.form": "anyone",
        "reports.store": "anyone",
        "map.tiles": "anyone",
        "map.counties": "anyone",
        "signing_in.sign_in": "anyone",
        "signing_in.sign_in_from_form": "anyone",
        "signing_in.ask_for_passkey": "anyone",
        "signing_in.sign_in_with_passkey": "anyone",
        "signing_in.second_factor": "half",
        "signing_in.second_factor_from_form": "half",
        "signing_in.sign_out": "half",
        "joining.forgotten": "anyone",
        "joining.forgotten_from_form": "anyone",
        "joining.sent": "anyone",
        "joining.join": "anyone",
        "joining.join_from_form": "anyone",
        "account.overview": "enrolling",
        "account.change_password": "enrolling",
        "account.end_session": "enrolling",
        "account.set_up_totp": "enrolling",
        "account.set_up_totp_from_form": "enrolling",
        "account.remove_totp": "enrolling",
        "account.make_recovery_codes": "enrolling",
        "account.ask_for_new_passkey": "enrolling",
        "account.add_passkey": "enrolling",
        "account.remove_passkey": "enrolling",
        "account.add_token": PARTNERS | PLAN_READERS,
        "account.end_token": "enrolling",
        "beds.mine": EDITING,
        "beds.show": EDITING,
        "beds.store": EDITING,
        "beds.add_link": EDITING,
        "beds.end_link": EDITING,
        "beds.by_link": "anyone",  # who has the link
        "beds.store_by_link": "anyone",
        "holds.mine": ASKING,
        "holds.form": ASKING,
        "holds.ask": ASKING,
        "holds.extend": ASKING,
        "holds.cancel": ASKING,
        "holds.arrived": ASKING,
        "incoming.show": PROVIDING,
        "incoming.confirm": PROVIDING,
        "incoming.decline": PROVIDING,
        "incoming.arrived": PROVIDING,
        "incoming.change_setting": PROVIDING,
        "history.show": EDITING,
        "history.restore": EDITING,
        "listing_life.show": EDITING,
        "listing_life.change": EDITING,
        "listing_life.begin": EDITING,
        "listing_life.create": EDITING,
        "verifying.queue": STEWARDS,
        "verifying.call_list": STEWARDS,
        "verifying.store": STEWARDS,
        "verifying.still_right": EDITING,
        "review.show": STEWARDS,
        "review.accept": STEWARDS,
        "review.reject": STEWARDS,
        "people.show": PEOPLE,
        "people.invite": PEOPLE,
        "people.invite_again": PEOPLE,
        "people.add": PEOPLE,
        "people.remove": PEOPLE,
        "people.change_role": PEOPLE,
        "people.lock": PEOPLE,
        "people.unlock": PEOPLE,
        "suggestions.form": "anyone",
        "suggestions.store": "anyone",
        "suggestions.follow": "anyone",  # who has the key
        "report_queue.show": STEWARDS,
        "report_queue.answer": STEWARDS,
        "steward.home": STEWARDS,
        "claims.form": "anyone",
        "claims.store": "anyone",
        "claim_queue.show": STEWARDS,
        "claim_queue.approve": STEWARDS,
        "claim_queue.reject": STEWARDS,
        "editing.overview": EDITING,
        "editing.form": EDITING,
        "editing.save": EDITING,
        "editing.autosave": EDITING,
        "editing.discard": EDITING,
        "taking_back.undo": STEWARDS,
        "taking_back.undo_from_form": STEWARDS,
        "taking_back.conflicts": STEWARDS,
        "taking_back.resolve": STEWARDS,
        "api_beds.store": "program",
        "api_gaps.show": PLAN_READING,  # or a program: see `FOR_PROGRAMS`
        "api.search": "anyone",
        "api.search_by_json": "anyone",
        "api.listing": "anyone",
        "api.suggest": "anyone",
        "api.needs": "anyone",
        "api.openapi": "anyone",
        "bed_reach.page": EDITING,
        "bed_reach.add": EDITING,
        "bed_reach.stop": EDITING,
        "bed_reach.send": EDITING,
        "bed_reach.revoke": EDITING,
        "bed_reach.set_hours": EDITING,
        "bed_stop.form": "anyone",  # who has the link
        "bed_stop.stop": "anyone",
        "bed_replies.take": "anyone",  # who knows the secret
        "quiet.page": frozenset({"steward", "broker"}),
        "planning.show": PLAN_READING,
        "planning.gap": PLAN_READING,
        "planning_files.as_csv": PLAN_READING,
        "planning_files.as_xlsx": PLAN_READING,
        "planning_map.show": PLAN_READING,
        "planning_access.show": PLAN_READING,
        "planning_turn_aways.show": PLAN_READING,
        "planning_areas.show": PLAN_READING,
        "planning_areas.take": PLANNING,
        "planning_areas.remove": PLANNING,
        "planning_categories.show": PLAN_READING,
        "planning_categories.take": PLANNING,
        "planning_crosswalks.show": PLAN_READING,
        "planning_crosswalks.begin": PLANNING,
        "planning_crosswalks.take": PLANNING,
        "planning_crosswalks.use": PLANNING,
        "planning_crosswalks.one": PLAN_READING,
        "planning_crosswalks.as_csv": PLAN_READING,
        "planning_crosswalks.compare": PLAN_READING,
        "planning_crosswalks.begin_work": PLANNING,
        "planning_crosswalks.set_type": PLANNING,
        "planning_crosswalks.accept_all": PLANNING,
        "planning_crosswalks.submit": PLANNING,
        "planning_crosswalks.discard": PLANNING,
        "planning_crosswalks.review": PLAN_READING,  # a second person: a steward may read it too
        "planning_calls.show": PLAN_READING,
        "planning_calls.data_set": PLAN_READING,
        "planning_calls.take": PLANNING,
        "planning_what_if.show": PLAN_READING,
        "planning_what_if.keep": PLANNING,
        "planning_what_if.kept": PLAN_READING,
        "planning_what_if.remove": PLANNING,
        "planning_fixes.show": PLAN_READING,
        "planning_forecast.show": PLAN_READING,
        "planning_brief.show": PLAN_READING,
        "planning_brief.as_pdf": PLAN_READING,
        "planning_methods.show": PLAN_READING,
        "planning_assumptions.show": PLAN_READING,
        "planning_assumptions.need": PLAN_READING,
        "planning_assumptions.change": PLANNING,
        "planning_assumptions.back_to_default": PLANNING,
        "planning_shifts.show": PLAN_READING,
        "planning_shifts.add": PLANNING,
        "planning_shifts.correct": PLANNING,
        "planning_shifts.remove": PLANNING,
        "planning_other.show": PLAN_READING,
        "planning_other.preview": PLANNING,
        "planning_other.store": PLANNING,
        "planning_other.remove": PLANNING,
        "planning_published.show": PLAN_READING,
        "planning_published.store": PLAN_READING,
        "published.overview": "anyone",
        "published.show": "anyone",
        "health.healthz": "anyone",
        "health.readyz": "anyone",
    }
)

# What a program with this scope may ask for as well, in place of a person.
FOR_PROGRAMS: Mapping[str, Callable[[Program], bool]] = MappingProxyType(
    {"api_gaps.show": lambda asking: asking.reads_gaps}
)


def viewer_of(request: Request) -> Viewer:
    """Whose facts an answer may carry. Raises NotSignedIn for a token that opens nothing."""
    asking = program() if request.path.startswith(("/api/", "/hsds")) else None
    if asking is not None:
        return "partner" if asking.sees_partner_facts else "public"
    person = caller()
    return "partner" if person and person.is_admitted and person.role in PARTNERS else "public"


def require_classified() -> AnyResponse | None:
    """Refuse a route that nobody has classified, or that is not for this person; runs before
    every request.
    """
    if request.endpoint is None:
        return None  # there is no such page
    who = ROUTES.get(request.endpoint)
    if who is None:
        abort(403)
    if who == "program":
        pushing_token()
        return None
    if request.endpoint in FOR_PROGRAMS and (asking := program()) is not None:
        _require_scope(asking, request.endpoint)
        return None
    return None if who == "anyone" else _judged(who, caller())


def _require_scope(asking: Program, endpoint: str) -> None:
    if not FOR_PROGRAMS[endpoint](asking):
        raise NotAllowed("This token does not open this. Make one with its scope.")


def _judged(who: Who, person: Caller | None) -> AnyResponse | None:
    """None when the way is open, else where to go. Raises NotSignedIn, NotAllowed."""
    if person is None:
        return _elsewhere("signing_in.sign_in", "Sign in first.")
    if who == "half":
        return None
    if not person.is_whole:
        return _elsewhere("signing_in.second_factor", "The second factor is due.")
    if who == "enrolling":
        return None
    if not person.is_enrolled and request.method != "GET":
        raise NotAllowed("Set up a second factor first.")
    if not person.is_enrolled:
        return _elsewhere("account.overview", "Set up a second factor first.")
    if isinstance(who, frozenset) and person.role not in who:
        raise NotAllowed("This is not open to your role.")
    return None


def _elsewhere(endpoint: str, why: str) -> AnyResponse:
    """Send a person where to do what is missing, and back after it; a program is told."""
    if wants_json(request):
        raise NotSignedIn(why)
    back = this_page() if request.method == "GET" else None
    return redirect(url_for(endpoint, next=back), SEE_OTHER)
