"""The cases of the net by name, and the pages of each: the file that holds a page, and what should stand in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import python_calamine

from payband.workbook.building.worked import names
from tests.net.commands import folder_of_its_own, run, run_into
from tests.net.generated import COUNT
from tests.net.mistakes import MISTAKES, inputs_alone, make
from tests.net.reviews import REVIEW, generated_pages, workbook_pages
from tests.net.text import Page, as_csv, same_sections, without_what_changes
from tests.run import TOP

__all__ = ["CASES", "FROZEN", "pages_of"]

FROZEN = Path(__file__).parent / "frozen"
WORKED = TOP / "workbooks"
WENT_WRONG = TOP / "tests" / "cases" / "went_wrong"
ENDING = ".txt"

VARIANTS = {
    "went_wrong/workbooks/harrow-fixed": "worked/harrow-2023",
    "went_wrong/workbooks/kent-hops-mo": "worked/kent-2011",
    "went_wrong/workbooks/scenario-pension-22": "worked/leicester-2011",
    "went_wrong/files/leicester-oneoff-cleared-36": "worked/leicester-2011",
    "went_wrong/files/leicester-oneoff-range": "worked/leicester-2011",
    "went_wrong/ambleford/filled2": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/m23_prorata_salary": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/m24_salary_monthly": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/n01_protection_months_blank": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/oo": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/p3": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/p4": "went_wrong/ambleford/nl",
    "went_wrong/workbooks/pk": "went_wrong/ambleford/nl",
}
"""Cases that are another with a change: their pages hold what differs, and name the other for the rest."""

SCENARIOS = {"went_wrong/workbooks/scenario-pension-22": ("Dearer",)}
FULL_TIME = ("--full-time-hours", "37")
NOT_SHOWN_OF_A_NEW_REVIEW = ("RunLog",)

Pages = dict[str, str]


def pages_of(name: str) -> Pages:
    """The pages of a case by the names of their files."""
    made = _made_once(name) if name in VARIANTS.values() else _made(name)
    base = VARIANTS.get(name)
    if base is not None:
        of_base = _made_once(base)
        made = {end: same_sections(text, of_base.get(end, ""), base) for end, text in made.items()}
    return {f"{name}{end}{ENDING}": text for end, text in made.items()}


@cache
def _made_once(name: str) -> Pages:
    return _made(name)


def _made(name: str) -> Pages:
    with folder_of_its_own():
        return CASES[name]()


def _workbook(path: Path, scenarios: tuple[str, ...] = ()) -> Callable[[], Pages]:
    def pages() -> Pages:
        shutil.copyfile(path, REVIEW)
        return workbook_pages(REVIEW, scenarios)

    return pages


# --- lists ----------------------------------------------------------------------------------------------------------


def _list(path: Path) -> Callable[[], Pages]:
    def pages() -> Pages:
        page = Page()
        shutil.copyfile(path, path.name)
        said = run_into(page, "import", path.name, "-o", REVIEW)
        if "--full-time-hours" in said and not Path(REVIEW).exists():
            run_into(page, "import", path.name, "-o", REVIEW, *FULL_TIME)
        columns = Path("review.map.toml")
        if columns.exists() and '"?"' in columns.read_text(encoding="utf-8"):
            answered = columns.read_text(encoding="utf-8").replace('"?"', '"full-time salary"')
            columns.write_text(answered, encoding="utf-8")
            page.add("the questions answered", run("import", path.name, "-o", REVIEW))
        if columns.exists():
            lines = columns.read_text(encoding="utf-8").splitlines()
            page.add("review.map.toml", "\n".join(line for line in lines if line and not line.startswith("#")))
        rejected = Path("review.rejected.csv")
        if rejected.exists():
            page.add("review.rejected.csv", rejected.read_text(encoding="utf-8-sig"))
        if Path(REVIEW).exists():
            _add_tables(page, REVIEW)
            run_into(page, "review", REVIEW, "-o", "answers.xlsx")
        return {"": page.text()}

    return pages


def _add_tables(page: Page, path: str) -> None:
    """The tables of a workbook that somebody or something has filled in."""
    book = python_calamine.load_workbook(path, load_tables=True)
    for name in book.table_names or ():
        table = book.get_table_by_name(name)
        rows = [[None if value == "" else value for value in row] for row in table.to_python()]
        if name not in NOT_SHOWN_OF_A_NEW_REVIEW and any(value is not None for row in rows for value in row):
            page.add(f"table {name}", without_what_changes(as_csv(table.columns, rows)))


# --- mistakes -------------------------------------------------------------------------------------------------------


def _mistakes() -> Pages:
    """What `payband review` says of each mistake; where it answers, the figures that a reader would look at."""
    page = Page()
    source = inputs_alone(Path("source.xlsx"))
    for mistake in MISTAKES:
        make(mistake, source, Path(REVIEW))
        said = run("review", REVIEW, "--json")
        status, _, rest = said.partition("\n")
        page.add(mistake, f"{status}\n{_headlines(rest) if rest.startswith('{') else rest}")
    return {"": page.text()}


def _headlines(text: str) -> str:
    answers: Mapping[str, Any] = json.loads(text, parse_float=str)
    totals, protection = answers["structure"]["totals"], answers["protection"]
    lines = [
        f"cost now {totals['cost_now']}, proposed {totals['cost_proposed']}, saving {totals['saving']}",
        f"protection {protection['total']}, on-costs {protection['on_costs']}",
        f"people {', '.join(str(each['outcome']) for each in answers['slotting'])}",
        f"approvals {', '.join(each['what'] for each in answers['approvals'] if each['needed'])}",
        f"checks failed {', '.join(each['check'] for each in answers['checks'] if not each['passed'])}",
        *(f"warning {each}" for each in answers["warnings"]),
    ]
    return "\n".join(line.rstrip() for line in lines)


# --- all of them ----------------------------------------------------------------------------------------------------


def _cases() -> dict[str, Callable[[], Pages]]:
    cases: dict[str, Callable[[], Pages]] = {}
    for name in names():  # the copies of one with live answers have the same inputs
        cases[f"worked/{name}"] = _workbook(WORKED / f"{name}.xlsx")
    for folder in ("ambleford", "workbooks", "files"):
        for path in sorted((WENT_WRONG / folder).glob("*.xlsx")):
            name = f"went_wrong/{folder}/{path.stem}"
            if path.name.startswith("import-"):
                cases[name] = _list(path)
            else:
                cases[name] = _workbook(path, SCENARIOS.get(name, ()))
    for path in sorted((WENT_WRONG / "lists").iterdir()):
        if path.suffix in (".csv", ".xlsx"):
            cases[f"went_wrong/lists/{path.stem}-{path.suffix.removeprefix('.')}"] = _list(path)
    cases["went_wrong/mistakes"] = _mistakes
    for number in range(1, COUNT + 1):
        cases[f"generated/{number:03}"] = partial(generated_pages, number)
    return cases


CASES: Mapping[str, Callable[[], Pages]] = _cases()
"""What makes the pages of each case, to be called in a folder of its own."""
