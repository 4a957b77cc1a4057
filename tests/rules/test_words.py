"""The repository speaks of the product only, and runs on any machine."""

import re
from pathlib import PurePosixPath

import pytest

# Where a folder of one machine, a package registry or a workplace document would show.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.-])/(?:work|farm|home|root|Users)/\w"),
    "a package registry": re.compile(
        r"--(?:extra-)?index-url|--find-links|\bpypi\.org/simple|files\.pythonhosted\.org"
        r"|registry\.npmjs\.org|\"resolved\": *\"http",
    ),
    "who wrote it, and how": re.compile(
        r"\b(?:the lead|our lead|(?:other|sub-?)helpers?|coding assistant|language model|"
        r"time ?box(?:ed)?|as an AI)\b",
        re.IGNORECASE,
    ),
}
THIS_FILE = "tests/rules/test_words.py"
OPTION = re.compile(r"--no-emit-(?:index-url|find-links)")  # what keeps registries out of the locks
DOCUMENT = re.compile(r"\b([A-Z][A-Z_]{3,}\.md)\b")
WRITTEN_LATER = {"RESULTS.md"}  # `make bench` writes it


def findings(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    """Each line that matches, as "file:line"."""
    return [
        f"{name}:{number}"
        for name, text in texts.items()
        if name != THIS_FILE
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(OPTION.sub("", line))
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str, checkout_texts: dict[str, str]) -> None:
    assert not findings(FORBIDDEN[what], checkout_texts)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "open('/" + "home/ann/data.csv')"),
        ("a path of one machine", "see /" + "work/shared"),
        ("a package registry", "--extra-index" + "-url https://example.org"),
        ("a package registry", '"resolved": "https://example.org/a.tgz"'),
        ("who wrote it, and how", "waits for the " + "lead's module"),
    ],
)
def test_a_planted_line_is_found(what: str, line: str) -> None:
    assert findings(FORBIDDEN[what], {"a.py": f"first\n{line}\n"}) == ["a.py:2"]


def test_a_web_address_is_not_a_path_of_one_machine() -> None:
    texts = {"a.md": "https://example.org/home/page and ../shared/data/home/x\n"}

    assert not findings(FORBIDDEN["a path of one machine"], texts)


def test_every_document_that_is_named_exists(checkout_texts: dict[str, str]) -> None:
    known = {PurePosixPath(name).name for name in checkout_texts} | WRITTEN_LATER

    missing = {
        f"{name}: {document}"
        for name, text in checkout_texts.items()
        for document in DOCUMENT.findall(text)
        if document not in known
    }

    assert not missing
