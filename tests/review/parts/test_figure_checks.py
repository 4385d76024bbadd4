"""Figure checks: a paper's own figures held against each other and against the review, with the arithmetic in words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from payband.review.parts.answering import Calculated
from payband.review.parts.paper.own_figures import own_figures, own_kind, own_names
from payband.review.results import Results
from payband.workbook import open_review
from payband.workbook.building.worked import WORKED, build
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import only, small_review

AGREES, ROUNDED, DIFFERS, OPEN = "agrees", "agrees to the rounding stated", "does not agree", "not checkable"
TABLES = ("FigureChecks", "CountChecks")
UNEXPLAINED = "Every figure that does not agree is explained in a note"


def _answers(results: Results) -> list[dict[str, Any]]:
    parts = results.to_dict()["parts"]
    return [row for table in TABLES for row in parts[table]]


# --- Leicester's own figures ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def leicester(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return open_review(build("leicester-2011", str(tmp_path_factory.mktemp("worked")))).calculate()


# Employees Committee, 13 December 2011: para 5.1, business case 1.2 and 6, notes of 15 November 2011.
# check, arithmetic, stated, stated less found, outcome
LEICESTER: list[tuple[str, str, int, str | None, str]] = [
    ("Approximately £950K in a full year", "£1,148,200 - £229,400 = £918,800", 950_000, "31200", DIFFERS),
    (
        "The table's total is the £1.1m of the narrative",
        "Total saving, printed: £1,148,200",
        1_100_000,
        "-48200",
        ROUNDED,
    ),
    (
        "Phase 2 alone saves the £1.1m of the narrative",
        "£1,148,200 - £229,400 = £918,800",
        1_100_000,
        "181200",
        DIFFERS,
    ),
    ("Phases 1 and 2 save £1,325,000", "Total saving, printed: £1,148,200", 1_325_000, "176800", DIFFERS),
    (
        "The saving passes the budget target of £0.8m",
        "£800,000 is at most £1,148,200 - £229,400 = £918,800",
        800_000,
        "-118800",
        AGREES,
    ),
    (
        "Deleting the Chief Executive's post saves £1m over 4 years",
        "4 × £229,400 = £917,600",
        1_000_000,
        "82400",
        DIFFERS,
    ),
    (
        "The cap of £128,000 is some £47,000 less than before",
        "(Chief Executive's salary before: not printed) - £128,000",
        47_000,
        None,
        OPEN,
    ),
    ("An extra divisional director costs £120K", "£1,677,200 ÷ 15 = £111,813.33", 120_000, "8186.67", DIFFERS),
    ("Protection forgone saves £200K", "2 × £100,000 = £200,000", 200_000, "0", AGREES),
    ("Protection forgone is this review's protection", "Protection total: £200,000", 200_000, "0", OPEN),
    (
        "New ceilings are £5K lower or more",
        "£5,000 is at most (Ceiling of an old range: not printed) - £85,575",
        5_000,
        None,
        OPEN,
    ),
    (
        "Total cost now is its lines",
        "£229,400 + £184,400 + £485,100 + £388,200 + £2,188,400 = £3,475,500",
        3_475_500,
        "0",
        AGREES,
    ),
    (
        "Total cost proposed is its lines",
        "£167,500 + £391,700 + £1,677,200 + £90,900 = £2,327,300",
        2_327_300,
        "0",
        AGREES,
    ),
    (
        "Total saving is cost now less cost proposed",
        "£3,475,500 - £2,327,300 = £1,148,200",
        1_148_200,
        "0",
        AGREES,
    ),
    ("Cost of City Officer", "£90,900 - £0 = £90,900", 90_900, "0", AGREES),
    (
        "Heads of service are paid less than every City Officer",
        "£61,000 is at most PayRanges City Officer bottom: £63,945",
        61_000,
        "-2945",
        AGREES,
    ),
    (
        "Project managers, from: no more than the top of City Officer",
        "£70,000 is at most PayRanges City Officer top: £68,853",
        70_000,
        "1147",
        DIFFERS,
    ),
    (
        "Project managers, to: no more than the bottom of Divisional Director",
        "£80,000 is at most PayRanges Divisional Director bottom: £76,725",
        80_000,
        "3275",
        DIFFERS,
    ),
    ("The structure loses 5 posts", "26 - 21 = 5", 5, "0", AGREES),
    ("Posts now are the lines of the table", "1 + 1 + 4 + 3 + 17 = 26", 26, "0", AGREES),
    ("25 posts now, without the Chief Executive", "26 - 1 = 25", 25, "0", AGREES),
    ("20 posts proposed, without the Head of Paid Service", "21 - 1 = 20", 20, "0", AGREES),
    ("26 posts in scope are the directors' posts", "4 + 3 + 17 = 24", 26, "2", DIFFERS),
    ("20 post holders are the people of this review", "People total: 20", 20, "0", AGREES),
]


@pytest.mark.parametrize(
    ("check", "arithmetic", "stated", "difference", "outcome"), [pytest.param(*row, id=row[0]) for row in LEICESTER]
)
def test_leicesters_narrative_against_its_table(
    leicester: Results, check: str, arithmetic: str, stated: int, difference: str | None, outcome: str
) -> None:
    row = only(_answers(leicester), check=check)
    assert (row["arithmetic"], row["stated"], row["outcome"]) == (arithmetic, stated, outcome)
    assert row["difference"] == (None if difference is None else Decimal(difference))


def test_leicesters_savings_line_by_line(leicester: Results) -> None:
    rows = {row["check"]: row for row in _answers(leicester) if row["check"].startswith("Saving on ")}
    assert [row["stated"] for row in rows.values()] == [229_400, 16_900, 93_400, 388_200, 511_200]
    assert {row["outcome"] for row in rows.values()} == {AGREES}


def test_leicesters_checks_as_a_whole(leicester: Results) -> None:
    rows = _answers(leicester)
    differ = [row["check"] for row in rows if row["outcome"] == DIFFERS]
    assert len(differ) == 10
    assert only(rows, check="The cap of £128,000 is some £47,000 less than before")["why"].startswith(
        "Chief Executive's salary before: not printed, or not known; it would have to be £175,000"
    )
    assert (
        "to the nearest £10,000, as it is printed, it is £920,000"
        in only(rows, check="Approximately £950K in a full year")["why"]
    )
    assert UNEXPLAINED not in leicester.failed  # each has its note
    [warning] = [each for each in leicester.warnings if " of the paper " in each]
    assert warning == f"{len(differ)} figures of the paper do not agree: {'; '.join(differ)}"
    [(_, label, words, _)] = [item for item in leicester.summary() if item[0] == "Figure checks"]
    assert label == f"Of {len(rows)} checks"
    assert words.startswith(
        f"{sum(row['outcome'] == AGREES for row in rows)} agree, 1 agree to the rounding stated, 10"
    )
    assert words.endswith("5 not checkable")


def test_every_printed_figure_of_leicester_has_its_source() -> None:
    content = tomllib.loads((Path(WORKED) / "leicester-2011.toml").read_text(encoding="utf-8"))
    for row in content["PaperFigures"]:
        printed = "amount" in row or "count" in row
        assert row["source"].startswith("Leicester City Council") == printed, row
        assert printed or row["source"] == "not printed"
    used = {row["figure"] for row in content["FigureTerms"]}
    assert {row["figure"] for row in content["PaperFigures"]} <= used


# --- every outcome -------------------------------------------------------------------------------------------------


def _figure(name: str, amount: Any = None, count: Any = None) -> dict[str, Any]:
    return {"figure": name, "amount": amount, "count": count, "source": "a paper"}


def _term(role: str, figure: str, check: Any = "the check", **more: Any) -> dict[str, Any]:
    return {"check": check, "role": role, "figure": figure, **more}


def _review(figures: list[dict[str, Any]], terms: list[dict[str, Any]], **given: Any) -> payband.Review:
    more = {"PaperFigures": figures, "FigureTerms": terms}
    return payband.Review(**small_review(more={name: rows for name, rows in more.items() if rows}, **given))


def _checked(figures: list[dict[str, Any]], terms: list[dict[str, Any]]) -> dict[str, Any]:
    return only(_answers(_review(figures, terms).calculate()), check="the check")


@pytest.mark.parametrize(
    ("stated", "found", "nearest", "outcome"),
    [
        (100, 100, None, AGREES),
        (100, 100.01, 0.01, DIFFERS),  # a finer rounding that the row gives
        (127_485, 127_485.49, None, ROUNDED),  # printed to the pound
        (127_485, 127_485.50, None, DIFFERS),
        (265_000, 265_499, None, ROUNDED),  # to the thousand
        (265_000, 265_500, None, DIFFERS),
        (1_100_000, 1_148_200, None, ROUNDED),  # £1.1m of the total of Leicester's table
        (1_100_000, 918_800, None, DIFFERS),  # and not of its second phase
        (1_000_000, 917_600, None, DIFFERS),  # four times 229,400 is not £1m, which is £1.0m
        (1_000_000, 917_600, 1_000_000, DIFFERS),  # whatever coarser rounding an older workbook gives
        (950_000, 918_800, None, DIFFERS),
        (120_000, 111_813.33, None, DIFFERS),
        (200_000, 204_999, None, ROUNDED),
        (1_000, 1_049.99, 100, ROUNDED),
        (1_000, 950, 100, ROUNDED),
        (1_000, 1_050, 100, DIFFERS),  # an exact half goes up
        (1_000, 949.99, 100, DIFFERS),
        (1_000, 1_000, 100, AGREES),
        (1_010, 1_012, 100, ROUNDED),  # its own digits say that it is rounded to £10
        (1_010, 1_016, 100, DIFFERS),
    ],
)
def test_exact_and_rounded_amounts(stated: float, found: float, nearest: float | None, outcome: str) -> None:
    figures = [_figure("A", stated), _figure("B", found)]
    row = _checked(figures, [_term("is", "A", **{"to the nearest": nearest}), _term("plus", "B")])
    assert row["outcome"] == outcome
    assert row["difference"] == Decimal(str(stated)) - Decimal(str(found))


@pytest.mark.parametrize(
    ("role", "stated", "outcome"),
    [
        ("is at most", 99.99, AGREES),
        ("is at most", 100, AGREES),
        ("is at most", 100.01, DIFFERS),
        ("is at least", 99.99, DIFFERS),
        ("is at least", 100, AGREES),
        ("is at least", 100.01, AGREES),
    ],
)
def test_at_most_and_at_least(role: str, stated: float, outcome: str) -> None:
    assert _checked([_figure("A", stated), _figure("B", 100)], [_term(role, "A"), _term("plus", "B")])["outcome"] == (
        outcome
    )


@pytest.mark.parametrize(
    ("terms", "arithmetic", "found"),
    [
        ([("less", 1, 1, "B"), ("plus", 1, 1, "C")], "£300 - £100 = £200", 200),
        ([("less", 1, 1, "B")], "0 - £100 = (£100)", -100),
        ([("plus", 3, 7, "B"), ("plus", 1, 1, "C")], "3 × £100 ÷ 7 + £300 = £342.86", Decimal("342.86")),
        ([("plus", 1, 1, "c")], "C: £300", 300),
    ],
)
def test_the_arithmetic_in_words(terms: list[tuple[str, int, int, str]], arithmetic: str, found: Any) -> None:
    given = [_term(role, name, times=times, **{"divided by": parts}) for role, times, parts, name in terms]
    row = _checked([_figure("A", 200), _figure("B", 100), _figure("C", 300)], [_term("is", "A"), *given])
    assert (row["arithmetic"], row["found"]) == (arithmetic, found)


def test_counts_are_held_exactly() -> None:
    figures = [_figure("A", count=2), _figure("B", count=7)]
    row = _checked(figures, [_term("is", "A"), _term("plus", "B", **{"divided by": 3})])
    assert row["outcome"] == DIFFERS  # seven thirds are not two, though they round to it
    row = _checked(figures, [_term("is", "A"), _term("plus", "B", times=2, **{"divided by": 7})])
    assert (row["outcome"], row["arithmetic"]) == (AGREES, "2 × 7 ÷ 7 = 2")


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ([_figure("A", 200), _figure("B"), _figure("C", 50)], "B: not printed, or not known; it would have to be £75"),
        ([_figure("A"), _figure("B", 10), _figure("C", 50)], "A: not printed, or not known; it would have to be £70"),
        ([_figure("A", 200), _figure("B"), _figure("C")], "B, C: not printed, or not known"),
    ],
)
def test_a_figure_that_is_not_printed(figures: list[dict[str, Any]], why: str) -> None:
    row = _checked(figures, [_term("is", "A"), _term("plus", "B", times=2), _term("plus", "C")])
    assert (row["outcome"], row["why"], row["difference"]) == (OPEN, why, None)


def test_what_does_not_agree_fails_a_check_until_a_note_explains_it() -> None:
    figures = [_figure("A", 1), _figure("B", 2)]
    results = _review(figures, [_term("is", "A"), _term("plus", "B")]).calculate()
    assert results.failed == [UNEXPLAINED]
    assert "1 figure of the paper does not agree: the check" in results.warnings
    results = _review(figures, [_term("is", "A"), _term("plus", "B", note="a slip of the pen")]).calculate()
    assert not results.failed
    assert only(_answers(results), check="the check")["why"] == "a slip of the pen"


# --- the review's own answers --------------------------------------------------------------------------------------


def test_every_name_of_an_answer_has_one(leicester: Results) -> None:
    from payband.review.protection_cost import protection_cost
    from payband.review.ranges import Ranges
    from payband.review.slotting_list import placements
    from payband.review.structure_cost import structure_cost

    inputs = leicester.inputs
    ranges = Ranges(inputs)
    placed = placements(inputs, ranges)
    structure = structure_cost(inputs, ranges, placed)
    protection, approvals, savings = (
        protection_cost(inputs, ranges, placed),
        leicester.approvals_tested,
        leicester.yearly_savings,
    )
    found = own_figures(Calculated(inputs, ranges, placed, protection, structure, approvals, savings))
    names = list(own_names(inputs))
    assert {name.casefold() for name in names} == set(found)
    assert {name: own_kind(name) for name in found} == {name: figure.kind for name, figure in found.items()}
    assert found["structurecost total saving"].value == 114_820_000
    assert found["payranges city officer midpoint"].value == (6_394_500 + 6_885_300) // 2
    assert found["protection people"].value == leicester.protection_cost.people


def test_an_answer_that_is_not_known_is_not_checkable() -> None:
    grades = [{"grade": "Officer", "order": 1, "provisional": "yes"}]
    posts = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 5, "stated cost": 100}]
    review = _review(
        [_figure("A", 10)], [_term("is", "A"), _term("plus", "payranges officer TOP")], grades=grades, posts=posts
    )
    assert only(_answers(review.calculate()), check="the check")["outcome"] == OPEN


RANGE, COST = "PayRanges Officer {}", "StructureCost Officers cost proposed"
CHARITY = [{"grade": "Officer", "order": 1, "bottom salary": 20_000, "top salary": 30_000}]
STATED_LINE = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 5, "stated cost": 100}]


@pytest.mark.parametrize(
    ("terms", "outcome"),
    [
        ([("is", "A"), ("plus", RANGE.format("top"))], OPEN),  # a salary typed in Grades, and one typed in PaperFigures
        ([("is", RANGE.format("bottom")), ("plus", "B")], OPEN),  # whichever of the two is called the stated one
        ([("is", COST), ("plus", "C")], OPEN),
        ([("is", "D"), ("plus", RANGE.format("midpoint"))], AGREES),  # worked out of two salaries
        ([("is at most", "A"), ("plus", RANGE.format("top"))], AGREES),  # a limit is no copy
        ([("is", COST), ("plus", "StructureCost Officers modelled")], DIFFERS),  # typed, beside what is worked out
    ],
)
def test_what_was_typed_is_not_held_against_what_was_typed(terms: list[tuple[str, str]], outcome: str) -> None:
    figures = [_figure("A", 30_000), _figure("B", 20_000), _figure("C", 100), _figure("D", 25_000)]
    review = _review(figures, [_term(role, figure) for role, figure in terms], grades=CHARITY, posts=STATED_LINE)
    row = only(_answers(review.calculate()), check="the check")
    assert row["outcome"] == outcome
    assert ("were not arrived at apart" in (row["why"] or "")) is (outcome == OPEN)


# --- what cannot be ------------------------------------------------------------------------------------------------

A, B = _figure("A", 1), _figure("B", 2)
WRONG: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], str]] = [
    (
        "a figure unknown",
        [A],
        [_term("is", "A"), _term("plus", "StructureCost totl saving")],
        "table FigureTerms, row 2, column 'figure': 'StructureCost totl saving' is neither in table PaperFigures nor "
        "an answer; did you mean 'StructureCost total saving'?",
    ),
    (
        "two stated figures",
        [A, B],
        [_term("is", "A"), _term("is at most", "B"), _term("plus", "B")],
        "row 2, column 'role': the check 'the check' already has a stated figure in row 1: delete one of them",
    ),
    ("no stated figure", [A], [_term("plus", "A")], "'the check' has no stated figure: give it a row with 'is'"),
    ("nothing to hold it against", [A], [_term("is", "A")], "has nothing to compare the figure with: add a row with"),
    (
        "a figure against itself",
        [A],
        [_term("is", "A"), _term("plus", "a")],
        "row 2, column 'figure': the check 'the check' holds 'a' against itself: name what it is compared with",
    ),
    (
        "amounts against counts",
        [A, _figure("N", count=2)],
        [_term("is", "A"), _term("plus", "N")],
        "the check 'the check' compares amounts with counts: all its figures must be of one kind",
    ),
    (
        "both an amount and a count",
        [_figure("A", 1, 2)],
        [],
        "table PaperFigures, row 1, column 'count': is given as well as an amount: a figure is one of the two",
    ),
    (
        "a figure twice",
        [A, _figure("a", 3)],
        [],
        "table PaperFigures, row 2, column 'figure': the figure 'a' is already in row 1: delete one of the two rows",
    ),
    (
        "the name of an answer",
        [_figure("Protection Total", 1)],
        [],
        "column 'figure': 'Protection total' is an answer of this review: give the paper's figure another name",
    ),
    (
        "divided by nothing",
        [A, B],
        [_term("is", "A"), _term("plus", "B", **{"divided by": 0})],
        "row 2, column 'divided by': is 0: give 1 or more, or leave it empty",
    ),
    (
        "a rounding of a limit",
        [A, B],
        [_term("is at most", "A", **{"to the nearest": 100}), _term("plus", "B")],
        "row 1, column 'to the nearest': belongs to a row with 'is'",
    ),
    (
        "a role unknown",
        [A, B],
        [_term("is", "A"), _term("minus", "B")],
        "row 2, column 'role': 'minus' is not one of the choices; known: is, is at least, is at most, less, plus",
    ),
]


@pytest.mark.parametrize(("figures", "terms", "words"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_what_cannot_be_is_named_with_what_to_do(
    figures: list[dict[str, Any]], terms: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(InputProblems) as error:
        _review(figures, terms)
    assert words in str(error.value)


# --- in a workbook -------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    figures = [_figure("A", 200), _figure("B", 100), _figure("C"), _figure("N", count=5)]
    terms = [_term("is", "A"), _term("plus", "B", times=2)]
    terms += [_term("is", "B", "-1 of it"), _term("less", "C", "-1 of it")]
    terms += [_term("is", "N", "posts"), _term("plus", "StructureCost total posts proposed", "posts")]
    results = _review(figures, terms).calculate()
    assert_the_same_in_a_workbook(results, TABLES, tmp_path / "figures.xlsx", libreoffice_convert)
