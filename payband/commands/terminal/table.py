"""The table of commands: what each is called, where it is, and what `payband --help` says of it."""

from typing import NamedTuple

__all__ = ["EPILOGUE", "GROUPS", "START", "Row", "overview", "row_of", "rows", "ways"]


class Row(NamedTuple):
    """One command."""

    name: str
    """One word, or two such as 'excel lite'."""
    module: str
    """The module of `payband.commands` that declares it in COMMANDS and runs it, imported for this command alone."""
    help: str
    """What it does, in one line."""


GROUPS: dict[str, tuple[Row, ...]] = {
    "Start": (
        Row("guide", "guide", "Open the guide: your first review, and all the rest."),
        Row("new", "new", "Start a review: write a blank workbook to fill in."),
        Row("import", "lists.importing", "Start a review from a list of staff or posts."),
        Row("import-spine", "lists.import_spine", "Import a published pay spine or table of grades."),
        Row("add", "add", "Add the sheets of further parts to a review workbook."),
        Row("upgrade", "upgrade", "Add the settings and columns an older workbook lacks."),
        Row("build-workbooks", "review", "Write the example and the reviews of published papers."),
    ),
    "Calculate": (
        Row("check", "check", "Check the inputs of a review without calculating it."),
        Row("review", "review", "Calculate a review and write a copy with the answers."),
        Row("explain", "review", "Explain the figures of a person, line or cost centre."),
        Row("recalc", "recalc", "Recalculate many reviews at once, in place or as copies."),
        Row("undo", "undo", "Undo the last change that payband made to a workbook."),
        Row("batch", "batch", "Apply a review's rules to a table of posts, row by row."),
    ),
    "Compare": (
        Row("compare", "compare", "Compare the scenarios of a review side by side."),
        Row("sensitivity", "sensitivity", "See what the saving depends on, one thing at a time."),
        Row("simulate", "sensitivity", "See how sure the saving is when several things vary."),
        Row("solve", "solve", "Find the award, rate or posts that meet a target."),
    ),
    "Hand over": (
        Row("report", "report", "Write a draft committee report from a review."),
        Row("publish", "publish", "Write a copy for publication, with small counts hidden."),
        Row("statements", "statements", "Write a statement of post and pay for each person."),
        Row("accounts", "accounts", "Write the notes to the accounts on pay as CSV files."),
        Row("budget", "budget", "Write the budget for the ledger, by cost centre and code."),
        Row("pay-gap", "pay_gap", "Write the gender pay gap as the service lists it."),
        Row("reconcile", "review", "Check a --native workbook's formulas with LibreOffice."),
    ),
    "In the spreadsheet": (
        Row("functions", "functions", "List the worksheet functions with their arguments."),
        Row("call", "functions", "Call a worksheet function, as a cell would."),
        Row("excel install", "hosts", "Set up =PAYBAND_SLOT(...) in Excel on Windows."),
        Row("excel uninstall", "hosts", "Take it out of Excel again."),
        Row("excel lite", "hosts", "Write a workbook for xlwings Lite: no Python to install."),
        Row("excel server", "hosts", "Write a project for your own xlwings Server."),
        Row("libreoffice install", "hosts", "Install the extension in LibreOffice."),
        Row("libreoffice build", "hosts", "Build the LibreOffice extension as a file."),
        Row("respell", "review", "Change a --live workbook for another spreadsheet program."),
    ),
    "Figures": (
        Row("rates", "library", "List statutory and published rates with their sources."),
        Row("spines", "library", "List pay spines and grades with their sources."),
        Row("figures show", "figures", "Show which pack of figures is in use."),
        Row("figures build", "figures", "Build a pack of figures from a folder."),
        Row("figures check", "figures", "Check that a pack is complete and unaltered."),
        Row("figures install", "figures", "Use the figures of a pack from now on."),
        Row("figures remove", "figures", "Go back to the figures that came with payband."),
    ),
}
"""The commands, in the groups that `payband --help` shows."""

START = """\
Try it:          payband build-workbooks example-2026 -o ., then payband review example-2026.xlsx
Start your own:  payband new review.xlsx --body "Anytown" --spine NJC (all commands: payband --help)
In Excel:        payband excel lite -o payband.xlsx, then add xlwings Lite from the Office store
Step by step:    payband guide (your first review in ten minutes, in your browser)"""
"""What `payband` alone says."""

EPILOGUE = """\
'payband COMMAND --help' lists a command's options and gives examples.
Exit status: 0 all is well, 1 a check failed or could not be made, 2 the input
cannot be used."""


def rows() -> list[Row]:
    """All commands, in their order."""
    return [row for group in GROUPS.values() for row in group]


def row_of(name: str) -> Row | None:
    """The command of this name, if there is one.

    >>> row_of("excel lite").module, row_of("excel")
    ('hosts', None)
    """
    return next((row for row in rows() if row.name == name), None)


def ways(first: str) -> str:
    """What the help of the first of two words prints: the commands that begin with it; '' where there are none.

    >>> print(ways("figures").splitlines()[0])
    payband figures show     Show which pack of figures is in use.
    """
    found = [row for row in rows() if row.name.startswith(f"{first} ")]
    width = max((len(row.name) for row in found), default=0)
    return "\n".join(f"payband {row.name:<{width}}  {row.help}" for row in found)


def overview() -> str:
    """What `payband --help` prints."""
    width = max(len(row.name) for row in rows())
    lines = [
        "usage: payband COMMAND ...",
        "       payband [--help | --version]",
        "",
        "Pay ranges, on-costs, slotting, pay protection and approvals for UK public",
        "bodies.",
    ]
    for group, members in GROUPS.items():
        lines += ["", f"{group}:", *(f"  {row.name:<{width}}  {row.help}" for row in members)]
    return "\n".join([*lines, "", EPILOGUE])
