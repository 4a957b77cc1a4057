"""Only config.py reads the environment: everything else gets Settings handed down."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "resource_dir"
READERS = {"environ", "environb", "getenv", "getenvb"}


def environment_reads(source: str) -> list[int]:
    """Lines that name os.environ or one of its kin, however it was imported."""
    tree = ast.parse(source)
    attributes = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in READERS
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    ]
    imports = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        if any(alias.name in READERS for alias in node.names)
    ]
    return sorted(attributes + imports)


def test_only_config_reads_the_environment() -> None:
    reads = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "config.py"
        for line in environment_reads(path.read_text(encoding="utf-8"))
    }

    assert not reads, "read it in config.py and hand it down in Settings"


def test_every_way_to_read_the_environment_is_seen() -> None:
    source = "import os\nos.environ['A']\nos.getenv('A')\nfrom os import environ as e\n"

    assert environment_reads(source) == [2, 3, 4]
