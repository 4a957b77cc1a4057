"""`resource-dir check`: is anything wrong with what is stored, and how to mend it."""

import click

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, print_json, running
from resource_dir.operations.auditing import broken_links, chain_end

MOST_SHOWN = 20
MEND = (
    "Somebody changed the audit log outside of this program, or the disk did. Stop the servers, "
    "keep a copy of the database as it is, and restore the newest backup whose check is right."
)


@click.command()
@json_option
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Check the chain of the audit log.

    \b
    Example: resource-dir check
    """
    with running(ctx) as (_app, session):
        found = list(broken_links(session))
        sequence, digest = chain_end(session)
    if as_json:
        end = {"entries": sequence, "digest": digest}
        print_json({"problems": found, "mend": MEND if found else None, "audit": end})
    else:
        for problem in found[:MOST_SHOWN]:
            click.echo(problem)
        if len(found) > MOST_SHOWN:
            click.echo(f"… and {len(found) - MOST_SHOWN} more (--json names them all).")
        click.echo(MEND if found else f"Right. The audit log ends at entry {sequence}: {digest}")
    ctx.exit(SOMETHING_REJECTED if found else DONE)
