"""A published review as one web page: it opens from a file, asks for nothing from outside and runs no script."""

from payband.calendar import date_text
from payband.errors import WrongInput, how_to_add
from payband.report.charts import draw_tables
from payband.review.disclosure.published import Publication, shown
from payband.whole_files import write_whole

__all__ = ["page_text", "write"]

NUMBERS = ("money", "percent", "whole")
NEED_JINJA = f"the page is made with Jinja, which is not installed: {how_to_add('report')}"


def page_text(publication: Publication) -> str:
    """The page as text: semantic headings, charts with words, tables with captions; in British English.

    Raises WrongInput, saying what to install, where Jinja or Matplotlib is missing.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError:
        raise WrongInput(NEED_JINJA) from None
    from payband import __version__

    loader = PackageLoader("payband.report", ".")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": shown, "day": date_text}
    style = (loader.get_source(environment, "page.css"))[0]
    pictures = {picture.name: picture for picture in draw_tables(publication.charts)}
    template = environment.get_template("page.html")
    return template.render(page=publication, pictures=pictures, numbers=NUMBERS, style=style, version=__version__)


def write(text: str, target: str) -> None:
    """Puts the page in the target's place, whole or not at all. Raises WrongInput where that cannot be done."""
    write_whole(target, text.encode())
