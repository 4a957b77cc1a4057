"""Write what setup.cfg asks for, one requirement a line, for deptry (it can't read setup.cfg).

requirements.txt won't do instead: it also holds what our dependencies depend on, and deptry would
call each of those unused.
"""

import sys
from configparser import ConfigParser
from pathlib import Path

SETUP_CFG = Path(__file__).parent.parent / "setup.cfg"


def direct_requirements() -> list[str]:
    """The lines of `install_requires`."""
    config = ConfigParser(interpolation=None)
    config.read(SETUP_CFG, encoding="utf-8")
    return config["options"]["install_requires"].split()


def main() -> None:
    """Write them into the file named on the command line."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(direct_requirements()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
