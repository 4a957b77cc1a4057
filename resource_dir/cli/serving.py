"""`resource-dir serve`: the web server."""

import gc
import sys

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads of each process.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages and the API.

    \b
    Example: resource-dir serve --host 0.0.0.0 --port 8000 --workers 2
    """
    from gunicorn.app.base import BaseApplication

    from resource_dir.cli.server_log import QuietLogger

    create_app = ctx.obj

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", threads)
            self.cfg.set("accesslog", None)  # our own request log has no query text or address
            self.cfg.set("loglevel", "warning")
            self.cfg.set("logger_class", QuietLogger)
            self.cfg.set("control_socket_disable", True)
            self.cfg.set("limit_request_line", 0)  # the application names the field

        def load(self) -> object:
            app = create_app()
            app.extensions["chores"].start()  # here, in each worker: a thread outlives no fork
            gc.collect()
            gc.freeze()  # what is loaded stays: to look through it again stops all for 0.14 s
            return app

    click.echo(f"resource_dir listens on http://{host}:{port}")
    sys.stdout.flush()
    Server().run()
