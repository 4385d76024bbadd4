"""One session of a headless LibreOffice, driven over a pipe. Run by LibreOffice's own Python, not by the tests'.

``python3 libreoffice_session.py SOFFICE PROFILE_URL ORDERS.json ANSWERS.json``: the orders are documents to open, cells
to set, ranges to read and formats to save in. Ends LibreOffice however it goes.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

STARTS_IN_SECONDS = 60


def start(soffice, profile):
    """LibreOffice's process, and its context once it answers."""
    pipe = f"payband{os.getpid()}"
    process = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
    )
    resolver = (
        import_module("uno").getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    )
    until = time.monotonic() + STARTS_IN_SECONDS
    while True:
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until or process.poll() not in (None, 0, 81):
                raise
            time.sleep(0.1)


def named(name, value):
    """A setting, as UNO takes it."""
    setting = import_module("uno").createUnoStruct("com.sun.star.beans.PropertyValue")
    setting.Name, setting.Value = name, value
    return setting


def descriptions(manager):
    """What the function wizard shows of the functions of payband."""
    listed = manager.createInstance("com.sun.star.sheet.FunctionDescriptions")
    found = {}
    for index in range(listed.Count):
        each = {setting.Name: setting.Value for setting in listed.getByIndex(index)}
        if each["Name"].upper().startswith("PAYBAND"):
            found[each["Name"]] = {
                "description": each["Description"],
                "arguments": [[one.Name, one.Description, one.IsOptional] for one in each["Arguments"]],
            }
    return found


def read(sheets, place):
    """The values of a range of cells in rows, an error as its code."""
    sheet, _, area = place.partition("!")
    cells = sheets.getByName(sheet).getCellRangeByName(area)
    rows = [list(row) for row in cells.getDataArray()]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                code = cells.getCellByPosition(column, number).getError()
                if code:
                    row[column] = {"error": code}
    return rows


def open_document(desktop, order):
    """Opens a document, recalculates it hard, sets cells, reads ranges, saves copies; with the times it took."""
    uno = import_module("uno")
    began = time.monotonic()
    url = uno.systemPathToFileUrl(order["path"])
    document = desktop.loadComponentFromURL(url, "_blank", 0, (named("Hidden", True),))
    loaded = time.monotonic()
    try:
        document.calculateAll()
        calculated = time.monotonic()
        answer: dict[str, Any] = {"opened_in": loaded - began, "calculated_in": calculated - loaded}
        null_date = document.NullDate
        answer["null_date"] = [null_date.Year, null_date.Month, null_date.Day]
        answer["ranges"] = {place: read(document.Sheets, place) for place in order["read"]}
        for place, value in order.get("set", {}).items():
            sheet, _, area = place.partition("!")
            cell = document.Sheets.getByName(sheet).getCellRangeByName(area)
            if isinstance(value, str):
                cell.setFormula(value)
            else:
                cell.setValue(value)
        if "set" in order:
            answer["after"] = {place: read(document.Sheets, place) for place in order["read"]}
        for path, format_name in order.get("save", {}).items():
            document.storeToURL(uno.systemPathToFileUrl(path), (named("FilterName", format_name),))
        return answer
    finally:
        document.close(True)


def main(soffice, profile, orders_path, answers_path):
    """Carries out the orders and writes what came of them."""
    with open(orders_path, encoding="utf-8") as file:
        orders = json.load(file)
    process, context = start(soffice, profile)
    try:
        manager = context.ServiceManager
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        answers = {"descriptions": descriptions(manager), "documents": []}
        for order in orders:
            answers["documents"].append(open_document(desktop, order))
        with open(answers_path, "w", encoding="utf-8") as file:
            json.dump(answers, file)
        with contextlib.suppress(Exception):  # it may be gone before it has answered
            desktop.terminate()
        process.wait(30)
    finally:
        if process.poll() is None:
            os.killpg(0, signal.SIGKILL)  # what it started, and this script: the tests gave them a group of their own


if __name__ == "__main__":
    main(*sys.argv[1:])
