"""Pay gaps as a rule, and the gaps of a review by grade and group: what is looked into and what is withheld."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems, WrongInput
from payband.forms import Cell
from payband.review.results import Results
from payband.rules.measures.pay_gap import gap_limit, gap_reaches, mean_pay, median_pay, pay_gap
from payband.workbook import open_review
from tests.support.workbooks import only, rows_of, small_review

# --- the rule --------------------------------------------------------------------------------------------------------

# Pay of the group compared with, of the other group, the gap in percent, and where it is printed
PRINTED = [
    ("18.29", "17.98", "1.69", "Folkestone & Hythe District Council, gender pay gap report"),
    ("1088", "1000", "8.09", "South Derbyshire District Council, 2022, bonus: it prints 8.08"),
    ("11.45", "12.90", "-12.66", "South Derbyshire District Council, 2022, median: it prints -12.61"),
    ("14.44", "14.42", "0.14", "South Derbyshire District Council, 2022, mean: it prints 0.0"),
]


@pytest.mark.parametrize(("base", "other", "percent", "source"), PRINTED)
def test_gaps_of_public_reports(base: str, other: str, percent: str, source: str) -> None:
    """The first comes out as printed. South Derbyshire's three do not: the pays it prints are rounded."""
    assert payband.pay_gap(base, other) * 100 == Decimal(percent), source


def test_a_column_and_a_formula_answer_as_a_cell_does() -> None:
    rng = random.Random(29)
    pays = [(rng.randrange(800, 9_000_000), rng.randrange(800, 9_000_000)) for _ in range(300)]
    base, other = [[pay / 100 for pay in each] for each in zip(*pays, strict=True)]
    one_by_one = [payband.pay_gap(*pair) for pair in zip(base, other, strict=True)]
    assert payband.pay_gap(base, other) == one_by_one
    for (of_base, of_other), answer in zip(pays, one_by_one, strict=True):
        exact = Fraction(of_base - of_other, of_base) * 10_000
        assert answer * 10_000 == (exact + Fraction(1, 2)).__floor__()
    text = str(pay_gap.rule(Cell("A1"), Cell("B1")))
    assert text == "INT((2*(A1-B1)*10000+A1)/(2*A1))"


@pytest.mark.parametrize(("base", "other"), [(0, 10), (-5, 10), ("", 10), (10, 0)])
def test_nobodys_pay_is_refused(base: Any, other: Any) -> None:
    with pytest.raises(WrongInput):
        payband.pay_gap(base, other)


def test_means_and_medians_go_half_a_penny_up() -> None:
    assert (mean_pay(1_001, 2), mean_pay(1_000, 3), mean_pay(1_001, 3)) == (501, 333, 334)
    assert (median_pay([5]), median_pay([1, 2]), median_pay([9, 1, 4]), median_pay([1, 2, 5, 9])) == (5, 2, 4, 4)
    with pytest.raises(WrongInput, match="no pay to take the median of"):
        median_pay([])
    rng = random.Random(5)
    for size in range(1, 40):
        pays = [rng.randrange(1_000_000, 9_000_000) for _ in range(size)]
        exact = median(map(Fraction, pays))
        assert median_pay(pays) == (exact + Fraction(1, 2)).__floor__()


def test_the_limits_are_the_guidances_and_nothing_reaches_one_by_being_rounded() -> None:
    assert (gap_limit("gap"), gap_limit("recurring gap")) == (500, 300)
    assert gap_reaches(10_000_000, 9_500_000, 500)
    assert not gap_reaches(10_000_000, 9_500_001, 500)
    assert payband.pay_gap("100000", "95000.01") == Decimal("0.0500")


# --- a review --------------------------------------------------------------------------------------------------------

GRADES = [
    {"grade": "Officer", "order": 1, "bottom salary": 30_000, "top salary": 39_999},
    {"grade": "Manager", "order": 2, "bottom salary": 40_000, "top salary": 59_999},
]
LINES = [{"line": f"{each['grade']}s", "state": "proposed", "grade": each["grade"], "posts": 50} for each in GRADES]
Person = tuple[str, str, float]
"""A group, a grade and a salary."""


