"""Published rates beside National Insurance: redundancy, wages, pensions, awards and supplements, as printed."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal

import pytest

import payband
from payband import library
from payband.review.scenarios.awards import award_rows
from tests.run import TOP

CASES = TOP / "tests" / "cases"

# The limit of a week's pay in Great Britain: GOV.UK's own calculators, config/smart_answers/rates/redundancy_pay.yml.
WEEKS = [
    ("2009-10-01", "2011-01-31", 380), ("2011-02-01", "2012-01-31", 400), ("2012-02-01", "2013-01-31", 430),
    ("2013-02-01", "2014-04-05", 450), ("2014-04-06", "2015-04-05", 464), ("2015-04-06", "2016-04-05", 475),
    ("2016-04-06", "2017-04-05", 479), ("2017-04-06", "2018-04-05", 489), ("2018-04-06", "2019-04-05", 508),
    ("2019-04-06", "2020-04-05", 525), ("2020-04-06", "2021-04-05", 538), ("2021-04-06", "2022-04-05", 544),
    ("2022-04-06", "2023-04-05", 571), ("2023-04-06", "2024-04-05", 643), ("2024-04-06", "2025-04-05", 700),
    ("2025-04-06", "2026-04-05", 719), ("2026-04-06", "2027-04-05", 751),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "limit"), WEEKS)
def test_the_limit_of_a_weeks_pay_of_every_year(first: str, last: str, limit: int) -> None:
    for day in (first, last):
        assert payband.redundancy(63, 40, 10_000, day) == limit * 30  # twenty years, all of them at 41 or over
        row = library.in_force("redundancy/limits.csv", "week_pay", date.fromisoformat(day), "the limit")
        assert row.status == "confirmed"
        assert "(Increase of " in row.source


def test_the_limits_of_northern_ireland_are_their_own() -> None:
    limits = {2022: 594, 2023: 669, 2024: 729, 2025: 749, 2026: 783}
    for year, limit in limits.items():
        row = library.in_force("redundancy/limits.csv", "week_pay_northern_ireland", date(year, 4, 6), "the limit")
        assert int(row.values["value"]) == limit


# The National Minimum Wage and the National Living Wage, £ an hour: GOV.UK's own calculators, minimum_wage.yml.
WAGES = [
    # (from, under 18, 18 to 20, 21 and over below the living wage, the living wage, its age, apprentice, a day's home)
    ("2010-10-01", "3.64", "4.92", "5.93", "", "", "2.50", "4.61"),
    ("2011-10-01", "3.68", "4.98", "6.08", "", "", "2.60", "4.73"),
    ("2012-10-01", "3.68", "4.98", "6.19", "", "", "2.65", "4.82"),
    ("2013-10-01", "3.72", "5.03", "6.31", "", "", "2.68", "4.91"),
    ("2014-10-01", "3.79", "5.13", "6.50", "", "", "2.73", "5.08"),
    ("2015-10-01", "3.87", "5.30", "6.70", "", "", "3.30", "5.35"),
    ("2016-04-01", "3.87", "5.30", "6.70", "7.20", "25", "3.30", "5.35"),
    ("2016-10-01", "4.00", "5.55", "6.95", "7.20", "25", "3.40", "6.00"),
    ("2017-04-01", "4.05", "5.60", "7.05", "7.50", "25", "3.50", "6.40"),
    ("2018-04-01", "4.20", "5.90", "7.38", "7.83", "25", "3.70", "7.00"),
    ("2019-04-01", "4.35", "6.15", "7.70", "8.21", "25", "3.90", "7.55"),
    ("2020-04-01", "4.55", "6.45", "8.20", "8.72", "25", "4.15", "8.20"),
    ("2021-04-01", "4.62", "6.56", "8.36", "8.91", "23", "4.30", "8.36"),
    ("2022-04-01", "4.81", "6.83", "9.18", "9.50", "23", "4.81", "8.70"),
    ("2023-04-01", "5.28", "7.49", "10.18", "10.42", "23", "5.28", "9.10"),
    ("2024-04-01", "6.40", "8.60", "", "11.44", "21", "6.40", "9.99"),
    ("2025-04-01", "7.55", "10.00", "", "12.21", "21", "7.55", "10.66"),
    ("2026-04-01", "8.00", "10.85", "", "12.71", "21", "8.00", "11.10"),
]


@pytest.mark.parametrize("printed", WAGES, ids=lambda printed: printed[0])
def test_the_floors_of_wages(printed: tuple[str, ...]) -> None:
    start, under_18, to_20, adult, living, age, apprentice, home = printed
    upper = {"": " and over", "25": " to 24", "23": " to 22"}.get(age, "")
    expected = {
        "National Minimum Wage, under 18": under_18,
        "National Minimum Wage, 18 to 20": to_20,
        f"National Minimum Wage, 21{upper}": adult,
        f"National Living Wage, {age} and over": living,
        "National Minimum Wage, apprentice": apprentice,
        "accommodation offset": home,
    }
    day = date.fromisoformat(start)
    found = {
        row.values["floor"]: f"{Decimal(row.values['pence']) / 100:.2f}"
        for row in library.rows_of("wages/floors.csv")
        if row.effective_from <= day <= row.effective_to and not row.values["floor"].startswith("Real")
    }
    assert found == {name: rate for name, rate in expected.items() if rate}


def test_the_real_living_wage_is_held_where_its_day_of_announcement_is_confirmed() -> None:
    found = {
        (row.values["effective_from"], row.values["floor"]): row.values["pence"]
        for row in library.rows_of("wages/floors.csv")
        if row.values["floor"].startswith("Real")
    }
    announced: dict[str, tuple[int | None, int]] = {
        "2012-11-05": (745, 855), "2013-11-04": (None, 880), "2014-11-08": (785, 915), "2015-11-02": (825, 940),
        "2016-10-31": (845, 975), "2017-11-06": (875, 1020), "2018-11-05": (900, 1055), "2019-11-11": (930, 1075),
        "2020-11-09": (950, 1085), "2021-11-15": (990, 1105), "2022-09-22": (1090, 1195), "2023-10-24": (1200, 1315),
        "2024-10-23": (1260, 1385), "2025-10-22": (1345, 1480),
    }  # fmt: skip
    assert found == {
        (day, f"Real Living Wage, {place}"): str(pence)
        for day, rates in announced.items()
        for place, pence in zip(("UK", "London"), rates, strict=True)
        if pence  # of 2013 the UK's own announcement was not found
    }


def test_every_minimum_wage_of_a_year_to_2024_names_its_instrument() -> None:
    for row in library.rows_of("wages/floors.csv"):
        if not row.values["floor"].startswith("Real") and row.effective_from < date(2025, 4, 1):
            assert re.search(r"\(SI 20\d\d/\d+\)$", row.source), row.source


def test_every_limit_of_great_britain_names_its_order() -> None:
    rows = [row for row in library.rows_of("redundancy/limits.csv") if row.values["item"] == "week_pay"]
    assert all(re.search(r"\(SI 20\d\d/\d+\)$", row.source) for row in rows)
    assert len({row.source for row in rows}) == len(rows) > 15


LGPS, CIVIL = "Local Government Pension Scheme", "Civil Service pension schemes"
USS = "Universities Superannuation Scheme"
TEACHERS, NHS, POLICE, FIRE = (
    f"{name} Pension Scheme" for name in ("Teachers'", "NHS", "Police", "Firefighters'")
)  # fmt: skip
PENSIONS = [
    # (scheme, employer, first day, last day, %, status): every row, as its source prints it
    (LGPS, "Kent County Council", "2011-04-01", "2012-03-31", "21", "single source"),
    (LGPS, "Lee Valley Regional Park Authority", "2022-04-01", "2023-03-31", "13.8", "single source"),
    (LGPS, "NILGOSC main group", "2017-04-01", "2018-03-31", "18", "confirmed"),
    (LGPS, "NILGOSC main group", "2018-04-01", "2019-03-31", "19", "confirmed"),
    (LGPS, "NILGOSC main group", "2023-04-01", "2026-03-31", "19", "confirmed"),
    (LGPS, "Leicestershire County Council", "2025-04-01", "2026-03-31", "29.4", "single source"),
    (LGPS, "Strathclyde Pension Fund main group", "2024-04-01", "2025-03-31", "6.5", "single source"),
    (TEACHERS, "any", "2015-09-01", "2019-08-31", "16.48", "confirmed"),
    (TEACHERS, "any", "2019-09-01", "2024-03-31", "23.68", "confirmed"),
    (TEACHERS, "any", "2024-04-01", "2025-03-31", "28.68", "confirmed"),
    (NHS, "any", "2017-04-01", "2019-03-31", "14.38", "confirmed"),
    (NHS, "any", "2019-04-01", "2024-03-31", "20.68", "confirmed"),
    (NHS, "any", "2024-04-01", "2025-03-31", "23.78", "confirmed"),
    (NHS, "any", "2025-04-01", "2027-03-31", "23.78", "single source"),
    (POLICE, "any", "2006-04-01", "2015-03-31", "24.2", "single source"),
    (POLICE, "any", "2015-04-01", "2019-03-31", "21.3", "single source"),
    (POLICE, "any", "2023-04-01", "2024-03-31", "31", "confirmed"),
    (POLICE, "any", "2024-04-01", "2025-03-31", "35.3", "confirmed"),
    (FIRE, "England", "2022-04-01", "2023-03-31", "28.8", "single source"),
    (FIRE, "England", "2024-04-01", "2027-03-31", "37.6", "confirmed"),
    (CIVIL, "salary to £23,000", "2019-04-01", "2022-03-31", "26.6", "confirmed"),
    (CIVIL, "salary over £23,000 to £45,500", "2019-04-01", "2022-03-31", "27.1", "confirmed"),
    (CIVIL, "salary over £45,500 to £77,000", "2019-04-01", "2022-03-31", "27.9", "confirmed"),
    (CIVIL, "salary over £77,000", "2019-04-01", "2022-03-31", "30.3", "confirmed"),
    (CIVIL, "any", "2024-04-01", "2027-03-31", "28.97", "confirmed"),
    (USS, "any", "2021-04-01", "2021-09-30", "21.1", "confirmed"),
    (USS, "any", "2021-10-01", "2021-12-31", "21.4", "confirmed"),
    (USS, "any", "2023-01-01", "2023-12-31", "21.6", "confirmed"),
    (USS, "any", "2024-01-01", "2024-12-31", "14.5", "confirmed"),
]


def test_every_employers_pension_rate_is_as_its_source_has_it() -> None:
    found = [
        (*(row.values[column] for column in ("scheme", "employer", "effective_from", "effective_to")),
         f"{Decimal(row.values['basis_points']) / 100:f}", row.status)
        for row in library.rows_of("pensions/employer_rates.csv")
    ]  # fmt: skip
    assert sorted(found) == sorted(PENSIONS)


def test_the_directors_rate_of_2022_23_is_the_blend_of_its_two_rates() -> None:
    row = library.in_force("ni/rates.csv", "employer_year", date(2022, 10, 1), "the directors' rate")
    blend = Decimal("15.05") * 214 / 365 + Decimal("13.8") * 151 / 365
    assert Decimal(row.values["basis_points"]) / 100 == round(blend, 2) == Decimal("14.53")


def test_awards_name_what_they_are() -> None:
    awards = {row.values["award"]: row for row in library.rows_of("awards/awards.csv")}
    assert len(awards) == 35
    assert awards["NJC 2022"].values["flat"] == "1925"
    assert [awards[f"NJC {year}"].values["basis_points"] for year in (2021, 2025, 2026)] == ["", "320", "330"]
    assert awards["NJC 2024"].values["terms"] == "1,290 on points 2-43; 2.50% above the spine and on allowances"
    assert "no circular of the award was seen" in awards["NJC 2026"].source
    assert awards["NJC 2026"].status == "single source"


# What the awards print beside the words of their transcription, and where a second copy confirmed what one recalled.
SAID = {
    "1,925 on points 2-43; 3.88% above (was recollection)": "1,925 on points 2-43; 3.88% above",
}


def test_every_award_is_as_its_source_has_it() -> None:
    held = {(row.values["effective_from"], row.values["body"]): row for row in library.rows_of("awards/awards.csv")}
    with open(CASES / "awards.csv", encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    assert len(printed) == len(held) == 35
    for award in printed:
        row = held[award["effective_from"], award["body"]]
        terms = row.values["terms"]
        assert terms.startswith(SAID.get(award["award"], award["award"])), award
        no_circular = (award["effective_from"], award["body"]) == ("2026-04-01", "NJC")  # an offer, and what is paid
        assert row.status == ("single source" if no_circular else award["status"]), award
        if row.values["basis_points"]:
            assert f"{Decimal(row.values['basis_points']) / 100:f}%" in terms.replace(".0%", "%").replace(
                "2.50%", "2.5%"
            )
        if row.values["flat"]:
            assert f"{int(row.values['flat']):,}" in terms


def test_a_scenario_may_name_an_award() -> None:
    [found] = award_rows(date(2025, 4, 1), "njc 2025", 5)
    assert (found.percent, found.flat, found.rounding) == (320, 0, "nearest £1")
    assert found.source == "NJC 2025: NJC pay agreement of 23 July 2025"
    [found] = award_rows(date(2022, 4, 1), "NJC 2022", 5)
    assert (found.percent, found.flat) == (0, 192_500)
    with pytest.raises(payband.WrongInput, match=r"the award NJC 2024 is not the same for all salaries \(1,290 on"):
        award_rows(date(2024, 4, 1), "NJC 2024", 5)
    with pytest.raises(payband.WrongInput, match="'NJC 1999' is not a pay award"):
        award_rows(date(1999, 4, 1), "NJC 1999", 5)


def test_high_cost_area_supplements_are_as_the_handbook_has_them() -> None:
    columns = {"percent of basic salary": "basis_points", "minimum": "minimum", "maximum": "maximum"}
    tested = 0
    with open(CASES / "spines" / "nhs_afc.csv", encoding="utf-8", newline="") as file:
        for printed in csv.DictReader(file):
            if not printed["spine"].startswith("HCAS"):
                continue
            zone, day = printed["spine"].split()[1], date.fromisoformat(printed["effective_from"])
            row = library.in_force("nhs/high_cost_area_supplements.csv", zone, day, zone)
            factor = 100 if "percent" in printed["point"] else 1
            assert int(row.values[columns[printed["point"]]]) == int(printed["salary"]) * factor
            assert row.status == printed["status"]
            tested += 1
    assert tested == 18
