"""What the net holds of one review: its commands, answers, copies and explanations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import payband
from payband.errors import PaybandError
from payband.review.explanation.explain import explain
from payband.review.results import Results
from tests.net.commands import libraries_silent, run, run_into
from tests.net.copies import copy_text
from tests.net.generated import generated
from tests.net.inputs import write_inputs
from tests.net.text import Page, answer_csv, as_csv, given_csv, shown, without_what_changes

__all__ = ["REVIEW", "generated_pages", "workbook_pages"]

ANSWERS = "answers.xlsx"

REVIEW = "review.xlsx"
"""The name that every workbook has while its page is made, so that pages of variants can be compared."""


def workbook_pages(path: str, compared: Sequence[str] = ()) -> dict[str, str]:
    """The pages of a workbook in this folder: what each command says of it, the answers, the explanations."""
    page, explained = Page(), Page()
    run_into(page, "review", path, "-o", ANSWERS)
    try:
        with libraries_silent():
            results = payband.open_review(path).calculate()
    except KeyboardInterrupt:
        raise
    except BaseException:  # a workbook that is refused, or that a library panics at: the command has said so
        run_into(page, "compare", path)
        return {"": page.text()}
    add_answers(page, results)
    add_copy(page, results, "plain")
    add_copy(page, results, "native")
    add_copy(page, results, "excel")
    run_into(page, "compare", path)
    if compared:
        run_into(page, "compare", path, "--scenarios", ",".join(compared))
    run_into(page, "sensitivity", path)
    if results.inputs.rows_of("Distributions"):
        run_into(page, "simulate", path, "--runs", "50")
    add_solutions(page, path, results)
    names = names_of(results)
    for name in names:
        add_explanations(explained, results, [name])
    run_into(explained, "explain", path, "Nobody of this name")
    if names:
        explained.add(f"payband explain of {names[0]}", run("explain", path, names[0]).partition("\n")[0])
    return {"": page.text(), "-explained": explained.text()}


def add_answers(page: Page, results: Results, left_out: Sequence[str] = ()) -> None:
    """The answer tables with their totals, the summary, and the review year by year."""
    for name, rows in results.tables.items():
        if name in left_out:
            continue
        page.add(name, answer_csv(rows))
        if name in results.totals:
            page.add(f"{name} total", answer_csv(results.totals[name]))
    if "Summary" not in left_out:
        summary = as_csv(["section", "label", "value"], [row[:3] for row in results.summary()])
        page.add("Summary", without_what_changes(summary))
    if "Years" not in results.tables:
        try:
            page.add("Years", answer_csv(results.outlook.total_rows()))
            page.add("YearByYear", answer_csv(results.outlook.rows()))
        except PaybandError as error:
            page.add("Years", f"refused: {error}")


def add_copy(page: Page, results: Results, kind: str) -> None:
    """What the cells of a copy hold: plain values, native formulas, or live ones spelt for Excel."""
    path = Path(f"{kind}.xlsx")
    heading = f"copy with answers as {'values' if kind == 'plain' else f'{kind} formulas'}"
    try:
        results.save(path, "" if kind == "plain" else kind)
    except PaybandError as error:
        page.add(heading, f"refused: {error}")
    else:
        page.add(heading, copy_text(path, results, formulas_expected=kind != "plain"))


def names_of(results: Results) -> list[str]:
    """The people and the lines of a review."""
    found = [person.person for person in results.inputs.people]
    found += [line.line for line in results.inputs.structure]
    return list({name.casefold(): name for name in reversed(found)}.values())[::-1]


def add_explanations(page: Page, results: Results, names: Sequence[str]) -> None:
    """The explanation of each of some people and lines."""
    for name in names:
        try:
            text = explain(results, name).text()
        except PaybandError as error:
            text = f"refused: {error}"
        page.add(f"explain {name}", "\n".join(line.rstrip() for line in without_what_changes(text).splitlines()))


def add_steps(page: Page, results: Results, name: str) -> None:
    """The steps of an explanation, each on a line, without the figures they rest on, which stand in the whole ones."""
    try:
        chains = explain(results, name).chains
    except PaybandError as error:
        page.add(f"explain {name}", f"refused: {error}")
        return
    lines = []
    for chain in chains:
        lines.append(chain.title)
        lines += [f"  {step.name}: {step.shown}{f'; {step.rule}' if step.rule else ''}" for step in chain.steps]
    page.add(f"explain {name}", without_what_changes("\n".join(lines)))


def add_solutions(page: Page, path: str, results: Results, *, few: bool = False) -> None:
    """What would meet a target: one question of each kind, about the first proposed line where it is about a line."""
    inputs = results.inputs
    run_into(page, "solve", path, "protection")
    on = date(inputs.settings.implementation_date.year + 1, 4, 1).isoformat()
    run_into(page, "solve", path, "award", "--target", "20000", "--on", on, "--added")
    if few:
        return
    run_into(page, "solve", path, "protection", "--target", "50000")
    lines: list[Any] = inputs.lines("proposed")
    if lines:
        run_into(page, "solve", path, "posts", "--line", lines[0].line, "--target", "50000")
        run_into(page, "solve", path, "pension-rate", "--target", "100000", "--line", lines[0].line)
    run_into(page, "solve", path, "pension-rate", "--target", "500000")
    run_into(page, "solve", path, "on-cost-rate", "--target", "500000", "--state", "proposed")


# --- generated reviews ----------------------------------------------------------------------------------------------

EACH_FEW = 4
"""One in so many generated reviews has all of it frozen: charts, summary, live copy, what would meet a target."""

NOT_ROWS = ("settings", "spines", "more")
LESS_OFTEN = ("RunLog", "ChartRanges", "ChartPeople", "ChartProtection", "ChartStructure", "Summary")
"""What repeats the other answers of a review, and stands in the net for few of the generated ones."""


def generated_pages(number: int) -> dict[str, str]:
    """The page of a generated review: what was given, what the commands say of it, the answers, some explained."""
    page = Page()
    tables = generated(number)
    more = tables["more"]
    page.add("given Settings", as_csv(["setting", "value"], list(tables["settings"].items())))
    page.add("given spines", _spines(tables["spines"]))
    for name, rows in {**{name: tables[name] for name in tables if name not in NOT_ROWS}, **more}.items():
        if rows:
            page.add(f"given {name}", given_csv(rows))
    try:
        review = payband.Review(**tables)
    except PaybandError as error:
        page.add("refused", without_what_changes(str(error)))
        return {"": page.text()}
    write_inputs(review.inputs, REVIEW)
    if run_into(page, "review", REVIEW, "-o", "native.xlsx", "--native", close=True).startswith("exit status 2"):
        run_into(page, "review", REVIEW, "-o", ANSWERS, close=True)
    try:
        results = payband.open_review(REVIEW).calculate()
    except PaybandError:  # which the command has said
        return {"": page.text()}
    whole = number % EACH_FEW == 0
    add_answers(page, results, left_out=("RunLog",) if whole else LESS_OFTEN)
    if whole:
        page.add("figures used", _figures_used(results))
    if Path("native.xlsx").exists():
        page.add("copy with answers as native formulas", copy_text(Path("native.xlsx"), results, counts=True))
    names = names_of(results)
    for name in dict.fromkeys([*names[:1], *(names[-1:] if number % 3 == 0 else ())]):
        add_steps(page, results, name)
    run_into(page, "compare", REVIEW, close=True)
    if more.get("Sensitivity"):
        run_into(page, "sensitivity", REVIEW, close=True)
    if more.get("Distributions"):
        run_into(page, "simulate", REVIEW, "--runs", "20", close=True)
    if whole:
        add_copy(page, results, "excel")
        add_solutions(page, REVIEW, results, few=True)
    return {"": page.text()}


def _spines(rows: list[dict[str, Any]]) -> str:
    """The points of each spine and their salaries, on a line for each day they take effect on."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        points = lines.setdefault(f"{row['spine']} from {row['effective from']}", [])
        source = f" ({row['source']})" if row.get("source") else ""
        points.append(f"{row['point']} {shown(row['salary']) or 'not published'}{source}")
    return "\n".join(f"{name}: {', '.join(points)}" for name, points in lines.items())


def _figures_used(results: Results) -> str:
    """The dated figures that the answers rest on, without their sources, which the worked reviews show."""
    rows = results.tables["RunLog"].records()
    used = sorted({(row["item"], row["value"], row["in_force"]) for row in rows if row["in_force"]}, key=str)
    return as_csv(["figure", "value", "in force"], used)
