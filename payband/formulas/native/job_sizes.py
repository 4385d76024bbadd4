"""Job sizes as formulas: the total of a panel's scores, its grade in the body's own table, and their profile."""

from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.review.parts.tables.job_sizes import GRADES, PROFILES, SCORES, SIZES
from payband.rules.pay.hay import number_steps, problem_solving_share, total_of
from payband.rules.shares import share_of
from payband.workbook.building.workings_sheets import Col, Workings

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (SIZES.name, PROFILES.name)
_THREE = ("know-how", "problem solving", "accountability")
FOLLOWS = tuple((SCORES.name, column) for column in (*_THREE, "additional"))


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total."""
    steps = book.sheet(
        Workings(
            "Workings_hay",
            "The numbers of the Hay method: a score that is none of them is #N/A",
            (Col("step", "number", "number"),),
        )
    )
    rows = [steps.add(step=each) for each in number_steps()]
    numbers = steps.block("step", rows[0], rows[-1])
    scores = {row.job.casefold(): row for row in book.inputs.rows_of(SCORES.name)}
    sizes: list[dict[str, str]] = []
    for index, record in enumerate(book.results.tables[SIZES.name].records()):
        score = scores.get(str(record["job"]).casefold())
        if score is None:
            sizes.append({})
            continue
        given = {column: book.input(SCORES.name, column, score) for column in _THREE}
        found = {
            column.replace(" ", "_").replace("-", "_"): f"IF(COUNTIF({numbers},{cell})=1,{cell},NA())"
            for column, cell in given.items()
        }
        found["additional"] = f"N({book.input(SCORES.name, 'additional', score)})"
        own = [Cell(book.own(book.answer(SIZES.name, column, index))) for column in (*_THREE, "additional")]
        found["total"] = str(total_of(*own))  # type: ignore[arg-type]
        sizes.append(found | _graded(book, book.own(book.answer(SIZES.name, "total", index)), record["grade"]))
    return {SIZES.name: sizes, PROFILES.name: _profiles(book)}, {}


def _graded(book: Book, total: str, grade: str | None) -> dict[str, str]:
    """The grade of a total, and how far its boundaries are, looked up in the body's table."""
    rows = book.inputs.rows_of(GRADES.name)
    names, points = (book.down(GRADES.name, column, rows) for column in ("Hay grade", "points from"))
    if not names or grade is None:
        return {}
    at = f"MATCH({total},{points},1)"
    return {
        "grade": f'IFERROR(INDEX({names},{at}),"unknown")',
        "above_its_start": f'IFERROR({total}-INDEX({points},{at}),"unknown")',
        "to_next_grade": f'IFERROR(INDEX({points},{at}+1)-{total},"")',
    }


def _profiles(book: Book) -> list[dict[str, str]]:
    """How the three scores stand to each other, from the table of sizes."""
    jobs = [str(record["job"]) for record in book.results.tables[SIZES.name].records()]
    found = []
    for record in book.results.tables[PROFILES.name].records():
        at = jobs.index(str(record["job"]))
        know_how, problem_solving, accountability = (Cell(book.answer(SIZES.name, column, at)) for column in _THREE)
        whole = Cell(book.answer(SIZES.name, "total", at)) - Cell(book.answer(SIZES.name, "additional", at))
        shares = {
            "know_how_in_profile": share_of(know_how, whole),
            "problem_solving_in_profile": share_of(problem_solving, whole),
            "accountability_in_profile": share_of(accountability, whole),
            "problem_solving": problem_solving_share(know_how, problem_solving),  # type: ignore[arg-type]
        }
        found.append({key: f"({text})/10000" for key, text in shares.items()})
    return found
