"""The published spines: every row against a transcription of its source, each year against the next by its award."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

import payband
from payband import library
from tests.run import TOP

CASES = TOP / "tests" / "cases" / "spines"
Key = tuple[str, str, str, str]  # the first day, the body, the spine, the point


class Printed(NamedTuple):
    """A salary as its source prints it."""

    effective_to: str
    salary: str
    status: str


def _transcribed(file: str) -> dict[Key, Printed]:
    with open(CASES / file, encoding="utf-8", newline="") as lines:
        return {
            (row["effective_from"], row["body"], row["spine"], row["point"].replace("single point", "single")): Printed(
                row["effective_to"], row["salary"], row["status"]
            )
            for row in csv.DictReader(lines)
        }


FILES = sorted(path.name for path in CASES.glob("*.csv"))
TRANSCRIBED: dict[Key, Printed] = {key: value for file in FILES for key, value in _transcribed(file).items()}
ENDS = {"min": "bottom_salary", "start": "bottom_salary", "L1": "bottom_salary"} | {
    "max": "top_salary", "top": "top_salary", "L43": "top_salary",
}  # fmt: skip


def _held() -> dict[Key, library.Row]:
    return {
        (row.values["effective_from"], row.values["body"], row.values["spine"], row.values["point"]): row
        for row in library.rows_of("spines/*/spine*")
    }


def _ranges() -> dict[tuple[str, str, str], library.Row]:
    return {
        (row.values["effective_from"], row.values["body"], row.values["grade"]): row
        for row in library.rows_of("spines/*/grades*")
        if not row.values["spine"]
    }


# --- every row -----------------------------------------------------------------------------------------------------


NO_PRIMARY = (
    "no primary document",
    "no circular",
    "no published document",
    "as the Department for Education prints them",
)


def status_of(row: library.Row, printed: Printed) -> str:
    """The status of a transcription; what copies alone confirm, and no primary document, is of a single source."""
    copied = printed.status == "confirmed" and any(words in row.source for words in NO_PRIMARY)
    is_end = row.values["point"] in ("M1", "M6", "U1", "U3", "1", "6") and "Department for Education" in row.source
    return "single source" if copied and not is_end else printed.status


def test_what_has_no_primary_document_is_of_a_single_source_and_says_so() -> None:
    tested = 0
    for kind in ("spines/*/spine*", "spines/*/grades*", "spines/*/steps*", *library.TABLES):
        for row in library.rows_of(kind):
            if any(words in row.source for words in NO_PRIMARY[:3]):
                assert row.status != "confirmed", row
            if row.status == "single source":
                assert "single source" in row.source, row
                tested += 1
    assert tested > 300


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_as_its_source_has_it(file: str) -> None:
    held, ranges = _held(), _ranges()
    tested = 0
    for (start, body, spine, point), printed in _transcribed(file).items():
        if spine.startswith("HCAS"):
            continue  # a rule and not a spine: tested with the supplements
        tested += 1
        row = held.get((start, body, spine, point))
        if row is not None:
            assert (row.values["effective_to"], row.values["salary"]) == printed[:2], (start, spine, point)
            assert row.status == status_of(row, printed), (start, spine, point)
            continue
        pay_range = ranges[start, body, spine.replace("Leadership points", "Leadership range")]
        assert pay_range.values["effective_to"] == printed.effective_to
        assert pay_range.values[ENDS[point]] == printed.salary, (start, spine, point)
        assert pay_range.status in (printed.status, "single source", "not published")
    assert tested >= 22


def test_nothing_is_held_that_no_source_has() -> None:
    """Of the families that were transcribed: rows of other bodies, and the NJC's earlier ones, have their own tests."""
    bodies = {key[1] for key in TRANSCRIBED} - {"NJC"}
    for key, row in _held().items():
        if key[1] in bodies and row.values["salary"]:
            assert key in TRANSCRIBED, key
    for (start, body, grade), row in _ranges().items():
        if body in bodies:
            spine = grade.replace("Leadership range", "Leadership points")
            for end in ("bottom_salary", "top_salary"):
                points = [point for point, column in ENDS.items() if column == end]
                printed = [TRANSCRIBED.get((start, body, spine, point)) for point in points]
                assert row.values[end] == "".join(each.salary for each in printed if each), (start, grade)


