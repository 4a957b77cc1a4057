"""Edit a listing, one section at a time: overview, form, preview, draft, merge."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.drafting import (
    discard_draft,
    find_draft,
    keep_draft,
    pairs_of,
)
from resource_dir.operations.editing.overview import newest_revision, outcome_of, overview_of
from resource_dir.operations.editing.previewing import preview_section
from resource_dir.operations.editing.saving import Edit, Saved, save_section
from resource_dir.operations.editing.sections import (
    Listing,
    Section,
    Values,
    edited_listing,
    section_of,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.finding.listing_page import listing_page
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.editing import FORMS, Fault, SectionForm
from resource_dir.web.providing.edit_words import clashes_shown, lines_of
from resource_dir.web.signed_in import known_caller
from resource_dir.web.stewarding.review import tell_old_contacts
from resource_dir.web.texts import error_text, language

editing = Blueprint("editing", __name__, url_prefix="/edit")

CHOICE = "choice:"  # of a clash: the field's key follows
ACTIONS = ("add", "look-up", "edit", "draft", "preview")  # of the buttons; any other saves
THEIRS, MINE = "theirs", "mine"


@editing.get("/<uuid:listing_id>")
def overview(listing_id: UUID) -> Response:
    """The listing as it is, section by section; `live` and `held` say what was just done."""
    session, person = database(), known_caller()
    listing = edited_listing(session, str(listing_id), person)
    numbers = [request.args.get(name, type=int) for name in ("live", "held")]
    text = render_template(
        "providing/overview.html",
        listing=listing,
        outcome=outcome_of(session, listing, *numbers) if "done" in request.args else None,
        sections=[
            (state, lines_of(_stored_form(state.section, listing, base=0)))
            for state in overview_of(session, listing, caller=person)
        ],
    )
    return make_response(text)


@editing.get("/<uuid:listing_id>/<section>")
def form(listing_id: UUID, section: str) -> Response:
    """One section as a form; `draft=continue` takes up what was typed before."""
    listing, part = _edited(listing_id), section_of(section)
    draft = find_draft(database(), listing.id, part.slug, account_id=known_caller().account_id)
    if draft is not None and request.args.get("draft") == "continue":
        return _form_page(listing, part, _from_pairs(part, listing, pairs_of(draft)))
    base = newest_revision(database(), listing)
    return _form_page(
        listing,
        part,
        _stored_form(part, listing, base=base),
        draft_of=draft.saved if draft is not None else None,
    )


@editing.post("/<uuid:listing_id>/<section>")
def save(listing_id: UUID, section: str) -> AnyResponse:
    """What the pressed button says: one more row, keep as a draft, edit on, preview or save."""
    listing, part = _edited(listing_id), section_of(section)
    posted = FORMS[part.slug]()
    posted.prepare(listing)
    action = next((one for one in ACTIONS if f"do-{one}" in request.form), "save")
    if action == "add":
        posted.add_row(request.form["do-add"])
        posted.prepare(listing)
        return _form_page(listing, part, posted)
    if action == "look-up":
        return _form_page(listing, part, posted, faults=posted.look_up())
    if action == "edit":
        return _form_page(listing, part, posted)
    if action == "draft":
        return _keep(listing, part, posted) or redirect(
            url_for("editing.form", listing_id=listing.id, section=part.slug), SEE_OTHER
        )
    if not posted.validate():
        return _form_page(listing, part, posted, faults=posted.faults(), status=400)
    theirs, asked = _chosen(THEIRS), frozenset(request.form.getlist("asked"))
    edit = posted.edit(take_theirs=theirs, undecided=asked - theirs - _chosen(MINE))
    try:
        return (_preview if action == "preview" else _save)(listing, part, edit)
    except ResourceDirError as error:
        fault = Fault(error.field or "", "", error_text(error))
        return _form_page(listing, part, posted, faults=[fault], status=status_of(error))


@editing.post("/<uuid:listing_id>/<section>/draft")
def autosave(listing_id: UUID, section: str) -> AnyResponse:
    """Keep a draft, as the page's script asks for it: nothing to show."""
    listing, part = _edited(listing_id), section_of(section)
    posted = FORMS[part.slug]()
    posted.prepare(listing)
    refused = _keep(listing, part, posted)
    return Response(status=204 if refused is None else refused.status_code)


