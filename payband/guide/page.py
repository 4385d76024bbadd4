"""The guide as one web page: it opens from a file, asks for nothing from outside and prints on A4."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from string import Template

from markdown_it import MarkdownIt
from markdown_it.token import Token

from payband.errors import WrongInput

__all__ = ["FOLDER", "PAGES", "guide_html", "heading_name", "title_of"]

FOLDER = os.path.dirname(os.path.abspath(__file__))
PAGES = (
    "first-review",
    "blank-workbook",
    "in-excel",
    "scenarios",
    "budget",
    "grades",
    "pay-gaps",
    "accounts",
    "handing-over",
    "many-workbooks",
    "cost",
    "figures",
    "personal-data",
    "says-no",
    "words",
    "built",
    "adding",
    "running",
    "changes",
)
"""The pages in their order, each a file of this folder without its ending .md."""

_PAGE_LINK = re.compile(r"([\w-]+)\.md(?:#([\w-]+))?")


def title_of(page: str) -> str:
    """The title of a page, which is its first line.

    >>> title_of("words")
    'Words'
    """
    return _text(page).partition("\n")[0].removeprefix("# ")


def heading_name(text: str) -> str:
    """The name that a link gives a heading by, as GitHub makes it.

    >>> heading_name("1. Import the list: `payband import`")
    '1-import-the-list-payband-import'
    """
    return re.sub(r"[^\w -]", "", text.casefold()).strip().replace(" ", "-")


def guide_html(version: str) -> str:
    """All pages as the text of one .html file, with their pictures in it.

    Raises WrongInput where a page links to a page, a heading or a picture that there is none of.
    """
    pages = {page: _Page(page) for page in PAGES}
    names = {name for page in pages.values() for name in page.names}
    missing = sorted({link for page in pages.values() for link in page.links} - names)
    if missing:
        raise WrongInput(f"the guide has no heading for its link to {missing[0]}: give the name of one")
    contents = "\n".join(f'<li><a href="#{page}">{title_of(page)}</a></li>' for page in PAGES)
    sections = "\n".join(
        f'<section id="{name}" aria-labelledby="{name}-title">\n{page.html}</section>' for name, page in pages.items()
    )
    with open(os.path.join(FOLDER, "guide.css"), encoding="utf-8") as file:
        style = file.read()
    with open(os.path.join(FOLDER, "guide.html"), encoding="utf-8") as file:
        template = Template(file.read())
    return template.substitute(version=version, style=style, contents=contents, sections=sections)


def _text(page: str) -> str:
    with open(os.path.join(FOLDER, f"{page}.md"), encoding="utf-8") as file:
        return file.read()


class _Page:
    """One page as HTML: its headings a level lower, its links to other pages made links within the one page."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.names = {page}
        self.links: set[str] = set()
        reader = MarkdownIt("commonmark").enable("table")
        tokens = reader.parse(_text(page))
        self._lower(tokens)
        for token in _all(tokens):
            if token.type == "link_open":
                token.attrSet("href", self._link(str(token.attrGet("href"))))
            elif token.type == "image":
                token.attrSet("src", _picture(str(token.attrGet("src"))))
        made: str = reader.renderer.render(tokens, reader.options, {})
        self.html = (
            made.replace("<table>", '<div class="wide" tabindex="0" role="region" aria-label="Table">\n<table>')
            .replace("</table>", "</table>\n</div>")
            .replace("<th>", '<th scope="col">')
            .replace("<th style", '<th scope="col" style')
            .replace("<pre>", '<pre tabindex="0">')
        )

    def _lower(self, tokens: list[Token]) -> None:
        for place, token in enumerate(tokens):
            if token.type not in ("heading_open", "heading_close"):
                continue
            level = int(token.tag[1])
            token.tag = f"h{level + 1}"
            if token.type == "heading_open":
                name = "title" if level == 1 else heading_name(tokens[place + 1].content)
                token.attrSet("id", f"{self.page}-{name}")
                self.names.add(f"{self.page}-{name}")

    def _link(self, target: str) -> str:
        if target.startswith("#"):
            name = f"{self.page}-{target[1:]}"
        else:
            found = _PAGE_LINK.fullmatch(target)
            if found is None:
                return target
            name = f"{found[1]}-{found[2]}" if found[2] else found[1]
        self.links.add(name)
        return f"#{name}"


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _picture(source: str) -> str:
    """A picture of the guide as an address that holds it."""
    try:
        with open(os.path.join(FOLDER, *source.split("/")), "rb") as file:
            content = file.read()
    except OSError:
        raise WrongInput(f"the guide has no picture {source}: give the name of one in its folder pictures") from None
    kind = "svg+xml" if source.endswith(".svg") else "png"
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