def test_what_was_worked_out_or_inferred_is_never_more_than_an_estimate() -> None:
    for key, row in _held().items():
        if key in TRANSCRIBED:
            assert bool(row.values.get("estimate")) or row.status != "derived", key
    inferred = [row for row in _held().values() if "inferred" in row.values.get("estimate", "")]
    assert len(inferred) == 29 + 8


def test_recollection_is_nowhere() -> None:
    for kind in ("spines/*/spine*", "spines/*/grades*", *library.TABLES):
        for row in library.rows_of(kind):
            assert "recollection" not in f"{row.status} {row.source} {row.read_in}".casefold(), row
    fire = {row.effective_from.year for row in library.rows_of("spines/*/spine*") if row.values["body"] == "NJC Fire"}
    assert fire == {2021, 2023, 2024}  # 2022 and 2025 are known from memory alone


# --- each year by its award ----------------------------------------------------------------------------------------


def _nearest(amount: Decimal, multiple: int = 1) -> int:
    return int((amount / multiple).quantize(Decimal(1), ROUND_HALF_UP)) * multiple


def _off(body: str, before: str, after: str, factor: str, *, multiple: int = 1, add: int = 0) -> dict[str, int]:
    """By how many pounds the printed points of a year differ from those of the year before with the award."""
    found = {}
    for (start, of, spine, point), printed in TRANSCRIBED.items():
        earlier = TRANSCRIBED.get((before, of, spine, point))
        if of != body or start != after or earlier is None or spine.startswith("HCAS"):
            continue
        if "derived" in (printed.status, earlier.status):
            continue
        expected = _nearest(Decimal(earlier.salary) * Decimal(factor), multiple) + add
        if int(printed.salary) != expected:
            found[f"{spine.removeprefix('AfC Band ')} {point}"] = int(printed.salary) - expected
    return found


def test_njc_2026_is_2025_with_3_3_percent_at_every_point() -> None:
    held = _held()
    points = [key for key in TRANSCRIBED if key[1] == "NJC"]
    assert len(points) == 41
    for start, body, spine, point in points:
        before = held["2025-04-01", body, spine, point]
        expected = _nearest(Decimal(before.values["salary"]) * Decimal("1.033"))
        assert int(held[start, body, spine, point].values["salary"]) == expected, point
    assert ("2026-04-01", "NJC", "NJC", "2") not in held  # deleted on 1 April 2026


def test_nhs_points_follow_their_award_to_a_pound() -> None:
    """NHS rounding follows no rule: the printed figures count, and these are the pounds by which they differ."""
    england = "NHS England"
    assert sorted(_off(england, "2025-04-01", "2026-04-01", "1.033")) == [
        "5 entry", "7 entry", "8a top", "8c entry", "8c intermediate", "8d top",
    ]  # fmt: skip
    assert len(_off(england, "2024-04-01", "2025-04-01", "1.036")) == 7
    lifted = _off(england, "2023-04-01", "2024-04-01", "1.055")
    assert {name for name, pounds in lifted.items() if abs(pounds) > 1} <= {"2 entry", "2 top"}
    lifted = _off(england, "2022-04-01", "2023-04-01", "1.05")
    assert {name for name, pounds in lifted.items() if abs(pounds) > 1} == {"2 entry"}
    flat = _off(england, "2021-04-01", "2022-04-01", "1", add=1_400)
    assert set(flat) <= {"2 entry", "6 top", "7 entry", "7 intermediate", "7 top"}
    assert len(_off("NHS Scotland", "2025-04-01", "2026-04-01", "1.0375")) == 5
    wales = _off("NHS Wales", "2025-04-01", "2026-04-01", "1.033")
    assert {name for name, pounds in wales.items() if abs(pounds) > 1} <= {"2 entry", "2 top", "3 entry"}


