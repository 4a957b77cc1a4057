"""The application factory: the only module that knows every other."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import orjson
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from resource_dir import migrations
from resource_dir.config import Settings, load_settings
from resource_dir.database import assert_durable, configure_engine
from resource_dir.errors import NotReady, ResourceDirError
from resource_dir.extensions import compress, csrf, db
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.logs import configure_logs
from resource_dir.operations.accounts.last_seen import LastSeen
from resource_dir.operations.accounts.tokens import OpenedLately
from resource_dir.operations.beds.asking import Desk
from resource_dir.operations.beds.forecasting import forecast_when_due
from resource_dir.operations.beds.reminding import send_reminders
from resource_dir.operations.beds.together import Together
from resource_dir.operations.chores import Chore, Chores
from resource_dir.operations.failed_searches import FailedSearches
from resource_dir.operations.holds.overdue import free_what_is_over
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places.place_keeping import PlaceKeeper
from resource_dir.operations.sending.mailing import Mailer, read_mail_url
from resource_dir.operations.sending.texting import Texter, TextService
from resource_dir.operations.verifying.uses import ListingUses
from resource_dir.web.access import require_classified
from resource_dir.web.account.joining import joining
from resource_dir.web.account.overview import account
from resource_dir.web.account.signing_in import signing
from resource_dir.web.account.words import register_account_words
from resource_dir.web.api.beds import api_beds
from resource_dir.web.api.gaps import api_gaps
from resource_dir.web.api.searches import api
from resource_dir.web.errors import register_errors
from resource_dir.web.finding.claims import claims, too_many_claims
from resource_dir.web.finding.map import map_pages
from resource_dir.web.finding.map_ground import register_map
from resource_dir.web.finding.pages import finding
from resource_dir.web.finding.reports import reports, too_many_reports
from resource_dir.web.finding.suggestions import suggestions, too_many_suggestions
from resource_dir.web.form_sessions import FormSessions
from resource_dir.web.headers import register_headers
from resource_dir.web.health import health
from resource_dir.web.language import languages, register_language
from resource_dir.web.limits import limit_reports, register_limits
from resource_dir.web.planning.access import planning_access
from resource_dir.web.planning.areas import planning_areas
from resource_dir.web.planning.assumptions import planning_assumptions
from resource_dir.web.planning.brief import planning_brief
from resource_dir.web.planning.calls import planning_calls
from resource_dir.web.planning.crosswalk_categories import planning_categories
from resource_dir.web.planning.crosswalk_editing import planning_crosswalks
from resource_dir.web.planning.exports import planning_files
from resource_dir.web.planning.fixes import planning_fixes
from resource_dir.web.planning.forecast import planning_forecast
from resource_dir.web.planning.gaps import planning
from resource_dir.web.planning.map import planning_map
from resource_dir.web.planning.methods import planning_methods
from resource_dir.web.planning.other import planning_other
from resource_dir.web.planning.published import published
from resource_dir.web.planning.publishing import planning_published
from resource_dir.web.planning.shifts import planning_shifts
from resource_dir.web.planning.turn_aways import planning_turn_aways
from resource_dir.web.planning.what_if import planning_what_if
from resource_dir.web.providing.bed_reach import bed_reach
from resource_dir.web.providing.bed_replies import bed_replies
from resource_dir.web.providing.bed_stop import bed_stop
from resource_dir.web.providing.beds import beds
from resource_dir.web.providing.change_words import register_change_words
from resource_dir.web.providing.editing import editing
from resource_dir.web.providing.history import history
from resource_dir.web.providing.holds import holds
from resource_dir.web.providing.incoming import incoming
from resource_dir.web.providing.listing_life import listing_life
from resource_dir.web.request_log import register_request_log
from resource_dir.web.static_files import register_static_files
from resource_dir.web.stewarding.claim_queue import claim_queue
from resource_dir.web.stewarding.home import steward
from resource_dir.web.stewarding.people import people
from resource_dir.web.stewarding.quiet import quiet
from resource_dir.web.stewarding.report_queue import report_queue
from resource_dir.web.stewarding.review import review
from resource_dir.web.stewarding.taking_back import taking_back
from resource_dir.web.stewarding.verifying import verifying
from resource_dir.web.templating import register_templates
from resource_dir.web.uploads import MemoryRequest

PACKAGE = Path(__file__).parent


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application.

    Raises BadInput for a setting that can't be used, MigrationNeeded for a PostgreSQL database of
    another revision, NotReady for a database that could lose what it has confirmed.
    """
    settings = settings or load_settings()
    configure_logs()
    mail_server = read_mail_url(settings.mail_url)
    app = Flask(__name__, template_folder=str(template_folder()))
    app.request_class = MemoryRequest
    app.session_interface = FormSessions()
    _configure(app, settings)
    app.extensions["mailer"] = mailer = Mailer(mail_server)
    app.extensions["texter"] = texter = Texter(_text_service(settings))
    app.extensions["desk"] = Desk(settings.public_url, settings.mail_reply_to, mailer, texter)
    _bind_web(app, settings)
    _bind_database(app, settings)  # after the web: what refuses to start leaves no connection open
    with app.app_context():
        engine = db.engine
    app.extensions["index_keeper"] = IndexKeeper(
        settings.index_folder, open_session=lambda: Session(engine)
    )
    app.extensions["together"] = Together()
    app.extensions["opened_lately"] = OpenedLately()
    app.extensions["failed_searches"] = FailedSearches(lambda: Session(engine))
    app.extensions["listing_uses"] = ListingUses(lambda: Session(engine))
    app.extensions["place_keeper"] = PlaceKeeper(
        settings.places_folder, open_session=lambda: Session(engine)
    )
    app.extensions["geocoder"] = _geocoder(settings)
    app.extensions["last_seen"] = LastSeen(lambda: Session(engine))
    app.extensions["chores"] = Chores(
        lambda: Session(engine), _jobs(app), clock=lambda: app.config["CLOCK"]()
    )
    return app