def _review(
    folk: Sequence[Person], rules: Sequence[dict[str, Any]] = (), lines: Sequence[str] | None = None
) -> payband.Review:
    """People of a group in a grade, placed in the line of their grade, or in the lines given."""
    people = [
        {
            "person": f"P{number}",
            "grade now": grade,
            "salary now": salary,
            "proposed line": f"{grade}s" if lines is None else lines[number],
        }
        for number, (_, grade, salary) in enumerate(folk)
    ]
    groups = [
        {"person": f"p{number}", "characteristic": "sex", "group": group}
        for number, (group, _, _) in enumerate(folk)
        if group
    ]
    tables = small_review(spines=[], grades=GRADES, posts=LINES, people=people)
    return payband.Review(**tables, more={"Characteristics": groups, "PayGapRules": list(rules)})


def _gaps(results: Results) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.to_dict()["parts"]["PayGaps"]
    return found


def _look_into(folk: Sequence[Person], **given: Any) -> dict[tuple[str, str], Any]:
    return {(row["when"], row["grade"]): row["look_into"] for row in _gaps(_review(folk, **given).calculate())}


def _both(grade: str, men: float, women: float, each: int = 5) -> list[Person]:
    return [("male", grade, men)] * each + [("female", grade, women)] * each


def test_gaps_before_and_after_by_hand() -> None:
    """Officers: men at 30,000 to 34,000, women £1,000 below each, raised to the bottom of the range."""
    men = [("male", "Officer", float(pay)) for pay in (30_000, 31_000, 32_000, 33_000, 34_000)]
    women = [("female", "Officer", pay - 1_000) for _, _, pay in men]
    rows = _gaps(_review([*women, *men]).calculate())
    assert [(row["when"], row["grade"]) for row in rows] == [
        ("now", "all"), ("now", "Officer"), ("proposed", "all"), ("proposed", "Officer")
    ]  # fmt: skip
    now = only(rows, when="now", grade="Officer")
    assert (now["group"], now["compared_with"], now["people"], now["people_compared_with"]) == ("female", "male", 5, 5)
    assert (now["mean"], now["mean_compared_with"], now["median"], now["median_compared_with"]) == (
        Decimal("31000.00"), Decimal("32000.00"), Decimal("31000.00"), Decimal("32000.00")
    )  # fmt: skip
    assert (now["mean_gap"], now["median_gap"]) == (Decimal("0.0313"), Decimal("0.0313"))
    after = only(rows, when="proposed", grade="all")
    assert after["mean"] == Decimal("31200.00")  # 30,000, 30,000, 31,000, 32,000, 33,000
    assert after["mean_gap"] == Decimal("0.0250")
    assert after["median_gap"] == Decimal("0.0313")
    # 3.13% recurs in the same grade, and in all, after the review; the median alone is enough.
    assert {row["look_into"] for row in rows} == {"recurring 3% or more"}
    assert after["why"] == "median pay 3% or more below, and again in all now"


def test_five_per_cent_is_looked_into_either_way_and_just_under_it_is_not() -> None:
    assert _look_into(_both("Officer", 38_000, 36_100))["now", "Officer"] == "5% or more"
    assert _look_into(_both("Officer", 38_000, 36_100.01))["now", "Officer"] == "recurring 3% or more"
    favoured = _gaps(_review(_both("Officer", 36_000, 37_800)).calculate())
    assert only(favoured, when="now", grade="all")["mean_gap"] == Decimal("-0.0500")
    assert only(favoured, when="now", grade="all")["look_into"] == "5% or more"
    assert "5% or more above" in only(favoured, when="now", grade="all")["why"]


def test_three_per_cent_is_looked_into_where_it_recurs_the_same_way() -> None:
    # Now 3.5% in both grades; afterwards nobody differs, as all are at the bottom of the higher range.
    in_two = _both("Officer", 30_000, 28_950) + _both("Manager", 40_000, 38_600)
    found = _look_into(in_two)
    assert found["now", "Officer"] == found["now", "Manager"] == "recurring 3% or more"
    assert found["proposed", "Officer"] == found["proposed", "Manager"] == "no"
    in_one = _both("Officer", 30_000, 28_950) + _both("Manager", 40_000, 40_000)
    assert _look_into(in_one)["now", "Officer"] == "no"
    opposed = _both("Officer", 30_000, 28_950) + _both("Manager", 38_600, 40_000)
    assert _look_into(opposed)["now", "Officer"] == "no"


