"""The calculation engine: one declaration, evaluated row by row, column by column, as formulas and as a trace."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import payband
from payband.forms import Cell, Form, choose, known_or, larger, smaller
from payband.review.core.line_cost import LineCost
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.rows.year_rows import YearRows
from payband.review.core.years import LineYear, Year
from payband.review.ranges import Ranges
from payband.review.slotting_list import placements
from payband.review.years.outlook import outlook
from payband.review.years.savings import yearly_savings
from payband.sheets.answers import answer_columns
from payband.sheets.cells import Formulas
from payband.sheets.compiled import compiled
from payband.sheets.figures import Figures, Kept
from payband.sheets.rows import NO_ROW, Picked, Rows, Runs
from payband.sheets.search import CellRun
from payband.sheets.sheet import Each, Sheet, Unit, adding, column, given, link, run
from payband.sheets.trace import made_of
from payband.sheets.unknown import Maybe, Reasons, Unknown
from payband.sheets.worked import Worked
from tests.net.generated import generated
from tests.support.large_review import large_review


class Shop(Sheet):
    """A shop."""

    rent = given(Unit.PENCE, "rent")
    closed = given(Unit.NUMBER, "1 where it is closed")

    @column(Unit.PENCE, "takings", summed=True)
    def takings(self: Each) -> Form:
        """what its sales add up to"""
        return choose(self.closed > 0, 0, self.total(Sale, "amount"))

    @column(Unit.PENCE, "profit")
    def profit(self: Each) -> Form:
        """takings less rent"""
        return self.takings - self.rent


class Sale(Sheet):
    """A sale in a shop, or in none that is known."""

    shop = link(Shop, absent=0)
    pieces = given(Unit.NUMBER, "pieces")
    price = given(Unit.PENCE, "price", picked=True)

    @column(Unit.PENCE, "amount")
    def amount(self: Each) -> Form:
        """pieces at their price"""
        return self.pieces * self.price

    @column(Unit.PENCE, "rent of its shop")
    def rent(self: Each) -> Form:
        """of the shop it is in"""
        return self.shop.rent + 0


class Goods(Sheet):
    """What is sold."""

    price = given(Unit.PENCE, "price")


def rows(prices: Sequence[Form], sales: Sequence[tuple[int, int, int]], closed: Sequence[int]) -> list[Rows]:
    shop, pieces, goods = zip(*sales, strict=True) if sales else [()] * 3
    return [
        Rows(Goods, len(prices), {"price": prices}),
        Rows(Sale, len(sales), {"shop": shop, "pieces": pieces,
                                "price": Picked(((Goods, "price"),), [0] * len(sales), goods)}),
        Rows(Shop, len(closed), {"rent": [100] * len(closed), "closed": closed}),
    ]  # fmt: skip


SALES = [(0, 3, 0), (1, 2, 1), (0, 1, 1), (NO_ROW, 5, 0), (2, 1, 0)]
UNPRICED = Unknown("nobody knows the price")


@pytest.mark.parametrize("at_once", [False, True], ids=["row by row", "column by column"])
def test_a_column_is_worked_out_from_linked_and_child_rows(at_once: bool) -> None:
    figures = Figures(rows([200, 50], SALES, [0, 0, 1]), at_once=at_once)
    assert figures.column(Shop, "takings") == [650, 100, 0]
    assert figures.column(Shop, "profit") == [550, 0, -100]
    assert figures.column(Sale, "rent") == [100, 100, 100, 0, 100]
    assert figures.totals(Shop, {}).takings == 750
    assert figures.row(Shop, 0).profit == 550
    assert [each.amount for each in figures.row(Shop, 0).rows(Sale)] == [600, 50]


@pytest.mark.parametrize("at_once", [False, True], ids=["row by row", "column by column"])
def test_an_unknown_follows_the_branch_that_is_taken_and_says_why(at_once: bool) -> None:
    figures = Figures(rows([UNPRICED, 50], SALES, [0, 0, 1]), at_once=at_once)
    assert figures.column(Shop, "takings") == [UNPRICED, 100, 0]  # the third is closed, whatever its sales are
    assert figures.known(Shop, "profit") == [None, 0, -100]
    assert figures.totals(Shop, {}).takings == UNPRICED


def test_formulas_name_the_cells_that_they_rest_on() -> None:
    class InA:
        def cell(self, sheet: type[Sheet], name: str, row: int, formulas: Formulas) -> Form:
            return Cell(f"{sheet.__name__}_{name}{row}")

        def block(self, sheet: type[Sheet], name: str, first: int, last: int) -> str | None:
            return f"{sheet.__name__}_{name}{first}:{name}{last}"

    formulas = Formulas(rows([200, 50], [(0, 3, 0), (0, 1, 1), (1, 2, 1)], [0, 0]), InA())
    assert str(formulas.formula(Shop, "takings", 0)) == "IF(Shop_closed0>0,0,SUM(Sale_amount0:amount1))"
    assert str(formulas.formula(Shop, "takings", 1)) == "IF(Shop_closed1>0,0,Sale_amount2)"
    assert str(formulas.formula(Sale, "amount", 1)) == "Sale_pieces1*Goods_price1"
    assert formulas.formula(Sale, "rent", 2) is not None


def test_a_trace_lists_what_a_figure_was_made_of() -> None:
    figures = Figures(rows([200, 50], SALES, [0, 0, 1]))
    read = made_of(figures, Shop, "takings", 0)
    assert [(each.name, each.row, each.value) for each in read] == [
        ("closed", 0, 0),
        ("amount", 0, 600),
        ("amount", 2, 50),
    ]
    assert made_of(figures, Shop, "rent", 0) == []


@pytest.mark.parametrize("at_once", [False, True], ids=["row by row", "column by column"])
def test_after_a_change_only_what_rests_on_it_is_worked_out_again(at_once: bool) -> None:
    kept = Kept()
    before = rows([200, 50], SALES, [0, 0, 1])
    figures = Figures(before, at_once=at_once, kept=kept)
    assert figures.column(Shop, "profit") == [550, 0, -100]
    figures.column(Sale, "rent")
    kept.ran.clear()

    shops = before[2]
    changed = [*before[:2], shops._replace(given={**shops.given, "rent": [0, 0, 0]})]
    again = Figures(changed, at_once=at_once, kept=kept)
    assert again.column(Shop, "profit") == [650, 100, 0]
    assert again.column(Sale, "rent") == [0, 0, 0, 0, 0]
    assert set(kept.ran) == {(Shop, "profit"), (Sale, "rent")}

    kept.ran.clear()
    assert Figures(before, at_once=at_once, kept=kept).column(Shop, "profit") == [550, 0, -100]
    assert kept.ran == []


@pytest.mark.parametrize("seed", range(20))
def test_forms_of_a_figure_that_may_be_unknown_agree(seed: int) -> None:
    """What a rule answers for one `Unknown` it answers in a row of a `Maybe`."""
    draw, reasons = random.Random(seed), Reasons()
    pairs = [[draw.choice((UNPRICED, draw.randint(-50, 50))) for _ in range(2)] for _ in range(40)]

    def rule(one: Form, other: Form) -> list[Form]:
        return [
            one + other, one - other, 3 - one, one * other, (one + 7) // 3, larger(one, other), smaller(one, 0),
            choose(one > other, one, other), choose(other >= 0, one, 5), known_or(one, -1) + 0,
        ]  # fmt: skip

    columns = rule(*(Maybe.of([pair[at] for pair in pairs], reasons) for at in range(2)))
    for number, pair in enumerate(pairs):
        for alone, together in zip(rule(*pair), columns, strict=True):
            if isinstance(together, Maybe):
                found: Any = UNPRICED if together.why[number] else int(together.values[number])
            else:
                found = int(np.asarray(together)[number])
            assert found == alone


def test_rows_that_are_not_as_declared_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Goods: \['price'\] are not as declared"):
        Figures([Rows(Goods, 1, {})])
    with pytest.raises(ValueError, match=r"Goods\.price has 2 rows and not 1"):
        Figures([Rows(Goods, 1, {"price": [1, 2]})])


def test_a_column_may_not_have_the_name_of_what_every_row_has() -> None:
    with pytest.raises(ValueError, match=r"Stock\.number has the name of what every row has"):

        class Stock(Sheet):
            """What is left."""

            number = given(Unit.NUMBER, "pieces left")


# --- the calculations of a review ----------------------------------------------------------------------------------


def _inputs(number: int) -> Any:
    tables = generated(number)
    tables.pop("more", None)
    return payband.Review(**tables).inputs


REVIEWS = list(range(0, 225, 9))


@pytest.mark.parametrize("number", REVIEWS)
def test_the_structure_costs_the_same_row_by_row_and_column_by_column(number: int) -> None:
    try:
        inputs = _inputs(number)
    except payband.PaybandError:
        return  # the net holds what is refused, and why
    ranges = Ranges(inputs)
    placed = placements(inputs, ranges)
    apart = Figures(StructureRows(inputs, ranges, placed).rows())
    together = StructureRows(inputs, ranges, placed, together=True)
    by_row, at_once = Figures(together.rows()), Figures(together.rows(at_once=True), at_once=True)
    assert answer_columns(by_row, LineCost) == answer_columns(at_once, LineCost)
    figures = [name for name, _, _ in LineCost.answers() if name in LineCost.columns]
    for name in figures:
        assert apart.known(LineCost, name) == by_row.known(LineCost, name)


@pytest.mark.parametrize("number", REVIEWS)
def test_a_year_costs_and_saves_what_the_outlook_says(number: int) -> None:
    try:
        inputs = _inputs(number)
    except payband.PaybandError:
        return
    ranges = Ranges(inputs)
    placed = placements(inputs, ranges)
    looked, savings = outlook(inputs), yearly_savings(inputs, ranges, placed)
    totals = [looked.total(year) for year in looked.years]
    assert list(savings.savings) == [None if total is None else total.saving for total in totals]


def test_lines_add_up_to_the_year() -> None:
    inputs = payband.Review(**large_review(120)).inputs
    ranges = Ranges(inputs)
    placed = placements(inputs, ranges)
    structure = StructureRows(inputs, ranges, placed)
    years = YearRows(inputs, ranges, placed, structure)
    figures = Figures([*structure.rows(), *years.rows()])
    by_year: dict[int, int] = {}
    for each in figures.each_row(LineYear):
        by_year[each.year.number] = by_year.get(each.year.number, 0) + each.cost_now - each.cost_proposed
    assert by_year
    assert all(figures.column(Year, "saving")[year] == saving for year, saving in by_year.items())


# --- searches ------------------------------------------------------------------------------------------------------


class _Step(Sheet):
    pays = given(Unit.PENCE, "pays")


class _Sought(Sheet):
    steps = run()
    value = given(Unit.PENCE, "sought")

    @column(Unit.NUMBER, "place")
    def place(self: Each) -> Form:
        return self.steps.place_at_or_below("pays", self.value)

    @column(Unit.PENCE, "found")
    def found(self: Each) -> Form:
        return self.steps.at("pays", self.place)

    @column(Unit.PENCE, "last")
    def last(self: Each) -> Form:
        return self.steps.last("pays")


class _Through(Sheet):
    sought = link(_Sought, absent=7)

    @column(Unit.PENCE, "first")
    def first(self: Each) -> Form:
        return known_or(self.sought.steps.first("pays"), 0 - self.sought.value)


NEVER = Unknown("never published")
STEPS = [100, NEVER, 120, NEVER, 50, 60]
RUNS = {"whole": (0, 4), "in the middle": (1, 2), "from another's": (4, 2), "none": (3, 0)}
SEARCHES = [
    ("whole", 90, 1, 100, NEVER),
    ("whole", 100, 1, 100, NEVER),
    ("whole", 119, 1, 100, NEVER),
    ("whole", 130, 3, 120, NEVER),
    ("in the middle", 119, 1, NEVER, 120),
    ("in the middle", 120, 2, 120, 120),
    ("from another's", 59, 1, 50, 60),
    ("from another's", 99, 2, 60, 60),
]


@pytest.mark.parametrize("at_once", [False, True])
def test_a_search_in_a_run(at_once: bool) -> None:
    names = [*(each[0] for each in SEARCHES), "none"]
    runs = Runs(_Step, [RUNS[name][0] for name in names], [RUNS[name][1] for name in names])
    figures = Figures(
        [
            Rows(_Step, len(STEPS), {"pays": STEPS}),
            Rows(_Sought, len(names), {"steps": runs, "value": [*(each[1] for each in SEARCHES), 100]}),
            Rows(_Through, 3, {"sought": [6, NO_ROW, len(SEARCHES)]}),
        ],
        at_once=at_once,
    )
    found = [figures.column(_Sought, name) for name in ("place", "found", "last")]
    assert [each[:-1] for each in found] == [[each[at] for each in SEARCHES] for at in (2, 3, 4)]
    assert isinstance(found[1][-1], Unknown), "in a run without rows nothing is found"
    assert figures.column(_Through, "first") == [50, -7, -100]


def test_a_search_in_cells() -> None:
    run_of_cells = CellRun(lambda name: f"W!{name}", lambda name, place: Cell(f"{name}{place}"), 3)
    place = run_of_cells.place_at_or_below("pays", Cell("A2"))
    assert str(place) == 'IFERROR(MATCH(COUNTIF(W!pays,"<="&A2)+known1-COUNT(pays1),W!known,0),1)'
    assert str(run_of_cells.at("pays", Cell("B2"))) == "INDEX(W!pays,B2)"
    assert str(run_of_cells.last("pays")) == "pays3"
    assert str(run_of_cells.size) == "ROWS(W!known)"
    assert str(CellRun(str, lambda _name, _place: 0, 0).at("pays", 1)) == "NA()"


def test_a_compiled_row_is_as_one_worked_out_step_by_step() -> None:
    class Pay(Sheet):
        now = given(Unit.PENCE, "now")
        top = given(Unit.PENCE, "top")

        @column(Unit.PENCE, "raised")
        def raised(self: Each) -> Form:
            return smaller(self.now * 103 // 100, larger(self.top, 0 - self.top))

        @column(Unit.NUMBER, "kind")
        def kind(self: Each) -> Form:
            return (
                choose(self.raised >= self.top, 2, lambda: choose(known_or(self.raised > self.now, False), 1, 0)) + 10
            )

    work = compiled(Pay, ["raised", "kind"])
    for now, top in ((0, 10), (90, 100), (99, 100), (300, 100), (7, -5)):
        one = Worked(Pay, now=now, top=top)
        assert work(now=now, top=top) == (one.raised, one.kind)


class Step(Sheet):
    """A height that is climbed to from another step, or from the ground of a hill."""

    hill = link(Goods)
    below = given(Unit.PENCE, "height below", picked=True)

    @column(Unit.PENCE, "height")
    def height(self: Each) -> Form:
        """twice as high as the step below, and whatever lies on it"""
        return 2 * self.below + sum(each.thickness for each in self.rows(Stone))


class Stone(Sheet):
    """A stone on a step; some are as thick as a step is high."""

    step = link(Step)
    thickness = given(Unit.PENCE, "thickness", picked=True)


@pytest.mark.parametrize("at_once", [False, True], ids=["row by row", "column by column"])
def test_rows_may_rest_on_rows_before_them(at_once: bool) -> None:
    of = ((Goods, "price"), (Step, "height"))
    figures = Figures(
        [
            Rows(Goods, 2, {"price": [1, UNPRICED]}),
            Rows(Step, 6, {"hill": [0, 0, 0, 0, 1, 1], "below": Picked(of, [0, 1, 1, 1, 0, 1], [0, 0, 1, 0, 1, 4])}),
            Rows(Stone, 3, {"step": [1, 3, 3], "thickness": Picked(of, [0, 1, 1], [0, 2, 0])}),
        ],
        at_once=at_once,
    )
    #      1: 2      2: 2*2+1=5   3: 10    4: 2*2+10+2=16, whose stones rest on the third and the first
    assert figures.column(Step, "height") == [2, 5, 10, 16, UNPRICED, UNPRICED]


@pytest.mark.parametrize("at_once", [False, True], ids=["row by row", "column by column"])
def test_the_largest_of_the_rows_that_belong_to_one(at_once: bool) -> None:
    @column(Unit.PENCE, "best sale")
    def best(self: Each) -> Form:
        """the largest of its sales"""
        return self.largest(Sale, "amount")

    with adding(Shop, best):
        figures = Figures(rows([200, 50], SALES, [0, 0, 1, 0]), at_once=at_once)
        assert figures.column(Shop, "best") == [600, 100, 200, 0]
        assert [each.value for each in made_of(figures, Shop, "best", 0)] == [600, 50]
        over_100 = figures.only_above_nothing(Shop, lambda shop: shop.best - 100, list("abcd"))
        assert over_100 == ["a", None, "c", None]
