"""The `resource-dir` command: hands the application factory to the command line."""

import gc


def main() -> None:
    """Entry point of the installed command and of `python -m resource_dir`."""
    gc.disable()  # loading leaves no garbage: to look for some took an eighth of every start
    from resource_dir.app import create_app
    from resource_dir.cli import make_cli

    gc.enable()
    gc.freeze()
    make_cli(create_app)(prog_name="resource-dir")


if __name__ == "__main__":
    main()
