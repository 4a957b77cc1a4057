"""No text that a reader sees is left in English: not in the code, not in the catalogue."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

PLACEHOLDER = re.compile(r"%\(\w+\)[-.\d]*[a-z]")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-description", "aria-label", "placeholder", "title"})
UNSPOKEN_ELEMENTS = frozenset({"script", "style"})
MADE = ast.JoinedStr | ast.BinOp  # a text put together where it is given
MARKS = frozenset({"_", "N_", "ngettext", "pgettext", "npgettext", "gettext"})


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    """The tool that finds every text in the code."""
    spec = importlib.util.spec_from_file_location("tool", root / "tools" / "extract_messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts(tool: ModuleType) -> Catalog:
    """Every text in the code."""
    return tool.extracted()


@pytest.fixture(scope="module")
def spanish(tool: ModuleType) -> Catalog:
    """The Spanish catalogue as it is committed."""
    with (tool.TRANSLATIONS / "es/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="es", abort_invalid=True)


def untranslated(texts: Catalog, catalogue: Catalog, tool: ModuleType) -> list[str]:
    """Texts of the code that the catalogue does not have, or not for good."""
    entries = ((text.id, catalogue.get(text.id, text.context)) for text in texts if text.id)
    return [
        str(text)
        for text, entry in entries
        if entry is None or entry.fuzzy or not tool.is_translated(entry)
    ]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Singular and plural, or the one form."""
    return (text,) if isinstance(text, str) else tuple(text)


def different_values(catalogue: Catalog) -> list[str]:
    """Entries whose translation names other values than its text."""
    return [str(entry.id) for entry in catalogue if entry.id and not _same_values(entry)]


def _same_values(entry: Message) -> bool:
    wanted = sorted(set(PLACEHOLDER.findall(forms(entry.id)[-1])))
    return all(sorted(set(PLACEHOLDER.findall(one))) == wanted for one in forms(entry.string))


def test_every_text_of_the_code_is_in_the_spanish_catalogue(
    texts: Catalog, spanish: Catalog, tool: ModuleType
) -> None:
    assert len(texts) > 200
    assert not untranslated(texts, spanish, tool), "`make messages`, then translate them"


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(
    texts: Catalog, spanish: Catalog
) -> None:
    gone = [str(one.id) for one in spanish if one.id and texts.get(one.id, one.context) is None]

    assert not gone, "`make messages` takes them out"


def test_a_translation_names_the_same_values(spanish: Catalog) -> None:
    assert not different_values(spanish)


def test_an_empty_a_fuzzy_and_a_missing_translation_are_seen(tool: ModuleType) -> None:
    texts, catalogue = Catalog(), Catalog(locale="es")
    for text in ("empty", "fuzzy", "missing", ("one", "many"), "fine"):
        texts.add(text)
    catalogue.add("empty", "")
    catalogue.add("fuzzy", "borroso", flags=["fuzzy"])
    catalogue.add(("one", "many"), ("uno", ""))
    catalogue.add("fine", "bien")

    found = untranslated(texts, catalogue, tool)

    assert found == ["empty", "fuzzy", "missing", "('one', 'many')"]


def test_a_lost_and_an_invented_value_are_seen() -> None:
    catalogue = Catalog(locale="es")
    catalogue.add("%(num)s free", "libres")
    catalogue.add("free", "%(num)s libres")
    catalogue.add("%(a)s and %(b)s", "%(b)s y %(a)s")

    assert different_values(catalogue) == ["%(num)s free", "free"]


# ---- templates ---------------------------------------------------------------------------------


class Spoken(HTMLParser):
    """What of a page is read by eye or by ear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSPOKEN_ELEMENTS:
            self._inside.append(tag)
        values = dict(attrs)
        is_input = tag == "input"  # a button says what it holds, not its value
        said = {"value"} if is_input and values.get("type") == "submit" else set()
        spoken = SPOKEN_ATTRIBUTES | said
        if tag == "meta" and values.get("name") == "description":
            spoken |= {"content"}
        self.texts += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)


def bare_texts(source: str) -> Iterator[str]:
    """Words of a template that are not given through `_()`."""
    spoken = Spoken()
    spoken.feed(JINJA.sub(_constants, source))
    spoken.close()
    yield from (text.strip() for text in spoken.texts if LETTERS.search(text))


def _constants(found: re.Match[str]) -> str:
    """In the place of an expression, what it prints of itself: no data, no marked text."""
    if not found[0].startswith("{{"):
        return ""
    parsed = Environment(extensions=["jinja2.ext.i18n"]).parse(found[0])
    printed = (part for output in parsed.find_all(nodes.Output) for part in output.nodes)
    return " ".join(text for part in printed for text in _printed(part))


def _printed(node: nodes.Node) -> Iterator[str]:
    """Constant texts that an expression can come out as: not its keys, nor what `_()` is given."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _printed(node.expr1)
        if node.expr2 is not None:
            yield from _printed(node.expr2)
    elif isinstance(node, nodes.BinExpr | nodes.Concat):
        for child in node.iter_child_nodes():
            yield from _printed(child)
    elif isinstance(node, nodes.Filter) and node.name in ("default", "d", "upper", "capitalize"):
        for child in (node.node, *node.args):
            yield from _printed(child)


