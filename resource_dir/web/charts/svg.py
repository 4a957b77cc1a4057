"""Elements of a picture, escaped as they are made."""

from markupsafe import Markup, escape

NOTHING = Markup()


def element(name: str, content: str = "", /, **attributes: object) -> Markup:
    """`<name a="…">content</name>`; `class_` is class, text_anchor text-anchor; None is left out.

    What is not Markup is escaped, content and attributes alike.
    """
    written = "".join(
        f' {_attribute(key)}="{escape(_shown(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup(f"<{name}{written} />")  # noqa: S704 - each value was escaped above
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")  # noqa: S704 - as above


def joined(*parts: Markup) -> Markup:
    """Elements one after another."""
    return Markup().join(parts)


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _shown(value: object) -> object:
    """A tenth of a unit is finer than a pixel."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
