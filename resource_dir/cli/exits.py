"""Exit statuses of every command, and how an error becomes one."""

import sys
import traceback
from typing import Any

import click

from resource_dir.errors import ResourceDirError

DONE = 0
SOMETHING_REJECTED = 1
NOTHING_DONE = 2
UNEXPECTED = 70


class Commands(click.Group):
    """A group that ends with our exit statuses and never shows a user a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors raised on purpose are one line and status 2."""
        try:
            return super().invoke(ctx)
        except ResourceDirError as error:
            place = f" ({error.field})" if error.field else ""
            click.echo(f"resource-dir: {error.message}{place}", err=True)
            ctx.exit(NOTHING_DONE)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # of a reader that has gone, as `| head`, click makes a plain end
        except Exception as error:
            where = traceback.extract_tb(sys.exc_info()[2])[-1]
            click.echo(
                f"resource-dir: unexpected {type(error).__name__} at {where.name} "
                f"({where.filename}:{where.lineno}). Nothing of this command was saved.",
                err=True,
            )
            ctx.exit(UNEXPECTED)
