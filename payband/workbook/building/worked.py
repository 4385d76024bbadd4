"""The worked reviews that ship with payband, each built from its inputs in data/reviews, with its answers.

One of them, the example, is invented; the others are of published papers.
"""

import os
import re
import tomllib
import zipfile
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

from payband.calendar import date_text
from payband.library import BUILT_IN
from payband.own_files import note_written
from payband.review.answers import RUN_LOG, AnswerRows
from payband.review.inputs.raw.raw_tables import RawRow, RawTable
from payband.review.inputs.reading import read_inputs
from payband.review.inputs.tables import INPUTS
from payband.review.parts.registry import all_inputs
from payband.whole_files import write_whole
from payband.workbook.books import try_in_excel
from payband.workbook.building.template import About
from payband.workbook.read import open_review
from payband.workbook.write import package_of

__all__ = ["COPIES", "LISTS", "WORKED", "build", "build_copies", "build_form", "names", "write_list"]

WORKED = os.path.join(BUILT_IN, "reviews")
COPIES = {"leicester-2011": {"live": "excel", "plain": "native"}}
"""The worked reviews that ship with live answers too: the ending of each copy's name, and how its answers are written:
as functions of the add-in, or as plain formulas.
"""
LISTS = {"example-2026": "example-2026-staff.csv"}
"""The list of staff that a worked review begins with, which `payband import` reads."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive can hold: the same bytes on every day


def names() -> list[str]:
    """The names of the worked reviews."""
    return sorted(name.removesuffix(".toml") for name in os.listdir(WORKED) if name.endswith(".toml"))


def build(name: str, folder: str) -> str:
    """Builds a worked review with its answers into a folder and gives the path of the workbook.

    The same inputs make the same bytes.
    """
    with open(os.path.join(WORKED, f"{name}.toml"), "rb") as file:
        content = tomllib.load(file)
    about = About(**content["about"])
    settings = [{"setting": setting, "value": value} for setting, value in content["settings"].items()]
    given: dict[str, list[dict[str, Any]]] = {**content, "Settings": settings}
    tables = {
        table.name: RawTable(
            table.name,
            [column.name for column in table.columns],
            [RawRow(number, row) for number, row in enumerate(given.get(table.name, ()), start=1)],
        )
        for table in all_inputs()
        if table in INPUTS or table.name in given
    }
    inputs = read_inputs(tables, f"{name}.toml", cells=False)
    path = os.path.join(folder, f"{name}.xlsx")
    with TemporaryDirectory() as temporary:
        blank = os.path.join(temporary, f"{name}.xlsx")
        # Without on-costs no cost is known, and without people nobody is slotted: charts would have nothing to show.
        package_of(inputs, about, charts=bool(inputs.on_costs or inputs.people)).save(blank)
        results = open_review(blank).calculate()  # what the workbook holds, as everybody who opens it has it
        results.tables[RUN_LOG.name] = _of_no_hour(results.tables[RUN_LOG.name], about.date, name)
        results.save(path)
    _settle(path, about.date)
    return path


def build_copies(name: str, folder: str) -> list[str]:
    """Builds the copies of a worked review whose answers are formulas, from its workbook in a folder; their paths."""
    with open(os.path.join(WORKED, f"{name}.toml"), "rb") as file:
        about = About(**tomllib.load(file)["about"])
    paths = []
    for ending, live in COPIES.get(name, {}).items():
        results = open_review(os.path.join(folder, f"{name}.xlsx")).calculate()
        results.tables[RUN_LOG.name] = _of_no_hour(results.tables[RUN_LOG.name], about.date, name)
        paths.append(os.path.join(folder, f"{name}-{ending}.xlsx"))
        results.save(paths[-1], live)
        _settle(paths[-1], about.date)
    return paths


def build_form(folder: str) -> str:
    """Builds the form of what is tried by a person with Excel into a folder; its path. The same bytes each time."""
    path = os.path.join(folder, try_in_excel.FILE_NAME)
    try_in_excel.write(path)
    _settle(path, try_in_excel.WRITTEN_ON)
    return path


def write_list(name: str, folder: str) -> list[str]:
    """Writes the list of staff that a worked review begins with into a folder; its path, or nothing without a list."""
    if name not in LISTS:
        return []
    with open(os.path.join(WORKED, LISTS[name]), "rb") as file:
        content = file.read()
    path = os.path.join(folder, LISTS[name])
    write_whole(path, content)
    return [path]


def _of_no_hour(log: AnswerRows, day: date, name: str) -> AnswerRows:
    """The run log with the day of the paper in place of the hour of building, which would be another each time."""
    of = "example" if name in LISTS else "paper"
    when = f"{date_text(day)}, the date of the {of}: built again, the workbook is the same"
    return AnswerRows(log.table, [(row[0], when, *row[2:]) if row[0] == "run at" else row for row in log.rows])


def _settle(path: str, modified: date) -> None:
    """Makes the bytes of a workbook those of its content alone: no time of saving in it or in the archive."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = f"{modified:%Y-%m-%d}T00:00:00Z".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    note_written(path)
