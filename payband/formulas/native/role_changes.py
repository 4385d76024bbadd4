"""Role changes as formulas: what goes of each duty, what a post loses in all, and whether that is past the limit."""

from payband import library
from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.review.parts.role_changes import CONSULTED, NOT_CONSULTED
from payband.review.parts.tables.role_changes import CHANGES, DUTIES, POLICY, DutyRow
from payband.rules.placing.role_change import changed
from payband.rules.thresholds import reaches
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (CHANGES.name,)
FOLLOWS = tuple((DUTIES.name, column) for column in ("share now", "share new"))


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total."""
    duties = book.sheet(
        Workings(
            "Workings_duties",
            "What goes of each duty of a post; the shares of a post make 10,000 now and new",
            (
                Col("post", "post", "text"),
                Col("duty", "duty", "text", 40),
                Col("now", "share now", "basis points"),
                Col("new", "share new", "basis points"),
                Col("goes", "goes", "basis points"),
            ),
        )
    )
    by_post: dict[str, list[DutyRow]] = {}
    for row in book.inputs.rows_of(DUTIES.name):
        by_post.setdefault(row.post.casefold(), []).append(row)
    limit, comparison = _limit(book)
    found = []
    for index, record in enumerate(book.results.tables[CHANGES.name].records()):
        first = duties.next_row
        for row in by_post[str(record["post"]).casefold()]:
            shares = (book.input(DUTIES.name, column, row) for column in ("share now", "share new"))
            now, new = (F(f"IF(ISNUMBER({cell}),ROUND({cell}*10000,0),NA())") for cell in shares)
            goes = changed((duties.here("now"),), (duties.here("new"),))  # type: ignore[arg-type]
            duties.add(post=row.post, duty=row.duty, now=now, new=new, goes=F(str(goes)))
        last = duties.next_row - 1
        whole = [f"SUM({duties.block(column, first, last)})=10000" for column in ("now", "new")]
        own = book.own(book.answer(CHANGES.name, "share changed", index))
        share, most = (Cell(f"ROUND({each}*10000,0)") for each in (own, limit))
        past = reaches(share, most, comparison)
        told = book.own(book.answer(CHANGES.name, "more than limit", index))
        found.append(
            {
                "share_changed": f"IF(AND({','.join(whole)}),SUM({duties.block('goes', first, last)})/10000,NA())",
                "more_than_limit": f'IF({past},"yes","no")',
                "consultation": f'IF({told}="yes","{CONSULTED}","{NOT_CONSULTED}")',
            }
        )
    return {CHANGES.name: found}, {}


def _limit(book: Book) -> tuple[str, str]:
    """The cell of the limit, in the policy's row or among the figures, and how it is reached."""
    row = book.inputs.rows_of(POLICY.name)[0]
    if row.limit is not None:
        return book.input(POLICY.name, "limit", row), row.comparison
    with library.figures_used() as used:
        policy = library.role_change_policy(row.policy, book.inputs.settings.implementation_date)
    [figure] = used
    return book.figures.rate(figure, policy.limit), policy.comparison