@pytest.mark.parametrize(("before", "award"), [("2022", "1.065"), ("2023", "1.055"), ("2024", "1.04")])
def test_teachers_pay_is_the_year_before_with_the_award_rounded_up(before: str, award: str) -> None:
    tested = 0
    first, second = f"{before}-09-01", f"{int(before) + 1}-09-01"
    for (start, body, spine, point), printed in TRANSCRIBED.items():
        earlier = TRANSCRIBED.get((first, body, spine, point))
        if body != "Teachers England" or start != second or earlier is None:
            continue
        if before == "2022" and spine.startswith("Main range"):
            continue  # the 2023 award lifted the bottom of the main range by more
        if "points" in spine and "rest of England" not in spine:
            continue
        exact = Decimal(earlier.salary) * Decimal(award)
        assert int(printed.salary) == int(exact.quantize(Decimal(1), ROUND_CEILING)), (spine, point)
        tested += 1
    assert tested >= 30


def test_police_rates_follow_their_awards_to_the_nearest_multiple_of_three_pounds() -> None:
    for before, after, factor, pairs in (
        ("2022-09-01", "2023-09-01", "1.07", 16),
        ("2024-09-01", "2025-09-01", "1.042", 6),
    ):
        assert _off("Police E&W", before, after, factor, multiple=3) == {}
        same = [key for key in TRANSCRIBED if key[0] == after and (before, *key[1:]) in TRANSCRIBED]
        assert len([key for key in same if key[1] == "Police E&W"]) == pairs


def test_fire_rates_of_2021_reach_those_of_2024_by_their_three_awards() -> None:
    tested = 0
    for (start, body, spine, point), printed in TRANSCRIBED.items():
        if (start, body, spine) != ("2021-07-01", "NJC Fire", "Grey Book Wholetime"):
            continue
        pay = Decimal(printed.salary)
        for award in ("1.07", "1.05", "1.04"):
            pay = Decimal(_nearest(pay * Decimal(award)))
        assert abs(int(TRANSCRIBED["2024-07-01", body, spine, point].salary) - pay) <= 1, point
        tested += 1
    assert tested == 16


def test_higher_education_points_follow_their_award() -> None:
    spine = ("HE", "JNCHES single pay spine")
    for point in range(5, 52):
        of = {
            key[0]: Decimal(printed.salary) for key, printed in TRANSCRIBED.items() if key[1:] == (*spine, str(point))
        }
        assert of["2024-08-01"] == of["2023-08-01"] + 900
        assert abs(of["2025-08-01"] - _nearest(of["2025-03-01"] * Decimal("1.014"))) <= 1, point


def test_senior_civil_service_minima_rise_as_the_guidance_says() -> None:
    for grade in ("SCS 1", "SCS 2", "SCS 3"):
        of = {
            start[:4]: int(printed.salary)
            for (start, body, spine, point), printed in TRANSCRIBED.items()
            if (body, spine, point) == ("Senior Civil Service", grade, "min")
        }
        assert of["2024"] == of["2023"] + 1_000


# --- what employers advertise --------------------------------------------------------------------------------------

with open(CASES.parent / "adverts.csv", encoding="utf-8", newline="") as _file:
    ADVERTS = list(csv.DictReader(_file))


def test_how_many_adverts_were_found_of_each_family() -> None:
    """Five a family were looked for, and none is made up.

    Two of the police and two of Soulbury were found whose pay is of a day that the figures hold. Of the Senior Civil
    Service none was: the packs for candidates that could be read are of other years, or are cut off before the pay.
    Of the fire ranks three are of one service's page, and both of Soulbury are of one council's.
    """
    assert Counter(advert["family"] for advert in ADVERTS) == {
        "NJC": 8, "NHS": 5, "HE": 6, "teachers": 5, "police": 2, "fire": 5, "Soulbury": 2,
    }  # fmt: skip
    assert all(advert["address"] and advert["dated"] for advert in ADVERTS)


