"""The outlook: years, part years, awards, increments, external funding, leavers, protection, the steady state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import payband
from payband import library
from payband.calendar import FinancialYear
from payband.review.inputs.pay_awards import awards_of
from payband.review.scenarios.awards import award_rows
from payband.review.years.outlook import LineYear, Outlook, StateCost, outlook
from payband.rules.pay.pay_award import after_awards
from tests.support import oracle
from tests.support.large_review import large_review
from tests.support.workbooks import LEICESTER, people, small_review

# The small review's grade Officer has points 1 to 6, £21,000 to £26,000; on-costs are NI and a pension of 20%.
CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
Y2025, Y2026, Y2027 = (FinancialYear(year) for year in (2025, 2026, 2027))


def looked(**given: Any) -> Outlook:
    given.setdefault("assumptions", CARRIED_ON)
    return outlook(payband.Review(**small_review(**given)).inputs)


def line(state: str = "proposed", **values: Any) -> dict[str, Any]:
    return {"line": "Officers", "state": state, "grade": "Officer", "posts": 1, **values}


def total(found: Outlook, year: FinancialYear) -> LineYear:
    answer = found.total(year)
    assert answer is not None, found.warnings
    return answer


def pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


# --- against the structure cost and by hand -----------------------------------------------------------------------


def test_a_full_year_in_the_price_base_is_the_structure_cost() -> None:
    results = payband.open_review(str(LEICESTER)).calculate()
    found = outlook(results.inputs)
    cost = results.structure_cost.total
    year = found.years[0]
    assert (total(found, year).now.cost, total(found, year).full_year.cost) == (cost.now.cost, cost.proposed.cost)
    for each in results.structure_cost.lines:
        answer = found.line_year(each.name, year)
        assert answer is not None
        assert (answer.now.cost, answer.full_year.cost) == (each.now.cost, each.proposed.cost), each.name
    by_year = results.protection_cost.total_by_year
    on_costs = results.protection_cost.on_costs_by_year
    assert by_year
    assert on_costs
    for name, pence in by_year.items():
        [at] = [year for year in found.years if str(year) == name]
        assert (total(found, at).protection, total(found, at).protection_on_costs) == (pence, on_costs[name])


def test_before_the_implementation_date_the_old_structure_is_paid() -> None:
    # £26,000 costs £34,349.40 a year; from 1 January 2026 nine months at £26,000 and three at £21,000.
    found = looked(
        settings={"implementation date": "01/01/2026", "horizon": 2},
        posts=[line("now"), line(**{"costed at": "bottom"})],
    )
    year = total(found, Y2025)
    now, bottom = Decimal("34349.40"), Decimal(21_000) + oracle.on_costs(Decimal(21_000), 2025, Decimal("0.20"))
    assert pounds(year.now.cost) == now
    assert pounds(year.full_year.cost) == bottom
    # April to December: £19,500 pay, nine months' NI of £262.45, pension £3,900; then £5,250, £199.95 each, £1,050.
    nine, three = Decimal("19500") + 9 * Decimal("262.45") + 3900, Decimal("5250") + 3 * Decimal("199.95") + 1050
    assert pounds(year.proposed.cost) == nine + three
    assert year.part_year == year.proposed.cost - year.full_year.cost > 0
    assert year.saving == year.full_year_saving - year.part_year
    assert total(found, Y2026).part_year == 0


def test_external_funding_that_ends_in_the_middle_of_a_year() -> None:
    # Half is paid until 15 October 2025: six whole months. £13,000 pay, six months' NI of £262.45, pension £2,600 are
    # £17,174.70, half of it £8,587.35; the whole year costs £34,349.40.
    found = looked(
        settings={"horizon": 2}, posts=[line(**{"external share": "50%", "externally funded until": "15/10/2025"})]
    )
    first, second = total(found, Y2025), total(found, Y2026)
    assert pounds(first.proposed.external) == Decimal("8587.35")
    assert pounds(first.proposed.cost) == Decimal("25762.05")
    assert pounds(first.proposed.external_ended) == Decimal("8587.35")  # 17,174.70 a year less 8,587.35
    assert (second.proposed.external, second.proposed.cost) == (0, 3_434_940)
    assert found.steady_state is not None
    assert found.steady_state.proposed.external == 0


def test_an_award_in_the_middle_of_a_year() -> None:
    # 2% from 1 September 2025: five months of £26,000 are £10,833.33, seven of £26,520 are £15,470.
    found = looked(
        settings={"horizon": 2},
        posts=[line()],
        pay_awards=[
            {"effective from": "01/09/2025", "percent": "2%"},
            {"effective from": "01/04/2026", "flat sum": 480},
        ],
    )
    first = total(found, Y2025).proposed
    assert pounds(first.salaries) == Decimal("26303.33")
    # NI: 5 x £262.45 and 7 x 15% of £2,210 - £417 = £268.95; pension £2,166.67 and £3,094.
    assert pounds(first.on_costs) == 5 * Decimal("262.45") + 7 * Decimal("268.95") + Decimal("2166.67") + 3094
    assert first.awards == first.cost - 3_434_940
    assert total(found, Y2026).proposed.salaries == 2_700_000
    assert first.drift == first.leavers == first.rates == 0


def test_increments_by_the_six_month_rule() -> None:
    # Started on 6 January 2025, so from 6 July at £23,000, then each 1 April: £24,000, £25,000, £26,000 and no more.
    found = looked(
        settings={"increments": "six-month rule", "costed at": "actual", "horizon": 6},
        posts=[line()],
        people=people(22_000, **{"started on": "06/01/2025"}),
    )
    # April to June £5,500; July 5/31 of £1,833.33 and 26/31 of £1,916.67; August to March £15,333.33.
    july = Decimal("295.70") + Decimal("1607.53")
    assert pounds(total(found, Y2025).proposed.salaries) == 5500 + july + Decimal("15333.33")
    salaries = [total(found, year).proposed.salaries for year in found.years[1:]]
    assert salaries == [2_400_000, 2_500_000, 2_600_000, 2_600_000, 2_600_000]
    assert total(found, Y2026).proposed.drift > 0 == total(found, Y2026).proposed.awards


@pytest.mark.parametrize(
    ("rule", "started_on", "expected"),
    [
        ("none", "06/01/2020", 2_200_000),
        ("1 April", "06/01/2020", 2_300_000),
        ("1 April", None, 2_300_000),
        ("anniversary", "01/04/2020", 2_300_000),
        ("anniversary", "01/10/2020", 2_300_000 + 50_000),  # and half of £1,000 more from 1 October 2026
    ],
)
def test_increments_in_the_second_year(rule: str, started_on: Any, expected: int) -> None:
    found = looked(
        settings={"increments": rule, "costed at": "actual", "horizon": 2},
        posts=[line()],
        people=[{**people(22_000)[0], "started on": started_on}],
    )
    assert total(found, Y2026).proposed.salaries == expected


def test_drift_is_told_from_awards() -> None:
    found = looked(
        settings={"increments": "1 April", "costed at": "actual", "horizon": 2},
        posts=[line()],
        people=people(22_000),
        pay_awards=[{"effective from": "01/04/2026", "percent": "2%"}],
    )
    second = total(found, Y2026).proposed

    def cost(annual: int) -> Decimal:
        return annual + oracle.on_costs(Decimal(annual), 2026, Decimal("0.20"))

    assert pounds(second.drift) == cost(23_000) - cost(22_000)
    assert pounds(second.awards) == cost(23_460) - cost(23_000)  # the award is on the salary after the increment
    assert pounds(second.cost) == cost(23_460)


def test_leavers_and_vacancies() -> None:
    def cost(costed: str) -> LineYear:
        found = looked(
            settings={"costed at": "actual", "horizon": 2, "vacancies costed": costed},
            posts=[line(posts=2)],
            people=people(22_000, **{"leaves on": "30/09/2025"}),
        )
        return total(found, Y2025)

    # A vacancy, and from October another, at the top; or six months of £22,000 and nothing else.
    assert cost("yes").proposed.salaries == 2_600_000 + 1_100_000 + 1_300_000
    assert cost("no").proposed.salaries == 1_100_000
    assert cost("no").proposed.leavers < 0 < cost("yes").proposed.leavers


def test_protection_is_worn_away_by_awards_and_increments_month_by_month() -> None:
    # £24,500 to £21,000: £3,500 a year. On 1 October 2025 2%: £21,420, £3,080 left. On 1 April 2026 an increment to
    # £22,440: £2,060 left. On 1 April 2027 it would be £23,460, but protection ends on 31 March.
    tables = small_review(
        settings={
            "increments": "1 April", "slotting rule": "bottom", "protection months": 24, "costed at": "actual",
            "protection on-costs": "no", "horizon": 3,
        },
        posts=[line()],
        people=people(24_500),
        pay_awards=[{"effective from": "01/10/2025", "percent": "2%"}],
        assumptions=CARRIED_ON,
    )  # fmt: skip
    review = payband.Review(**tables)
    months = review.calculate().tables["ProtectionByMonth"].records()
    costs = [record["cost"] for record in months]
    assert len(costs) == 24
    assert set(costs[:6]) == {Decimal("291.67"), Decimal("291.66")}
    assert [sum(costs[:6]), sum(costs[6:12]), sum(costs[12:])] == [1750, 1540, 2060]
    found = outlook(review.inputs)
    assert [total(found, year).protection for year in found.years] == [329_000, 206_000, 0]


# --- what always holds ---------------------------------------------------------------------------------------------

BUSY: dict[str, Any] = {
    "pay_awards": [
        {"effective from": "01/04/2025", "flat sum": 1290, "salaries up to": 30_000},
        {"effective from": "01/04/2025", "percent": "2.5%"},
        {"effective from": "01/01/2026", "percent": "1%", "at least": 400, "rounding": "nearest £3"},
    ],
    "assumptions": CARRIED_ON,
}


def busy(count: int, **settings: Any) -> dict[str, Any]:
    """A review of many people with everything in it that changes in time."""
    given = large_review(count) | BUSY
    given["settings"] |= {"increments": "six-month rule", "horizon": 4, "implementation date": "15/09/2024"} | settings
    for number, person in enumerate(given["people"]):
        if number % 7 == 0:
            person["leaves on"] = f"1{number % 9}/0{1 + number % 8}/2025"
        if number % 3 == 0:
            person["started on"] = f"0{1 + number % 8}/{1 + number % 12:02d}/2024"
    given["posts"][-1] |= {"external share": "30%", "externally funded until": "20/08/2025"}
    given["posts"][0]["posts"] += 3
    return given


def test_the_lines_add_up_to_the_total_and_the_effects_to_the_cost() -> None:
    found = outlook(payband.Review(**busy(400)).inputs)
    assert len(found.lines) == 8
    years: list[Any] = [*found.years, None]
    for year in years:
        whole = found.steady_state if year is None else found.total(year)
        lines = [found.steady_state_of(name) if year is None else found.line_year(name, year) for name in found.lines]
        assert whole is not None
        for state in ("now", "proposed", "full_year"):
            added = [sum(getattr(getattr(each, state), name) for each in lines) for name in StateCost._fields]
            assert added == list(getattr(whole, state)), (year, state)
        assert whole.protection == sum(each.protection for each in lines if each)
        assert whole.net_saving == sum(each.net_saving for each in lines if each)
    busiest = total(found, Y2025).proposed
    assert all((busiest.rates, busiest.leavers, busiest.drift, busiest.awards, busiest.external_ended))


def test_the_effects_are_what_stands_between_the_price_base_and_the_year() -> None:
    plain = outlook(payband.Review(**large_review(200)).inputs)
    found = outlook(payband.Review(**busy(200)).inputs)
    base = payband.Review(**large_review(200)).calculate().structure_cost
    for name in plain.lines[1:-1]:  # the first and last lines differ in posts and funding
        [costed] = [each for each in base.lines if each.name == name]
        answer = found.line_year(name, Y2025)
        assert answer is not None
        now = answer.now
        assert now.salaries + now.on_costs - now.rates - now.leavers - now.drift - now.awards == costed.now.modelled


def test_every_person_by_a_reckoning_of_their_own() -> None:
    """Awards on 1 April and increments on 1 April, person by person in decimals, beside the columns."""
    given = large_review(120)
    given["settings"] |= {"implementation date": "01/04/2024", "increments": "1 April", "horizon": 3}
    given["pay_awards"] = [{"effective from": "01/04/2026", "percent": "3%"}]
    given["on_costs"] = [{"profile": "all", "pension rate": "19.6%"}]
    review = payband.Review(**given)
    found = outlook(review.inputs)
    top = {
        row["grade"]: [22_000 + 850 * (int(row["bottom point"]) - 1 + step) for step in range(4)]
        for row in given["grades"]
    }
    grade = {row["line"]: row["grade"] for row in given["posts"]}
    for number, year in enumerate(found.years):
        expected = Decimal(0)
        for person in given["people"]:
            salary, points = Decimal(person["salary now"]), top[grade[person["post now"]]]
            for _ in range(number):
                salary = next((Decimal(point) for point in points if point > salary), salary)
            if year == Y2026:
                salary = (salary * Decimal("1.03")).quantize(Decimal(1), "ROUND_HALF_UP")
            parts = person["FTE"]
            share = Decimal(30) / 37 if parts == "30/37" else Decimal(str(parts))
            annual = (salary * share).quantize(Decimal("0.01"), "ROUND_HALF_UP")
            expected += annual + oracle.on_costs(annual, year.start, Decimal("0.196"))
        assert pounds(total(found, year).now.cost) == expected


@pytest.mark.parametrize("day", ["01/04/2024", "02/04/2024", "15/09/2024", "31/03/2025"])
def test_the_steady_state_does_not_depend_on_the_day_it_starts(day: str) -> None:
    first, other = (
        outlook(payband.Review(**busy(150, **{"implementation date": each, "vacancies costed": "no"})).inputs)
        for each in ("01/11/2024", day)
    )
    one, two = first.steady_state, other.steady_state
    assert one is not None
    assert two is not None
    for settled, also in zip(one[:3], two[:3], strict=True):
        assert settled[:4] == also[:4]  # salaries, on-costs, what others pay, stated cost
    assert one.protection == 0 < one.proposed.drift


# --- awards in all their forms -------------------------------------------------------------------------------------

_2018 = dict(zip(range(6, 20), [1380] * 4 + [1250, 1200, 1050] + [900] * 5 + [800, 700], strict=True))


def njc(day: str) -> dict[int, int]:
    points = library.spine("NJC", date.fromisoformat(day)).points
    return {int(each.point): each.pence for each in points if each.pence is not None}


def _bands_of_2018() -> str:
    old = njc("2017-04-01")
    return ", then ".join(f"£{flat} up to £{old[point] / 100:.2f}" for point, flat in _2018.items()) + ", then 2%"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2017-04-01", "2018-04-01", _bands_of_2018()),  # National Employers' offer of 5 December 2017
        ("2019-04-01", "2020-04-01", "2.75%"),  # Eden DC, 2020/21
        ("2020-04-01", "2021-04-01", "2.75% up to £17,842, then 1.75%"),  # Wychavon DC, April 2021
        ("2021-04-01", "2022-04-01", "£1,925"),  # UNISON West Sussex, November 2022
        ("2022-04-01", "2023-04-01", "£1,925 up to £49,590, then 3.5%"),  # Devon ALC, 2023; the rest is above the spine
        ("2023-04-01", "2024-04-01", "£1,290 up to £51,515, then 2.50%"),  # EPM bulletin, 23 October 2024
        ("2024-04-01", "2025-04-01", "3.2%"),  # UK Startup Magazine, 2025
    ],
)
def test_national_awards_in_words_lead_from_one_spine_to_the_next(before: str, after: str, words: str) -> None:
    awards = awards_of(award_rows(date.fromisoformat(after), words, 1))
    old, new = njc(before), njc(after)
    reached = {point: after_awards(pence, awards) for point, pence in old.items() if point in new}
    assert len(reached) >= 42
    assert reached == {point: new[point] for point in reached}


# --- what is not known ---------------------------------------------------------------------------------------------


def test_years_past_the_rates_are_not_known_until_somebody_assumes_them() -> None:
    unknown = looked(posts=[line()], assumptions=[])
    assert unknown.total(Y2026) is not None
    assert unknown.total(Y2027) is None
    assert unknown.steady_state is None
    [said] = unknown.warnings
    assert "2027-28 and later years are not known" in said
    assert "add a row to table Assumptions: assumption 'rates after the last published year'" in said
    assumed = looked(posts=[line()])
    assert total(assumed, Y2027).full_year.cost == total(assumed, Y2026).full_year.cost
    assert assumed.assumed == ("", "", *["rates after the last published year: as the last year"] * 4)
    assert any("ASSUMED" in each for each in assumed.warnings)
    whys = assumed.total_rows().records()
    assert [bool(each["why"]) for each in whys] == [False, False, True, True, True, True]


def test_a_rate_of_national_insurance_that_is_assumed() -> None:
    assumed = [{"assumption": "employer NI rate from 2026-27", "value": "16%"}]
    found = looked(posts=[line()], assumptions=assumed, settings={"horizon": 2})
    # Eight months of £1,749.67 and four of £1,749.66 above the threshold, at 16%: £279.95 and £279.94.
    ni = 8 * Decimal("279.95") + 4 * Decimal("279.94")
    assert pounds(total(found, Y2026).proposed.on_costs) == ni + 5200
    assert pounds(total(found, Y2026).proposed.rates) == ni - 12 * Decimal("262.45")
    assert found.assumed[:2] == ("", "employer NI rate from 2026-27: 16%")


def test_an_award_that_adds_nothing_is_told_with_its_day_and_why() -> None:
    days = ("01/04/2024", "01/04/2025", "02/04/2025", "31/03/2027", "01/04/2027")
    awards = [{"effective from": day, "percent": "2%"} for day in days]
    said = looked(posts=[line()], pay_awards=awards, settings={"horizon": 2}).warnings
    assert [each for each in said if "adds nothing" in each] == [
        "the pay award of 1 April 2024 adds nothing: it is not after the implementation date, 1 April 2025, whose "
        "salaries hold it already",
        "the pay award of 1 April 2025 adds nothing: it is not after the implementation date, 1 April 2025, whose "
        "salaries hold it already",
        "the pay award of 1 April 2027 adds nothing in any of these years: it is past the horizon, which ends on "
        "31 March 2027",
    ]


def test_a_line_that_is_not_known_makes_the_total_unknown() -> None:
    spines = [{"spine": "G", "point": 1, "salary": 21_000, "effective from": "01/04/2024"},
              {"spine": "G", "point": 6, "effective from": "01/04/2024"}]  # fmt: skip
    found = looked(spines=spines, posts=[line(), {**line(), "line": "Clerks", "costed at": "bottom"}])
    assert found.total(Y2025) is None
    clerks = found.line_year("Clerks", Y2025)
    assert clerks is not None
    assert clerks.proposed.salaries == 2_100_000
    assert "is not known" in found.why["Officers"]


def test_a_name_that_is_not_in_the_outlook() -> None:
    found = looked(posts=[line()])
    with pytest.raises(payband.UnknownName, match="did you mean 'Officers'"):
        found.line_year("Oficers", Y2025)
    with pytest.raises(payband.UnknownName, match="1999-00 is not in the outlook"):
        found.total(FinancialYear(1999))


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        (
            {"pay_awards": [{"effective from": "01/04/2026", "percent": each} for each in ("1%", "2%")]},
            ("PayAwards", 2, "salaries up to"), "row 1 has an award of the same day for the same salaries",
        ),
        (
            {"settings": {"increments": "anniversary"}, "people": people(22_000)},
            ("People", 1, "started on"), "increments are paid on the anniversary of starting: give the day",
        ),
        (
            {"assumptions": [{"assumption": "Rates after the last published year", "value": "up a bit"}]},
            ("Assumptions", 1, "value"), "write 'as the last year'",
        ),
        (
            {"assumptions": [{"assumption": "employer NI rate from 2026-27", "value": "160%"}]},
            ("Assumptions", 1, "value"), "no rate over 100% is read",
        ),
        (
            {"assumptions": [{"assumption": "employer NI rate from 2026-27", "value": "16%"},
                             {"assumption": "Employer NI  rate from 2026-2027", "value": "14%"}]},
            ("Assumptions", 2, "value"), "rate from 2026-27 is already in row 1: delete one of the two rows",
        ),
        ({"settings": {"increments": "1 May"}}, ("Settings", 7, "value"), "is not one of the choices"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_with_its_place(
    given: dict[str, Any], place: tuple[str, int, str], said: str
) -> None:
    with pytest.raises(payband.InputProblems) as caught:
        payband.Review(**small_review(**given))
    [problem] = caught.value.problems
    assert (problem.table, problem.row, problem.column) == place
    assert said in problem.message


def test_protection_past_the_rates_rests_on_the_assumption() -> None:
    given: dict[str, Any] = {
        "settings": {"protection on-costs": "yes", "protection months": 36},
        "people": people(27_500),
    }
    with pytest.raises(payband.InputProblems, match="add a row to table Assumptions"):
        payband.Review(**small_review(**given))
    results = payband.Review(**small_review(**given, assumptions=CARRIED_ON)).calculate()
    years = results.tables["ProtectionByYear"].records()
    assert years[2]["on_costs"] == years[1]["on_costs"] > 0
    assert [each for each in results.warnings if "protection in 2027-28 is ASSUMED" in each]