# What works behind the requests, in the order in which it is finished.
_BEHIND = ("failed_searches", "listing_uses", "chores", "last_seen", "mailer", "texter",
           "index_keeper", "place_keeper")  # fmt: skip


def close_app(app: Flask) -> None:
    """Finish what goes on behind the requests, then close the database.

    For a program that makes several applications, as a test does; a server ends with its process,
    which does the same.
    """
    for name in _BEHIND:
        app.extensions[name].finish()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def serving_app() -> Flask:
    """The application as a server loads it: its jobs begin with the first request, in whichever
    process that is; a thread outlives no fork.
    """
    app = create_app()
    app.before_request(app.extensions["chores"].start)
    return app


def _jobs(app: Flask) -> dict[str, Chore]:
    """What a server does without being asked; `serve` starts it, a command does not."""
    jobs: dict[str, Chore] = {"holds": free_what_is_over, "forecast": forecast_when_due}
    if app.config["SETTINGS"].bed_reminders:
        jobs["reminders"] = partial(send_reminders, desk=app.extensions["desk"])
    return jobs


def _text_service(settings: Settings) -> TextService | None:
    if not settings.text_webhook_url:
        return None
    return TextService(settings.text_webhook_url, settings.text_webhook_token)


def _geocoder(settings: Settings) -> Remote | None:
    """The service that is asked for places that nobody here knows; nobody by default."""
    if not settings.geocoder:
        return None
    options = RemoteOptions(
        settings.geocoder,
        settings.geocoder_url,
        key=settings.geocoder_key,
        user_agent=settings.geocoder_user_agent,
        timeout_seconds=settings.geocoder_timeout,
    )
    return Remote(options)


def template_folder() -> Path:
    """Inside the package where it was installed from a wheel, beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        CLOCK=lambda: datetime.now(UTC),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A trusted proxy means TLS in front; without one a server on 127.0.0.1 speaks plain HTTP.
        SESSION_COOKIE_SECURE=settings.trusted_proxies > 0,
        WTF_CSRF_SSL_STRICT=False,  # it asks for the Referer that our own policy forbids
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # no values in database errors
            "json_serializer": lambda value: orjson.dumps(value).decode(),
            "json_deserializer": orjson.loads,  # a page reads 20 documents
        },
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "application/geo+json",
            "image/svg+xml",
        ],
        COMPRESS_REGISTER=True,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def _bind_database(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
        try:
            _bring_to_head(db.engine, settings)
            assert_durable(db.engine)
        except ResourceDirError:
            db.engine.dispose()  # nobody else can close its connections once we give up
            raise
        except OperationalError as error:
            db.engine.dispose()
            raise NotReady(
                "The database can't be reached or opened. Is it running, is DATABASE_URL right, "
                "may this user read and write there, and is the disk full?"
            ) from error


def _bring_to_head(engine: Engine, settings: Settings) -> None:
    """SQLite migrates by itself; PostgreSQL is shared by several hosts and waits for a command."""
    if settings.is_sqlite:
        migrations.upgrade(engine)
    else:
        migrations.require_head(engine)


def _bind_web(app: Flask, settings: Settings) -> None:
    register_request_log(app)
    app.before_request(require_classified)
    limiter = register_limits(app, settings)
    register_headers(app, settings)
    register_errors(app)
    register_language(app)
    register_templates(app, settings)
    register_account_words(app)
    register_change_words(app)
    register_map(app, settings)
    csrf.init_app(app)
    compress.init_app(app)
    register_static_files(app)
    for blueprint in (
        finding,
        languages,
        reports,
        holds,
        incoming,
        map_pages,
        signing,
        joining,
        account,
        beds,
        history,
        review,
        people,
        claims,
        claim_queue,
        suggestions,
        report_queue,
        steward,
        editing,
        taking_back,
        verifying,
        listing_life,
        api,
        api_beds,
        api_gaps,
        bed_reach,
        bed_replies,
        bed_stop,
        quiet,
        planning,
        planning_files,
        planning_map,
        planning_access,
        planning_turn_aways,
        planning_categories,
        planning_areas,
        planning_crosswalks,
        planning_calls,
        planning_fixes,
        planning_forecast,
        planning_what_if,
        planning_brief,
        planning_methods,
        planning_assumptions,
        planning_shifts,
        planning_other,
        planning_published,
        published,
        health,
    ):
        app.register_blueprint(blueprint)
    for route, on_breach in (
        ("reports.store", too_many_reports),
        ("claims.store", too_many_claims),
        ("suggestions.store", too_many_suggestions),
    ):
        limit_reports(app, limiter, settings, route=route, on_breach=on_breach)
