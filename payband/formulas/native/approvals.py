"""Approvals in a native workbook: where their inputs are, which rows there are, and the answers over the workings."""

from payband.forms import Cell, Form
from payband.formulas.native.book import Book, pence
from payband.formulas.native.calculation import SheetOfWorkings, answer_formulas
from payband.formulas.native.costs import Beside, NativeCosts
from payband.review.core.approval_subject import Subject
from payband.review.core.approvals import Approval, Counted, HigherTier, Tier
from payband.review.core.structure import Line
from payband.workbook.building.workings_sheets import FIRST_ROW, Col, F, Workings

__all__ = ["NativeApprovals"]

_NONE, _POSTS, _VACANT = "no posts", "no vacancy", "a vacancy"


class NativeApprovals:
    """The approvals of a review in workings."""

    def __init__(self, book: Book, costs: NativeCosts) -> None:
        self._book = book
        self._costs = costs
        self._tests = costs.tests
        costs.add(self._beside())
        self._vacancies = book.sheet(
            Workings(
                "Workings_vacancies",
                "Which proposed lines have posts and vacancies: the table of approvals has a row for each",
                (
                    Col("line", "line", "text", 34),
                    Col("was", "as it was", "text", 18),
                    Col("now", "as it is", "text", 18),
                    Col("guard", "same (0)", "number"),
                    Col("vacant", "vacant", "number"),
                ),
            )
        )

    def _beside(self) -> Beside:
        """The sheets of approvals, alongside those of the costs."""
        tests = self._tests
        subjects = tests.subjects

        def test(row: int) -> str:
            return f"{subjects[row].name}, {subjects[row].rule.name}"

        rows = {each.sheet: each for each in tests.rows()}
        return Beside(
            list(rows.values()),
            (
                SheetOfWorkings(Tier, "Workings_thresholds", lambda row: tests.tiers[row][1].name),
                SheetOfWorkings(Counted, "Workings_counted", lambda row: test(rows[Counted].given["test"][row])),
                SheetOfWorkings(Approval, "Workings_approvals", test),
                SheetOfWorkings(HigherTier, "Workings_tiers", lambda row: test(rows[HigherTier].given["test"][row])),
            ),
            {(Tier, "threshold"): self._threshold, (Tier, "over"): self._over},
        )

    # --- where inputs stand ------------------------------------------------------------------------------------------

    def _threshold(self, row: int) -> Form:
        tier, figure = self._tests.tiers[row]
        given = self._tests.given[row]
        if given is None:
            return Cell(f"ROUND({self._book.figures.amount(figure, tier.threshold)}*100,0)")
        return Cell(pence(self._book.input("ApprovalRules", "threshold", given)))

    def _over(self, row: int) -> Form:
        tier, _ = self._tests.tiers[row]
        given = self._tests.given[row]
        if given is None:
            return int(tier.comparison == "over")
        return Cell(f'IF({self._book.input("ApprovalRules", "comparison", given)}="over",1,0)')

    # --- which rows there are ----------------------------------------------------------------------------------------

    def _guard(self) -> str:
        """A cell that is 0, or #N/A once a line's posts or vacancies begin or end: then other rows are wanted."""
        book, sheet = self._book, self._vacancies
        if not sheet.rows:
            for number, line in enumerate(book.inputs.structure):
                if line.state != "proposed":
                    continue
                posts, vacant = (self._costs.calculation.at(Line, each, number) for each in ("posts", "vacant"))
                held = self._costs.holders(number)
                was = _NONE if not line.posts else _VACANT if line.posts > held else _POSTS
                among = f'IF({vacant}>0,"{_VACANT}","{_POSTS}")' if self._tests.by_holder else f'"{was}"'
                here = sheet.here
                sheet.add(
                    line=F(book.input("Structure", "line", line)),
                    was=was,
                    now=F(f'IF({posts}=0,"{_NONE}",{among})'),
                    guard=F(f"IF({here('was')}={here('now')},0,NA())"),
                    vacant=F(vacant),
                )
        if not sheet.rows:
            return book.basis.guard
        return f"SUM({sheet.block('guard', FIRST_ROW, sheet.next_row - 1)})"

    @property
    def vacant(self) -> str:
        """The formula of the posts without a holder."""
        sheet = self._vacancies
        return f"SUM({sheet.block('vacant', FIRST_ROW, sheet.next_row - 1)})" if sheet.rows else f"0*{self._guard()}"

    # --- the answer table --------------------------------------------------------------------------------------------

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the approvals by the keys of their columns."""
        found, guard = [], self._guard()
        for number, subject in enumerate(self._tests.subjects):
            row = self._costs.calculation.row(Approval, number)
            formulas = answer_formulas(self._book, Approval, row, guard)
            if len(subject.rule.tiers) > 1:
                formulas["body"] = _body(subject, str(row.needed), str(row.higher))
            found.append(formulas)
        return found


def _body(subject: Subject, needed: str, higher: str) -> str:
    """The formula of the approving body of a rule in tiers: that of the highest tier that is reached."""
    quoted = [each.approving_body.replace('"', '""') for each in subject.rule.above_nothing]
    steps = f'"{quoted[0]}"'
    for count in range(len(quoted) - 2, -1, -1):
        steps = f'IF({higher}<={count},"{quoted[len(quoted) - 1 - count]}",{steps})'
    lowest = subject.rule.tiers[-1].approving_body.replace('"', '""')
    return f'IFERROR(IF({needed}=1,{steps},"{lowest}"),"unknown")'