def templates(root: Path) -> list[Path]:
    """All of them."""
    return sorted((root / "templates").rglob("*.html"))


def test_no_template_holds_a_text_that_is_not_marked(root: Path) -> None:
    bare = [
        f"{path.relative_to(root)}: {text}"
        for path in templates(root)
        for text in bare_texts(path.read_text(encoding="utf-8"))
    ]

    assert not bare


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Closed</p>",
        '<a aria-label="Call now">{{ _("Call") }}</a>',
        '<input placeholder="ZIP code">',
        '<input type="submit" value="Find">',
        '<img alt="{{ name }} map">',
        '{{ "Open" if is_open else _("Closed") }}',
        '{{ name or "Unnamed listing" }}',
        '{{ name|default("Unnamed") }}',
        '{{ "about " ~ minutes }}',
        "{% if a %}<li>{{ x }} free beds</li>{% endif %}",
    ],
)
def test_a_planted_text_in_a_template_is_seen(planted: str) -> None:
    assert list(bare_texts(planted))


@pytest.mark.parametrize(
    "marked",
    [
        '<p title="{{ _("Closed") }}">{{ _("Shut") }} · {{ ngettext("%(num)s bed", "x", 2) }}</p>',
        '<p class="quiet">{{ card["name"] }} 24/7</p>{# a note #}',
        '{% set kind = "good" %}<p class="{{ kind if x else "bad" }}">{{ _("Open") }}</p>',
    ],
)
def test_marked_texts_data_and_class_names_pass(marked: str) -> None:
    assert not list(bare_texts(marked))


# ---- Python ------------------------------------------------------------------------------------


def lost_marks(source: str, marks: frozenset[str]) -> Iterator[str]:
    """Marked texts that no tool can find: made with an f-string, by adding, or inside of one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from (ast.unparse(call) for call in ast.walk(node) if _is_mark(call, MARKS))
        if (
            _is_mark(node, marks)
            and node.args
            and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        ):
            yield ast.unparse(node)


def _is_mark(node: ast.AST, marks: frozenset[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in marks


def sources(tool: ModuleType) -> list[Path]:
    """The Python files whose texts reach a reader."""
    files: list[Path] = []
    package = tool.ROOT / "resource_dir"
    left_out = {p for pattern, how in tool.PYTHON if how == "ignore" for p in package.glob(pattern)}
    for pattern, how in tool.PYTHON:
        if how == "python":
            files += package.glob(pattern.replace("**.py", "**/*.py"))
    return sorted(set(files) - left_out)


def test_every_marked_text_can_be_found_by_the_tool(tool: ModuleType) -> None:
    marks = MARKS | frozenset(tool.ERRORS)
    lost = [
        f"{path.relative_to(tool.ROOT)}: {call}"
        for path in sources(tool)
        for call in lost_marks(path.read_text(encoding="utf-8"), marks)
    ]

    assert not lost, "write %(name)s and give the value by its name"


@pytest.mark.parametrize(
    "planted",
    ["_(f'{n} beds')", "raise BadInput(f'no {x}')", "f'a {_(\"b\")}'", "errors.NotFound('a' + b)"],
)
def test_a_planted_text_that_no_tool_can_find_is_seen(planted: str) -> None:
    assert list(lost_marks(planted, MARKS | {"BadInput", "NotFound"}))


def test_every_pattern_of_the_tool_still_finds_files(tool: ModuleType) -> None:
    package = tool.ROOT / "resource_dir"

    empty = [p for p, _ in tool.PYTHON if not list(package.glob(p.replace("**.py", "**/*.py")))]

    assert not empty
