"""The worked reviews that ship with payband, each built from its inputs in data/reviews."""

import os
import re
import tomllib
import zipfile
from datetime import date
from typing import Any

from payband.library import BUILT_IN
from payband.review.inputs import RawRow, RawTable, read_inputs
from payband.review.tables import INPUTS
from payband.workbook.template import About
from payband.workbook.write import package_of

__all__ = ["WORKED", "build", "names"]

WORKED = os.path.join(BUILT_IN, "reviews")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive can hold: the same bytes on every day


def names() -> list[str]:
    """The names of the worked reviews."""
    return sorted(name.removesuffix(".toml") for name in os.listdir(WORKED) if name.endswith(".toml"))


def build(name: str, folder: str) -> str:
    """Builds a worked review into a folder and gives the path of the workbook. The same inputs make the same bytes."""
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
        for table in INPUTS
    }
    inputs = read_inputs(tables, f"{name}.toml", cells=False)
    path = os.path.join(folder, f"{name}.xlsx")
    package_of(inputs, about).save(path)
    _settle(path, about.date)
    return path


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