@pytest.mark.parametrize("advert", ADVERTS, ids=lambda advert: f"{advert['advert']} {advert['bottom']}")
def test_the_pay_that_employers_advertise(advert: dict[str, str]) -> None:
    name, on = advert["name"], advert["on"]
    for end in ("bottom", "top"):
        printed, point = int(advert[f"{end}_printed"]), advert[end]
        ladder, step = library.ladder(name, point, date.fromisoformat(on))
        found = ladder.points[ladder.position(step)]
        if found.pence is None:  # no document prints it: the advert agrees with what the award makes of it
            assert found.worked_out == printed * 100
            with pytest.raises(payband.UnknownFigure, match=f"works out at £{printed:,}"):
                payband.salary(name, point, on)
            continue
        assert payband.salary(name, point, on) == printed
        one = payband.pay_range(name, point, point, on).rows
        assert [row[:2] for row in one] == [[found.point if not found.point.isdigit() else int(found.point), printed]]


@pytest.mark.parametrize("advert", [each for each in ADVERTS if each["family"] != "teachers"])
def test_slotting_into_a_range_as_it_is_advertised(advert: dict[str, str]) -> None:
    name, on = advert["name"], advert["on"]
    bottom, top = int(advert["bottom_printed"]), int(advert["top_printed"])
    rows = payband.pay_range(name, advert["bottom"], advert["top"], on).rows
    if "unknown" in (rows[0][1], rows[-1][1]):  # no document prints an end: the advert alone does
        with pytest.raises(payband.UnknownFigure, match="never published"):
            payband.slot(bottom, [row[:2] for row in rows], "same point", "higher", on)
        return
    points: Any = name if advert["family"] == "NHS" else [row[:2] for row in rows]
    for salary, rule, at, outcome in (
        (bottom, "same point", bottom, "same"),
        (bottom - 1, "nearest", bottom, "rise, below the bottom"),
        (top + 1, "next above", top, "fall, above the top"),
        (top - 1, "next above", top, "rise"),
    ):
        if outcome == "rise" and (bottom == top or any(row[1] == "unknown" for row in rows)):
            continue  # nothing lies between, or between points that no document prints no slotting is certain
        [[point, found, change, said]] = payband.slot(salary, points, rule, "higher", on).rows
        assert (found, change, said) == (at, at - salary, outcome)
        assert str(point) == (advert["bottom"] if at == bottom else advert["top"])


def test_the_hourly_rate_that_a_school_prints() -> None:
    """NJC hours: the year over 365/7 weeks and 37 hours. A Manchester school prints £14.14 for point 7 of 2026."""
    assert round(payband.salary("NJC", 7, "01/09/2026") / Decimal("52.143") / 37, 2) == Decimal("14.14")


BANDS = [
    # (body, band, the day, bottom, top): the pay circulars of 2025 and 2026
    ("NHS England", "2", "01/04/2026", 25_272, 25_272),
    ("NHS England", "5", "01/04/2026", 32_073, 39_043),
    ("NHS England", "6", "01/04/2025", 38_682, 46_580),
    ("NHS England", "8a", "01/04/2026", 57_528, 64_750),
    ("NHS England", "9", "01/04/2026", 112_782, 129_783),
]


@pytest.mark.parametrize(("body", "band", "on", "bottom", "top"), BANDS)
def test_bands_of_the_nhs_are_grades_with_steps(body: str, band: str, on: str, bottom: int, top: int) -> None:
    assert payband.range_min(f"{body} Band {band}", on) == bottom
    assert payband.range_max(f"{body} Band {band}", on) == top
    rows = payband.pay_range(f"{body} AfC Band {band}", "entry", "top", on)
    assert rows.column("point") == ["entry", *(["intermediate"] if len(rows) == 3 else []), "top"]
    slotted = payband.slot([bottom + 1], f"{body} Band {band}", "next above", None, on)
    assert slotted.rows[0][0] == (rows.rows[1][0] if bottom < top else "top")


