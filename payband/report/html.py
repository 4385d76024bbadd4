"""A report as one web page: it opens from a file, asks for nothing from outside and prints on A4."""

from payband.errors import WrongInput, how_to_add
from payband.report.content import Report

__all__ = ["html_text"]

NEED_JINJA = f"the page is made with Jinja, which is not installed: {how_to_add('report')}"
WARNING_TITLE = "Read this first"


def html_text(report: Report) -> str:
    """The report as the text of an .html file, in British English, with its charts in it.

    Raises WrongInput, saying what to install, where Jinja is missing.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError:
        raise WrongInput(NEED_JINJA) from None
    loader = PackageLoader("payband.report", ".")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = loader.get_source(environment, "committee.css")[0]
    template = environment.get_template("committee.html")
    return template.render(
        report=report, style=style, warning_title=WARNING_TITLE, kind_of=lambda block: type(block).__name__
    )