def test_a_bodys_own_limits_and_base_win() -> None:
    folk = _both("Officer", 30_000, 29_700)
    rule = {"characteristic": "Sex", "compared with": "Female", "gap": "1%", "recurring gap": "1%", "source": "Ours"}
    results = _review(folk, [rule]).calculate()
    row = only(_gaps(results), when="now", grade="all")
    assert (row["group"], row["compared_with"], row["mean_gap"]) == ("male", "female", Decimal("-0.0101"))
    assert row["look_into"] == "1% or more"
    assert any(figure.source == "Ours" for figure in results.figures_used)
    assert _look_into(folk)["now", "all"] == "no"


# --- what is withheld ------------------------------------------------------------------------------------------------


def test_a_group_of_few_is_withheld_and_what_would_tell_of_it() -> None:
    folk = (
        _both("Officer", 36_000, 35_000, 8)
        + [("female", "Manager", 50_000.0)] * 4
        + [("male", "Manager", 50_000.0)] * 6
    )
    rows = _gaps(_review(folk).calculate())
    managers = only(rows, when="now", grade="Manager")
    assert (managers["people"], managers["mean"], managers["mean_gap"], managers["look_into"]) == (None,) * 4
    assert managers["why"] == "withheld, as it would tell of fewer than 5 people"
    officers = only(rows, when="now", grade="Officer")
    assert officers["mean"] is None  # 12 in all less 8 would give the mean of the four
    everybody = only(rows, when="now", grade="all")
    assert (everybody["people"], everybody["mean"]) == (12, Decimal("40000.00"))
    assert only(_gaps(_review(folk, [{"characteristic": "sex", "least people": 4}]).calculate()),
                when="now", grade="Manager")["people"] == 4  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_no_pay_of_few_is_in_sight_or_left_over(seed: int) -> None:
    """Of every group the pays in sight leave those of nobody, or of five people or more."""
    rng = random.Random(seed)
    folk = [
        (
            rng.choice(["female", "male", "male", ""]),
            rng.choice(["Officer", "Manager"]),
            float(rng.randrange(28_000, 60_000)),
        )
        for _ in range(rng.randrange(8, 50))
    ]
    lines = [rng.choice(["Officers", "Managers", "Managers", ""]) for _ in folk]
    results = _review(folk, lines=lines).calculate()
    groups = {f"P{number}": group for number, (group, _, _) in enumerate(folk)}
    now = {f"P{number}": grade for number, (_, grade, _) in enumerate(folk)}
    after = {f"P{number}": line.removesuffix("s") for number, line in enumerate(lines) if line}
    for when, grades in (("now", now), ("proposed", after)):
        for column, group in (("", "female"), ("_compared_with", "male")):
            rows = [
                row for row in _gaps(results) if row["when"] == when and group in (row["group"], row["compared_with"])
            ]
            sizes = {}
            for row in rows:
                people = [p for p, grade in grades.items() if groups[p] == group and row["grade"] in ("all", grade)]
                sizes[row["grade"]] = len(people)
                assert row[f"people{column}"] in (None, len(people))
                assert not 0 < (row[f"people{column}"] or 0) < 5
                if row[f"mean{column}"] is not None:
                    assert len(people) >= 5
            shown = {row["grade"] for row in rows if row[f"mean{column}"] is not None}
            if "all" in shown:
                left = sizes["all"] - sum(sizes[grade] for grade in shown - {"all"})
                assert left == 0 or left >= 5


def test_who_gains_adds_up_and_withholds_with_the_cell_that_would_tell() -> None:
    folk = _both("Officer", 36_000, 29_000, 10)
    lines = ["Officers"] * 9 + [""] + ["Officers"] * 10
    results = _review(folk, lines=lines).calculate()
    rows: list[dict[str, Any]] = results.to_dict()["parts"]["WhoGains"]
    women, men, everybody = (only(rows, group=group) for group in ("female", "male", "all"))
    assert (women["people"], women["rises"], women["rises_percent"], women["same"]) == (10, 10, Decimal("1.0000"), 0)
    assert (men["displaced"], men["same"], men["displaced_percent"]) == (None, None, None)
    assert men["why"] == "withheld: counts that would tell of fewer than 5 people"
    assert (everybody["people"], everybody["displaced"]) == (20, None)
    assert results.failed == ["Every salary is within the range of its grade now"]  # £29,000 is below it
    assert "The groups of sex and their outcomes add up to all people" in results.tables["Checks"].column("check")
    # How many men have a post afterwards would tell how many are displaced.
    assert only(_gaps(results), when="proposed", grade="all")["people_compared_with"] is None


