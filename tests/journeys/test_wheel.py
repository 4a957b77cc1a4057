"""Someone without the checkout: install the wheel in an empty environment, then find a bed.

The environment borrows the third-party packages of the one that runs the tests, so that nothing is
downloaded; a guard in it refuses to open any file of the checkout.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "*.egg-info", "build", "dist", "instance",
    "node_modules",
)  # fmt: skip
START_SECONDS = 60  # a cold start imports numpy and builds an index, on a busy machine

GUARD = """
import sys
def refuse(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0]
        if path.startswith({checkout!r}) and not path.startswith({borrowed!r}):
            raise RuntimeError("an installed copy reached into the checkout: " + path)
sys.addaudithook(refuse)
"""

PACKAGE = {
    "organization.csv": "id,name,description\no1,Wheelwright House,A house for wheels.\n",
    "service.csv": "id,organization_id,name,status,description\n"
    "s1,o1,Wheelwright Detox,active,Withdrawal management at any hour.\n",
    "location.csv": "id,organization_id,name,location_type,latitude,longitude\n"
    "l1,o1,Wheelwright House,physical,38.9000,-77.0300\n",
    "service_at_location.csv": "id,service_id,location_id\nsl1,s1,l1\n",
    "address.csv": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    "a1,l1,1 Example Street,Washington,DC,20001,US,physical\n",
    "phone.csv": "id,service_id,number\np1,s1,202-555-0143\n",
}


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that has the wheel, and a folder far from the checkout to work in."""

    bin: Path
    folder: Path

    def environ(self) -> dict[str, str]:
        """Nothing inherited that could lead back: no PYTHONPATH, no DATABASE_URL."""
        kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        return kept | {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "RESOURCE_DIR_DATA": str(self.folder / "instance"),
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the environment to its end."""
        program, *arguments = command
        return subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=self.folder,
            env=self.environ(),
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def answer(self, *command: str) -> dict[str, object]:
        """What `resource-dir … --json` says."""
        done = self.run("resource-dir", *command, "--json")
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: a build folder left in the checkout can hold stale modules."""
    copy = tmp_path_factory.mktemp("source") / "checkout"
    shutil.copytree(CHECKOUT, copy, ignore=NOT_COPIED)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."],
        cwd=copy,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment with nothing of ours but the wheel."""
    top = tmp_path_factory.mktemp("away")
    python = top / "env" / "bin" / "python"
    run_here("-m", "venv", "--without-pip", str(top / "env"))
    run_here("-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    borrow_packages(next((top / "env" / "lib").glob("python3*/site-packages")))
    folder = top / "work"
    folder.mkdir()
    return Installed(python.parent, folder)


def run_here(*arguments: str) -> None:
    """Run the Python that runs the tests."""
    done = subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def borrow_packages(site_packages: Path) -> None:
    """Third-party packages by path; the .pth files in there are not followed, so the editable
    install of the checkout stays out.
    """
    borrowed = sysconfig.get_path("purelib")
    guard = GUARD.format(checkout=f"{CHECKOUT}{os.sep}", borrowed=borrowed)
    (site_packages / "checkout_guard.py").write_text(guard)
    (site_packages / "borrowed.pth").write_text(f"{borrowed}\nimport checkout_guard\n")


@pytest.fixture(scope="module")
def demonstration(installed: Installed) -> Installed:
    """The same with the demonstration county loaded."""
    done = installed.run("resource-dir", "demo")
    assert done.returncode == 0, done.stderr
    return installed


@pytest.fixture
def address(demonstration: Installed) -> Iterator[str]:
    """A running server of the installed copy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = demonstration.folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [str(demonstration.bin / "resource-dir"), "serve", "--port", str(port)],
            cwd=demonstration.folder,
            env=demonstration.environ(),
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Ask /readyz until it says yes; a server that ended says why in its log."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"not ready after {START_SECONDS} s:\n{log.read_text()}")


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as response:
        return str(response.read().decode())


def test_the_wheel_holds_every_module_and_what_lies_beside_the_package(
    installed: Installed,
) -> None:
    home = next((installed.bin.parent / "lib").glob("python3*/site-packages/resource_dir"))

    expected = {
        path.relative_to(CHECKOUT / top).as_posix()
        for top in ("resource_dir", "templates", "seed_data")
        for path in (CHECKOUT / top).rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo")
    }
    carried = {
        path.relative_to(folder).as_posix()
        for folder in (home, home / "templates", home / "seed_data")
        for path in folder.rglob("*")
    }
    assert not expected - carried


def test_the_wheel_holds_the_browser_libraries_and_compiled_translations(
    installed: Installed,
) -> None:
    home = next((installed.bin.parent / "lib").glob("python3*/site-packages/resource_dir"))
    vendor = home / "static" / "vendor"
    catalogues = [path.with_suffix(".mo") for path in home.glob("translations/*/*/*.po")]

    assert (vendor / "leaflet" / "leaflet.js").stat().st_size > 100_000
    assert "Volodymyr Agafonkin" in (vendor / "LICENCES.txt").read_text(encoding="utf-8")
    assert all(path.is_file() for path in catalogues)


def test_the_installed_copy_is_the_one_that_runs(installed: Installed) -> None:
    done = installed.run("python", "-c", "import resource_dir; print(resource_dir.__file__)")

    assert done.stdout.startswith(str(installed.bin.parent)), done.stderr


def test_reaching_into_the_checkout_is_refused(installed: Installed) -> None:
    done = installed.run("python", "-c", f"open({str(CHECKOUT / 'setup.cfg')!r})")

    assert "reached into the checkout" in done.stderr


def test_the_demonstration_county_is_searched_from_the_shell(demonstration: Installed) -> None:
    answer = demonstration.answer("search", "shelter")

    assert answer["results"]


def test_a_package_is_imported_and_found(demonstration: Installed) -> None:
    package = demonstration.folder / "package"
    package.mkdir()
    for name, text in PACKAGE.items():
        (package / name).write_text(text)

    report = demonstration.answer("import", "hsds", str(package), "--source", "wheelwright")
    answer = demonstration.answer("search", "wheelwright")

    assert report["listings"] == 1
    assert [row["name"] for row in list_of_rows(answer)] == ["Wheelwright Detox"]


def list_of_rows(answer: dict[str, object]) -> list[dict[str, object]]:
    rows = answer["results"]
    assert isinstance(rows, list)
    return rows


def test_the_server_answers_with_pages_and_json(address: str) -> None:
    page = read(f"{address}/search?q=shelter")
    answer = json.loads(read(f"{address}/api/search?q=shelter"))

    assert "<html" in page
    assert answer["total"] > 0


def test_an_unknown_page_is_a_page_of_ours(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        read(f"{address}/no-such-page")

    assert refused.value.code == 404
    refused.value.close()