@editing.post("/<uuid:listing_id>/<section>/discard")
def discard(listing_id: UUID, section: str) -> AnyResponse:
    """Forget the draft."""
    listing, part = _edited(listing_id), section_of(section)
    if ConfirmForm().fault() is None:
        with writing(database()) as session:
            discard_draft(session, listing.id, part.slug, account_id=known_caller().account_id)
    return redirect(url_for("editing.form", listing_id=listing.id, section=part.slug), SEE_OTHER)


def _edited(listing_id: UUID) -> Listing:
    return edited_listing(database(), str(listing_id), known_caller())


def _stored_form(part: Section, listing: Listing, *, base: int) -> SectionForm:
    values = part.read(database(), listing)
    return _showing(part, listing, values, was=values, base=base)


def _showing(
    part: Section,
    listing: Listing,
    values: Values,
    *,
    was: Values,
    base: int,
    first: Values | None = None,
) -> SectionForm:
    made = FORMS[part.slug].showing(values, was=was, base=base, first=first)
    made.prepare(listing)
    return made


def _from_pairs(part: Section, listing: Listing, pairs: list[tuple[str, str]]) -> SectionForm:
    made = FORMS[part.slug](formdata=MultiDict(pairs))
    made.prepare(listing)
    return made


def _chosen(which: str) -> frozenset[str]:
    return frozenset(
        name.removeprefix(CHOICE)
        for name, value in request.form.items()
        if name.startswith(CHOICE) and value == which
    )


def _keep(listing: Listing, part: Section, posted: SectionForm) -> Response | None:
    """None when the draft is kept, else the form with what is wrong."""
    person, base = known_caller().account_id, posted.base_number()
    try:
        with writing(database()) as session:
            keep_draft(
                session, listing, part.slug, posted.pairs(), account_id=person, base=base, now=now()
            )
    except ResourceDirError as error:
        fault = Fault(error.field or "", "", error_text(error))
        return _form_page(listing, part, posted, faults=[fault], status=status_of(error))
    return None


def _save(listing: Listing, part: Section, edit: Edit) -> AnyResponse:
    person = known_caller()
    author = Author.of(database(), person, now=now())
    with writing(database()) as session:
        saved = save_section(session, listing, part, edit, author=author, now=now())
        if not saved.clashes:
            discard_draft(session, listing.id, part.slug, account_id=person.account_id)
    if saved.clashes:
        return _merge_page(listing, part, edit, saved)
    tell_old_contacts(saved.revised)
    return redirect(
        url_for(
            "editing.overview",
            listing_id=listing.id,
            live=saved.revised.live,
            held=saved.revised.held,
            done=part.slug,
        ),
        SEE_OTHER,
    )


def _preview(listing: Listing, part: Section, edit: Edit) -> Response:
    found = preview_section(database(), listing, part, edit, now=now(), language=language())
    if found.saved.clashes:
        return _merge_page(listing, part, edit, found.saved)
    base = newest_revision(database(), listing)
    text = render_template(
        "providing/preview.html",
        **listing_page(found.listing, now(), url=request.host_url),
        listing=found.listing,
        is_kept=False,  # as others see it
        ask_url=None,
        edited=listing,
        part=part,
        form=_showing(part, listing, found.saved.merged, was=found.saved.theirs, base=base),
        why=edit.why or "",
    )
    return make_response(text)


def _merge_page(listing: Listing, part: Section, edit: Edit, saved: Saved) -> Response:
    """Both values of each field that two people changed; nothing is saved yet, nothing is lost."""
    session = database()
    base = newest_revision(session, listing)
    made = _showing(part, listing, saved.merged, was=saved.theirs, base=base, first=edit.was)
    text = render_template(
        "providing/merge.html",
        listing=listing,
        part=part,
        form=made,
        why=edit.why or "",
        clashes=clashes_shown(session, listing, part, edit, saved, caller=known_caller()),
    )
    return make_response(text, 409)


def _form_page(
    listing: Listing,
    part: Section,
    shown: SectionForm,
    *,
    faults: list[Fault] | None = None,
    draft_of: object = None,
    status: int = 200,
) -> Response:
    text = render_template(
        shown.template,
        listing=listing,
        part=part,
        form=shown,
        faults=faults or [],
        draft_of=draft_of,
        confirm=ConfirmForm(formdata=None),
    )
    return make_response(text, status)