RANGES = [
    ("Main range inner London", "01/09/2025", 40_317, 52_300),
    ("Upper range inner London", "01/09/2022", 49_320, 53_482),
    ("Headteacher rest of England", "01/09/2025", 58_569, 143_796),
    ("Leading practitioner outer London", "01/09/2025", 56_154, 83_223),
    ("Unqualified rest of England", "01/09/2022", 19_340, 30_172),
    ("SCS 1", "01/04/2023", 75_000, 117_800),
    ("SCS 3", "01/04/2024", 128_000, 208_100),
    ("Sergeant", "01/09/2025", 53_568, 56_208),
]


@pytest.mark.parametrize(("grade", "on", "bottom", "top"), RANGES)
def test_ranges_of_national_schemes_are_grades(grade: str, on: str, bottom: int, top: int) -> None:
    assert payband.range_min(grade, on) == bottom
    assert payband.range_max(grade, on) == top


POINTS = [
    ("JNCHES single pay spine", "30", "01/09/2021", 34_304),
    ("JNCHES single pay spine", "51", "01/08/2009", 55_535),
    ("Educational Improvement Professionals", "1", "01/09/2025", 42_884),
    ("Young People's/Community Service Managers", "24", "01/09/2025", 76_541),
    ("Inspector in London", "3", "01/09/2023", 65_688),
    ("Grey Book Wholetime", "Firefighter competent", "01/07/2024", 37_675),
]


@pytest.mark.parametrize(("spine", "point", "on", "salary"), POINTS)
def test_points_of_national_spines(spine: str, point: str, on: str, salary: int) -> None:
    assert payband.salary(spine, point, on) == salary


# --- how far they reach, and what is only an estimate ---------------------------------------------------------------


def test_beyond_its_last_day_each_family_names_its_file() -> None:
    last: dict[str, library.Row] = {}
    for row in library.rows_of("spines/*/spine*"):
        name = f"{row.values['body']} {row.values['spine']}"
        last[name] = max(last.get(name, row), row, key=lambda each: each.effective_to)
    assert {name for name, row in last.items() if row.effective_to.isoformat() >= "2026-12-01"} == {
        name for name in last if name.startswith(("NJC NJC", "NHS ")) and name != "NHS England AfC Band 1"
    }
    for name, row in last.items():
        with pytest.raises(payband.UnknownFigure, match=rf"is known to .*: add a row to data/{row.file}"):
            library.spine(name, row.effective_to.replace(year=row.effective_to.year + 1))


def test_a_point_that_no_circular_confirms_has_no_salary_and_says_what_it_works_out_at() -> None:
    with pytest.raises(payband.UnknownFigure) as error:
        payband.salary("NJC", 15, "01/09/2026")
    assert "award not confirmed by a circular" in str(error.value)
    assert "£31,015" in str(error.value)
    rows = {row[0]: row[1] for row in payband.pay_range("NJC", 14, 17, "01/09/2026")}
    assert {str(point): str(pay) for point, pay in rows.items()} == {
        "14": "30515.00", "15": "unknown", "16": "unknown", "17": "32046.00",
    }  # fmt: skip


def test_names_that_several_nations_or_spines_share_are_told_apart() -> None:
    with pytest.raises(payband.UnknownName, match="'NHS England AfC Band 5', 'NHS Scotland AfC Band 5'"):
        payband.salary("AfC Band 5", "top")
    with pytest.raises(payband.UnknownName, match="say which, 'NHS England Band 5', 'NHS Scotland Band 5'"):
        payband.salary("Band 5", "top")
    with pytest.raises(
        payband.UnknownName, match="'NHS England' has no grade '10': name one of 'NHS England Band 1', "
    ):
        payband.salary("NHS England", "10")
    with pytest.raises(payband.UnknownName, match="'HE' is a body and not a spine: name one of its own, 'HE JNCHES "):
        payband.salary("HE", "30")


