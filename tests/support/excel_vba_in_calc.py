"""Runs a workbook's VBA in LibreOffice and writes what its cells hold. Run by LibreOffice's own Python.

``python3 excel_vba_in_calc.py SOFFICE PROFILE_URL WORKBOOK ANSWERS.json``
"""

import contextlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.libreoffice_session import named, start

ALWAYS_RUN_MACROS = 4


def main(soffice, profile, workbook, answers):
    """Opens the workbook, computes every formula and notes each cell of its first sheet by its address."""
    process, context = start(soffice, profile)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        options = (named("Hidden", True), named("MacroExecutionMode", ALWAYS_RUN_MACROS))
        document = desktop.loadComponentFromURL(Path(workbook).as_uri(), "_blank", 0, options)
        document.calculateAll()
        sheet = document.Sheets.getByIndex(0)
        cells = [sheet.getCellByPosition(0, row).String for row in range(40)]
        Path(answers).write_text(json.dumps(cells), encoding="utf-8")
        document.close(True)
    finally:
        with contextlib.suppress(Exception):  # it may be gone before it has answered
            desktop.terminate()
        process.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
