"""The establishment beside the approved budget and payroll: what differs is found by its cause, and all adds up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from payband.errors import InputProblems
from payband.review.results import Results
from tests.budget.district import BUDGET, WHERE, Rows, review_of, tables_of
from tests.budget.payroll import cost, row

ONE_EACH: Rows = [
    {"cost centre": "CC10"},
    *WHERE[3:7],
    {"line or person": "Digital Project Officer", "cost centre": "CC30"},
]
AWARD = [{"effective from": "01/04/2026", "percent": "3.3%", "source": "invented"}]
SCALE_5 = (29_542, 30_023, 30_515)  # points 12 to 14 of 2026-27
VACANT = cost(27_709)  # Customer Service Adviser, at the top of Scale 3


def _tables() -> dict[str, Any]:
    tables = tables_of()
    tables["settings"]["costed at"] = "actual"
    return tables


def _centre(person: dict[str, Any]) -> str:
    named = {"Customer Service": "CC20", "Digital Project": "CC30"}
    return next((centre for start, centre in named.items() if person["post now"].startswith(start)), "CC10")


def payroll() -> Rows:
    """What payroll pays where nothing differs."""
    return [row(each["person"], _centre(each), each["salary now"], each["FTE"]) for each in _tables()["People"]]


def reconciled(paid: Rows, approved: Rows = (), where: Rows = ONE_EACH, costed_at: str = "actual") -> Results:  # type: ignore[assignment]
    tables = _tables()
    tables["settings"]["costed at"] = costed_at
    tables["PayAwards"] = AWARD
    more = {**BUDGET, "CostAllocations": where, "Payroll": paid, "ApprovedBudget": list(approved)}
    return review_of(tables, **{name: rows for name, rows in more.items() if rows}).calculate()


def _found(results: Results, other: str = "payroll") -> dict[tuple[str, str, str], Decimal]:
    """The differences by cause, line and person."""
    return {
        (row["cause"], row["line"] or "", row["person"] or ""): row["difference"]
        for row in results.tables["BudgetDifferences"].records()
        if row["compared_with"] == other
    }


def _with_causes() -> Rows:
    """A payroll that differs by eight causes."""
    rows = {each["person"]: each for each in payroll()}
    rows["P07"] = row("P07", "CC10", SCALE_5[2])
    rows["P08"] = row("P08", "CC10", SCALE_5[2], 0.6)
    rows["P03"] = row("P03", "CC10", 33_699)  # £33,699 and 3.3% is £34,811.07: payroll has not paid the award
    half = row("P10", "CC20", 27_709, 0.5)
    allowance = {"allowances to date": 300, "allowances projected": Decimal("612.34")}
    rows["P10"] = {**half, **allowance, "projected": half["projected"] + Decimal("612.34")}
    del rows["P06"]
    agency = {
        "person": "Temp 1",
        "kind": "agency",
        "cost centre": "CC20",
        "cost to date": 6_000,
        "paid to": "30/09/2026",
    }
    return [*rows.values(), row("X99", "CC10", 26_847), agency]


KNOWN = {
    ("vacancy", "Customer Service Adviser", ""): -VACANT,
    ("point", "Revenues Officer", "P07"): cost(SCALE_5[2]) - cost(SCALE_5[1]),
    ("hours", "Revenues Officer (0.8 FTE)", "P08"): cost(SCALE_5[2], Decimal("0.6")) - cost(SCALE_5[2], Decimal("0.8")),
    ("award not yet paid", "Revenues Team Leader", "P03"): cost(33_699) - cost(34_811),
    ("allowance", "Customer Service Adviser (0.5 FTE)", "P10"): Decimal("612.34"),
    ("not in payroll", "Benefits Officer (0.6 FTE)", "P06"): -cost(SCALE_5[0], Decimal("0.6")),
    ("not in the establishment", "", "X99"): cost(26_847),
    ("agency", "", "Temp 1"): Decimal("12000.00"),  # six months carried on
}


def test_a_payroll_of_the_establishment_differs_by_the_vacant_post_alone() -> None:
    results = reconciled(payroll())
    assert _found(results) == {("vacancy", "Customer Service Adviser", ""): -VACANT}
    centres = {row["cost_centre"]: row for row in results.tables["BudgetReconciled"].records()}
    assert centres["CC30"]["establishment"] == centres["CC30"]["payroll"] == cost(32_046)
    assert (centres["CC20"]["payroll_less_establishment"], centres["CC20"]["payroll_unexplained"]) == (-VACANT, 0)


def test_each_cause_is_found_and_nothing_is_unexplained() -> None:
    results = reconciled(_with_causes())
    assert _found(results) == KNOWN
    assert all(row["payroll_unexplained"] == 0 for row in results.tables["BudgetReconciled"].records())
    assert not any("is not explained" in note for note in results.warnings)
    assert not [name for name in results.failed if "add up" in name]


def test_what_no_cause_explains_is_a_line_of_its_own_to_the_penny() -> None:
    rows = _with_causes()
    place = next(at for at, each in enumerate(rows) if each["person"] == "P05")
    rows[place] = {**rows[place], "projected": rows[place]["projected"] + Decimal("123.45")}
    results = reconciled(rows)
    assert _found(results) == {**KNOWN, ("unexplained", "Benefits Officer", "P05"): Decimal("123.45")}
    centres = {row["cost_centre"]: row["payroll_unexplained"] for row in results.tables["BudgetReconciled"].records()}
    assert centres == {"CC10": Decimal("123.45"), "CC20": 0, "CC30": 0}
    assert any("£123.45 of the payroll of 2026-27 is not explained, in CC10" in note for note in results.warnings)


def test_a_post_paid_from_another_cost_centre() -> None:
    rows = payroll()
    rows[0]["cost centre"] = "CC20"
    found = [
        (each["cost_centre"], each["cause"], each["difference"])
        for each in reconciled(rows).tables["BudgetDifferences"].records()
        if each["person"] == "P01"
    ]
    head = cost(68_400)
    assert found == [("CC10", "another cost centre", -head), ("CC20", "another cost centre", head)]


def test_a_post_of_two_cost_centres_is_paid_from_both() -> None:
    rows = payroll()
    halves = [{"line or person": "P01", "cost centre": each, "share": "1/2"} for each in ("CC10", "HR50")]
    head = cost(68_400)  # £91,999.80
    rows[0] |= {"projected": head / 2, "cost to date": head / 4}
    rows.append({**rows[0], "cost centre": "HR50"})
    assert _found(reconciled(rows, where=[*ONE_EACH, *halves])) == {
        ("vacancy", "Customer Service Adviser", ""): -VACANT
    }


def test_lines_costed_at_the_top_differ_by_the_points_of_their_holders() -> None:
    found = _found(reconciled(payroll(), costed_at="top"))
    assert found == {
        ("vacancy", "Customer Service Adviser", ""): -VACANT,
        ("point", "Head of Customer Services", "P02"): cost(66_600) - cost(68_400),
        ("point", "Revenues Team Leader", "P03"): cost(34_811) - cost(37_563),
        ("point", "Benefits Officer (0.6 FTE)", "P06"): cost(29_542, Decimal("0.6")) - cost(30_515, Decimal("0.6")),
        ("point", "Revenues Officer", "P07"): cost(30_023) - cost(30_515),
        ("point", "Customer Service Adviser", "P09"): cost(26_847) - cost(27_709),
        ("point", "Digital Project Officer", "P11"): cost(32_046) - cost(33_119),
    }


def test_months_that_payroll_does_not_project_are_carried_on() -> None:
    rows = payroll()
    for each in rows:
        del each["projected"]
    results = reconciled(rows)
    [centre] = [row for row in results.tables["BudgetReconciled"].records() if row["cost_centre"] == "CC30"]
    assert (centre["paid_to_date"], centre["payroll"]) == (Decimal("21351.86"), Decimal("42703.72"))


# --- the approved budget -------------------------------------------------------------------------------------------


def _approved() -> Rows:
    people = _tables()["People"]
    rows = [
        {"cost centre": _centre(each), "line": each["post now"],
         "amount": cost(each["salary now"], Decimal(str(each["FTE"])))}
        for each in people
    ]  # fmt: skip
    return [each for each in rows if each["cost centre"] != "CC30"]


def test_a_budget_by_line_tells_posts_that_it_has_not() -> None:
    approved = [each for each in _approved() if each["line"] != "Benefits Officer"]
    approved.append({"cost centre": "CC10", "line": "Scanning Clerk", "amount": 21_000})
    approved.append({"cost centre": "CC30", "amount": 45_000})
    results = reconciled([], approved)
    assert _found(results, "approved budget") == {
        ("not in the budget", "Benefits Officer", ""): -cost(SCALE_5[2]),
        ("not in the establishment", "Scanning Clerk", ""): Decimal("21000.00"),
        ("vacancy", "Customer Service Adviser", ""): -VACANT,
        ("unexplained", "", ""): Decimal("45000.00") - cost(32_046),
    }
    assert not [name for name in results.failed if "add up" in name]


def test_a_budget_without_the_award_of_the_year() -> None:
    tables = _tables()
    tables["settings"]["implementation date"] = "01/04/2026"
    tables["PayAwards"] = [{"effective from": "01/10/2026", "percent": "3%", "source": "invented"}]
    tables["People"] = [each for each in tables["People"] if each["person"] != "P02"]
    where = [{"cost centre": "CC10"}, {"line or person": "Digital Project Officer", "cost centre": "CC30"}]
    approved = [
        {"cost centre": "CC30", "line": "Digital Project Officer", "amount": cost(32_046), "holds pay awards": "no"}
    ]
    more = {**BUDGET, "CostAllocations": where, "ApprovedBudget": approved}
    del tables["OneOffCosts"]
    results = review_of(tables, **more).calculate()
    found = {key: pence for key, pence in _found(results, "approved budget").items() if key[1].startswith("Digital")}
    assert list(found) == [("award not in the budget", "Digital Project Officer", "")]


# --- bad input -----------------------------------------------------------------------------------------------------


def _changed(change: Callable[[Rows], object]) -> Rows:
    rows = payroll()
    change(rows)
    return rows


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (_changed(lambda rows: rows.append(rows[3])),
         r"row 12, column 'person': 'P04' is paid for the same days in row 4: delete one of the two"),
        (_changed(lambda rows: rows.append({**rows[3], "paid from": "01/09/2026"})),
         r"row 12, column 'paid from': the periods of 'P04' overlap: row 4 is paid from 1 April 2026 to 30 September"),
        (_changed(lambda rows: rows[2].update({"cost centre": "CC99"})),
         r"row 3, column 'cost centre': 'CC99' is not a cost centre of table CostCentres"),
        (_changed(lambda rows: rows[2].update({"paid to": "29/09/2026"})),
         r"row 3, column 'paid to': 29 September 2026 is not the last day of a month"),
        (_changed(lambda rows: rows[2].update({"paid to": "30/09/2025"})),
         r"row 3, column 'paid to': 30 September 2025 lies in 2025-26, and the review looks at 2026-27 to 2028-29"),
        (_changed(lambda rows: rows[2].update({"paid to": "31/08/2026"})),
         r"row 3, column 'paid to': .*give payroll to the same day in every row"),
        (_changed(lambda rows: rows[4].update({"cost to date": -9_000})),
         r"row 5, column 'cost to date': \(£9,000\.00\) is below £0, and a cost is above it: turn the signs"),
        (_changed(lambda rows: rows[4].update({"salary": None})), r"row 5, column 'salary': is empty: give it, or"),
        (_changed(lambda rows: rows[4].update({"projected": 100})),
         r"row 5, column 'projected': £100\.00 is less than the cost to date, .*: give the whole year's cost"),
        (_changed(lambda rows: rows[4].update({"allowances to date": 90_000})),
         r"row 5, column 'allowances to date': £90,000\.00 is more than the cost to date"),
        (_changed(lambda rows: rows[4].update({"kind": "agency"})),
         r"row 5, column 'salary': is given, and kind is agency: empty it, or write employee"),
        (_changed(lambda rows: rows[4].update({"salary": "2542.92"})),
         r"row 5, column 'salary': £2,542\.92 a year is .*give the yearly full-time salary, not that of a month"),
        (_changed(lambda rows: [
            each.update({"cost to date": round(each["salary"] * each["FTE"] / 2, 2)}) for each in rows]),
         r"row 1, column 'cost to date': £34,200\.00 is the basic pay of these months, as in every row: add the"),
        (_changed(lambda rows: [each.update({"cost to date": 6_000}) for each in rows]),
         r"row 1, column 'cost to date': £6,000\.00 is less than the basic pay .* looks like net pay"),
    ],
)  # fmt: skip
def test_bad_payroll_is_said_by_its_row(paid: Rows, said: str) -> None:
    with pytest.raises(InputProblems, match=said):
        reconciled(paid)


def test_a_saving_as_income_is_refused() -> None:
    approved = [{"cost centre": "CC10", "amount": 400_000}, {"cost centre": "CC20", "amount": -90_000}]
    with pytest.raises(InputProblems, match=r"row 2, column 'amount': \(£90,000\.00\) is below £0.*leave income out"):
        reconciled([], approved)
    with pytest.raises(InputProblems, match=r"row 1, column 'cost centre': 'ZZ1' is not a cost centre"):
        reconciled([], [{"cost centre": "ZZ1", "amount": 1}])


def test_allowances_of_payroll_are_compared_with_the_pay_elements_of_the_review() -> None:
    tables = _tables()
    tables["Package"].append(
        {"line or person": "P10", "element": "first aid", "amount a year": 120, "counts towards approval": "no",
         "costed as": "pensionable pay"}
    )  # fmt: skip
    basic = cost(27_709, Decimal("0.5"))
    held = cost(27_709 * Decimal("0.5") + 120) - basic  # £120 with its NI, pension and levy
    for paid, expected in ((held, {}), (Decimal(0), -held), (held + 50, Decimal(50))):
        rows = payroll()
        rows[9] |= {"projected": basic + paid, "allowances to date": paid / 2, "allowances projected": paid}
        results = review_of(tables, **{**BUDGET, "CostAllocations": ONE_EACH, "Payroll": rows}).calculate()
        found = {key: pence for key, pence in _found(results).items() if key[2] == "P10"}
        cause = ("allowance", "Customer Service Adviser (0.5 FTE)", "P10")
        assert found == ({cause: expected} if expected else {})


# --- increments ----------------------------------------------------------------------------------------------------


def _of_next_year(*paid: dict[str, Any], awards: Rows = ()) -> dict[tuple[str, str, str], Decimal]:  # type: ignore[assignment]
    """The differences of some people in 2027-28, in which everybody has moved up a point on 1 April 2027."""
    tables = _tables()
    tables["settings"] |= {
        "increments": "1 April", "implementation date": "01/04/2026", "unpublished points": "estimate",
    }  # fmt: skip
    tables["PayAwards"] = list(awards)
    rows = [{**each, "paid to": "30/09/2027"} for each in paid]
    more = {**BUDGET, "CostAllocations": ONE_EACH, "Payroll": rows}
    found = _found(review_of(tables, **more).calculate())
    return {key: pence for key, pence in found.items() if key[2] in {each["person"] for each in paid}}


def test_an_increment_that_payroll_has_not_made() -> None:
    """P07 is at £30,023 and moves up to £30,515, P09 from £26,847: the rates of 2027-28 are taken as those before."""
    made, not_made = row("P07", "CC10", SCALE_5[2]), row("P07", "CC10", SCALE_5[1])
    key = ("increment not made", "Revenues Officer", "P07")
    assert _of_next_year(made) == {}
    assert _of_next_year(not_made) == {key: cost(SCALE_5[1]) - cost(SCALE_5[2])}
    # A point that is neither the old nor the new one is a point still.
    other = _of_next_year(row("P07", "CC10", SCALE_5[0]))
    assert other == {("point", "Revenues Officer", "P07"): cost(SCALE_5[0]) - cost(SCALE_5[2])}


def test_neither_an_increment_nor_an_award() -> None:
    """An award of 3% on 1 April 2027: £30,515 is £31,430.45, and £30,023 is £30,923.69."""
    award = [{"effective from": "01/04/2027", "percent": "3%", "rounding": "none", "source": "invented"}]
    with_both, with_award = Decimal("31430.45"), Decimal("30923.69")

    def paid(salary: Any) -> dict[tuple[str, str, str], Decimal]:
        return _of_next_year({**row("P07", "CC10", 1), "salary": salary, "projected": cost(salary),
                              "cost to date": cost(salary) / 2}, awards=award)  # fmt: skip

    increment, unpaid = (("increment not made", "Revenues Officer", "P07"),
                         ("award not yet paid", "Revenues Officer", "P07"))  # fmt: skip
    assert paid(with_both) == {}
    assert paid(with_award) == {increment: cost(with_award) - cost(with_both)}
    assert paid(SCALE_5[2]) == {unpaid: cost(SCALE_5[2]) - cost(with_both)}
    assert paid(SCALE_5[1]) == {
        increment: cost(with_award) - cost(with_both),
        unpaid: cost(SCALE_5[1]) - cost(with_award),
    }


def test_arrears_that_payroll_pays_are_told() -> None:
    """£300 and on-costs of £106.80, as `test_paid_once` has them: three months of £1,200 a year before April."""
    award = [{"award": "NJC 2026", "effective from": "01/01/2026", "paid on": "29/05/2026", "flat sum": 1_200}]
    owed = [{"person": "P09", "award": "NJC 2026", "salary before": 26_847, "pension on arrears": "20.1%"}]
    rows = payroll()
    rows[8] |= {"projected": rows[8]["projected"] + Decimal("406.80")}
    more = {**BUDGET, "CostAllocations": ONE_EACH, "Payroll": rows, "LateAwards": award, "ArrearsPeople": owed}
    found = _found(review_of(_tables(), **more).calculate())
    assert found.pop(("vacancy", "Customer Service Adviser", "")) == -VACANT
    assert found == {("arrears", "Customer Service Adviser", "P09"): Decimal("406.80")}