# --- grades of national schemes and their steps --------------------------------------------------------------------

YEARS = [
    # (body, band, the day, after how many full years each step comes): the pay scales and circulars, as printed
    ("NHS England", "2", "2026-04-01", {"entry": 0, "top": 2}),
    ("NHS England", "3", "2021-04-01", {"entry": 0, "top": 2}),
    ("NHS England", "4", "2022-04-01", {"entry": 0, "top": 3}),
    ("NHS England", "5", "2026-04-01", {"entry": 0, "intermediate": 2, "top": 4}),
    ("NHS England", "6", "2023-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS England", "7", "2025-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS England", "8a", "2023-04-01", {"entry": 0, "top": 5}),
    ("NHS England", "8a", "2025-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS England", "9", "2022-04-01", {"entry": 0, "top": 5}),
    ("NHS England", "9", "2026-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS Wales", "4", "2025-04-01", {"entry": 0, "top": 3}),
    ("NHS Wales", "5", "2026-04-01", {"entry": 0, "intermediate": 2, "top": 4}),
    ("NHS Wales", "8c", "2026-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS Scotland", "4", "2025-04-01", {"entry": 0, "top": 3}),
    ("NHS Scotland", "6", "2026-04-01", {"entry": 0, "intermediate": 2, "top": 5}),
    ("NHS Scotland", "8a", "2026-04-01", {"entry": 0, "top": 5}),
]


@pytest.mark.parametrize(("body", "band", "on", "years"), YEARS)
def test_steps_come_after_the_years_that_are_printed(body: str, band: str, on: str, years: dict[str, int]) -> None:
    for step, after in years.items():
        salary = payband.salary(body, f"{band} {step}", on)
        assert payband.salary(body, band, on, after) == salary
        assert payband.slot(1_000, f"{body} Band {band}", full_years=after, on_date=on).rows[0][:2] == [
            step, salary,
        ]  # fmt: skip
    steps = list(years)
    for before, step in pairwise(steps):
        assert payband.slot_point(99_000, f"{body} {band}", None, None, on, years[step] - 1) == before


def test_every_step_of_a_band_has_its_years_or_none_has() -> None:
    tested = 0
    for row in library.rows_of("spines/*/grades*"):
        if not row.values["body"].startswith("NHS ") or row.effective_from.year < 2021:
            continue
        years = library.years_to_steps(row, row.effective_from)
        assert list(years) == row.values["points"].split(), row.values
        assert sorted(years.values()) == list(years.values())
        tested += 1
    assert tested == 63 + 22 + 22


@pytest.mark.parametrize(
    ("body", "grade", "on", "salary"),
    [
        ("NHS England", "5 entry", "01/06/2026", 32_073),
        ("NHS England", "Band 5 top", "01/06/2026", 39_043),
        ("nhs england", "8A Intermediate", "01/06/2026", 60_417),
        ("NHS England", "2", "01/06/2026", 25_272),  # both of its steps pay the same
        ("NHS England Band 7", "top", "01/06/2026", 56_515),
        ("NHS England 7", "entry", "01/06/2026", 49_387),
        ("NHS Scotland", "8d top", "01/06/2026", 112_426),
        ("Teachers England", "Main range points inner London, M1", "01/10/2025", 40_317),
        ("Main range points rest of England", "M6", "01/10/2025", 45_352),
        ("Police E&W", "Inspector in London 3", "01/09/2023", 65_688),
    ],
)
def test_a_grade_of_a_national_scheme_is_named_with_its_body(body: str, grade: str, on: str, salary: int) -> None:
    assert payband.salary(body, grade, on) == salary