def test_those_without_a_group_are_counted_and_compared_with_nobody() -> None:
    folk = [*_both("Officer", 36_000, 36_000, 6), *[("", "Officer", 31_000.0)] * 6]
    results = _review(folk).calculate()
    rows = results.to_dict()["parts"]["WhoGains"]
    assert only(rows, group="not given")["people"] == 6
    assert only(rows, group="all")["people"] == 18
    assert {row["group"] for row in _gaps(results)} == {"female"}
    assert any("sex is not given for everybody" in warning for warning in results.warnings)


def test_a_salary_that_is_not_known_makes_no_mean() -> None:
    grades = [*GRADES, {"grade": "Chief", "order": 3, "provisional": "yes"}]
    lines = [*LINES, {"line": "Chiefs", "state": "proposed", "grade": "Chief", "posts": 9, "stated cost": 1}]
    people = [
        {
            "person": f"P{n}",
            "grade now": "Officer",
            "salary now": 35_000,
            "proposed line": "Chiefs" if n > 5 else "Officers",
        }
        for n in range(12)
    ]
    groups = [{"person": f"P{n}", "characteristic": "sex", "group": "male" if n < 6 else "female"} for n in range(12)]
    tables = small_review(spines=[], grades=grades, posts=lines, people=people)
    rows = _gaps(payband.Review(**tables, more={"Characteristics": groups}).calculate())
    after = only(rows, when="proposed", grade="all")
    assert (after["people"], after["mean"], after["mean_gap"]) == (6, None, None)
    assert after["why"] == "female: a new salary is not known"
    assert only(rows, when="now", grade="all")["mean"] == Decimal("35000.00")


# --- what cannot be --------------------------------------------------------------------------------------------------

WRONG: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
    (
        {"person": "P77", "characteristic": "sex", "group": "male"}, [],
        "table Characteristics, row 1, column 'person': 'P77' is not a person of table People; known: P1",
    ),
    (
        {"person": "P1", "characteristic": "sex", "group": ""}, [],
        "table Characteristics, row 1, column 'group': is empty: it must be filled in",
    ),
    (
        {"person": "P1", "characteristic": "sex", "group": "male"}, [{"characteristic": "sexx"}],
        "table PayGapRules, row 1, column 'characteristic': 'sexx' is not in table Characteristics; did you mean",
    ),
    (
        {"person": "P1", "characteristic": "sex", "group": "male"}, [{"characteristic": "sex", "compared with": "mal"}],
        "column 'compared with': 'mal' is not a group of sex; did you mean 'male'?",
    ),
    (
        {"person": "P1", "characteristic": "sex", "group": "male"}, [{"characteristic": "sex", "least people": 0}],
        "column 'least people': is 0: give 1 to withhold nothing, or more",
    ),
    (
        {"person": "P1", "characteristic": "sex", "group": "male"},
        [{"characteristic": "sex", "gap": "3%", "recurring gap": "5%"}],
        "column 'recurring gap': 5% lies above the gap of 3%: give less",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "rules", "words"), WRONG)
def test_what_cannot_be_is_named_with_what_to_do(row: dict[str, Any], rules: list[dict[str, Any]], words: str) -> None:
    tables = small_review(people=[{"person": "P1", "salary now": 30_000, "proposed line": "Officers"}])
    with pytest.raises(InputProblems) as error:
        payband.Review(**tables, more={"Characteristics": [row], "PayGapRules": rules})
    assert words in str(error.value)


def test_a_person_is_in_one_group_of_a_characteristic() -> None:
    twice = [{"person": "P1", "characteristic": "sex", "group": group} for group in ("male", "female")]
    tables = small_review(people=[{"person": "P1", "salary now": 30_000, "proposed line": "Officers"}])
    with pytest.raises(InputProblems, match="is already in row 1: delete one of the two rows"):
        payband.Review(**tables, more={"Characteristics": twice})


# --- in a workbook ---------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    folk = (
        _both("Officer", 36_000, 33_000, 7)
        + [("female", "Manager", 50_000.0)] * 3
        + [("male", "Manager", 52_000.0)] * 9
    )
    results = _review(folk).calculate()
    path = tmp_path / "gaps.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    assert json.dumps(again.to_dict()["parts"], default=str) == json.dumps(results.to_dict()["parts"], default=str)
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    rows = rows_of(converted, "PayGaps")
    assert [(row["grade"], row["people"], row["why"]) for row in rows] == [
        (row["grade"], row["people"], row["why"] or None) for row in _gaps(results)
    ]
    assert any(row["people"] is None for row in rows)
    cells = [cell for sheet in converted.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]