def test_the_range_of_a_national_band() -> None:
    whole = payband.pay_range("NHS England", 5, None, "01/06/2026")
    assert [tuple(row) for row in whole] == [
        ("entry", 32_073, None), ("intermediate", 34_592, 2_519), ("top", 39_043, 4_451),
    ]  # fmt: skip
    for name, bottom, top in (
        ("NHS England Band 5", None, None), ("NHS England", "5 entry", "5 top"), ("NHS England", 5, 5),
        ("NHS England AfC Band 5", "entry", "top"), ("NHS England", "5 entry", "top"),
    ):  # fmt: skip
        assert payband.pay_range(name, bottom, top, "01/06/2026").rows == whole.rows
    assert len(payband.pay_range("NHS England", 5, "intermediate", "01/06/2026").rows) == 2
    assert payband.pay_range("NJC", on_date="01/04/2024").column("point")[::41] == [2, 43]


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        (
            lambda: payband.salary("NHS England", 5, "01/06/2026"),
            payband.WrongInput,
            r"NHS England Band 5 has the steps entry \(£32,073.00\), intermediate \(£34,592.00\), top \(£39,043.00\): "
            "name one, or give the full years of service",
        ),
        (
            lambda: payband.salary("NHS England", "5 middle", "01/06/2026"),
            payband.UnknownName,
            "NHS England Band 5 has no step 'middle'; its steps are entry, intermediate, top",
        ),
        (
            lambda: payband.salary("NHS England", "5 top", "01/06/2026", 4),
            payband.WrongInput,
            "both the point top and the years of service are given",
        ),
        (lambda: payband.salary("NJC", None, "01/04/2024", 4), payband.WrongInput, "and spine NJC is none"),
        (lambda: payband.salary("NJC", None, "01/04/2024"), payband.WrongInput, "SALARY needs point"),
        (lambda: payband.salary("NHS England", 5, "01/06/2026", -1), payband.WrongInput, "full years is -1: give"),
        (lambda: payband.salary("NHS England", 5, "01/06/2026", "2.5"), payband.WrongInput, "give a whole number"),
        (
            lambda: payband.salary("NHS England", 3, "01/06/2020", 2),
            payband.UnknownFigure,
            "of NHS England Band 3 comes on 1 June 2020 was asked for but is known from 1 April 2021 only: add a row "
            "to data/spines/nhs-england/steps.csv",
        ),
        (
            lambda: payband.salary("Main range points rest of England", None, "01/10/2025", 3),
            payband.WrongInput,
            "years of service lead to a step of a grade",
        ),
        (
            lambda: payband.salary("Police E&W", "Sergeant", "01/10/2025"),
            payband.WrongInput,
            r"is a range without points \(£53,568 to £56,208\): RANGEMIN and RANGEMAX give its ends",
        ),
        (lambda: payband.pay_range("NHS England", 5, 6), payband.WrongInput, "give the range of one grade at a time"),
        (
            lambda: payband.slot(30_000, [[1, 20_000], [2, 40_000]], full_years=2),
            payband.WrongInput,
            "cells do not say",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_band_that_gives_no_one_salary(call: Any, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        call()


def test_a_salary_that_rests_on_years_of_service_names_where_they_are_from() -> None:
    with payband.figures_used() as used:
        payband.salary("NHS England", 5, "01/06/2026", 3)
    assert [(each.name, each.value) for each in used] == [
        ("NHS England Band 5 intermediate", "after 2 full years"), ("AfC Band 5 point intermediate", "34592"),
    ]  # fmt: skip
    assert "years until eligible for pay progression" in next(iter(used)).source


def test_the_source_that_a_report_prints_is_a_document_and_not_where_it_was_read() -> None:
    read_on = ("github", "http", ".co.uk", ".com", "repository", "startup", "magazine", "payetools", "delphini")
    for kind in ("spines/*/spine*", "spines/*/grades*", *library.TABLES):
        for row in library.rows_of(kind):
            assert not any(word in row.source.casefold() for word in read_on), (row.file, row.source)
