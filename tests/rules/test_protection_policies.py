"""Pay protection as bodies write it: each policy by name, what it gives by service, and what it leaves open."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import library
from payband.data_schema import check_folder
from payband.errors import PaybandError, UnknownName

# Policy, months, form, and the service that is asked for: the policies that were read with a length
READ = [
    ("Exeter", 12, "uplifted", 2),
    ("Loughborough", 24, "frozen", 0),
    ("De Montfort", 24, "frozen", 0),
    ("Derbyshire", 24, "frozen", 0),
    ("Lancashire compensation payments", 12, "not said", 2),
    ("Leicester protection", 24, "frozen", 0),
    ("Cornwall", 36, "not said", 0),
    ("Bath and North East Somerset", 36, "not said", 0),
    ("Huntingdonshire", 36, "frozen", 0),
    ("NTNSP", 36, "frozen", 0),
    ("MPTC", 60, "uplifted", 0),
]


def policy(name: str, years: int, on: Any = None) -> dict[str, Any]:
    [row] = payband.protection_policy(name, years, on).records()
    return row


@pytest.mark.parametrize(("name", "months", "form", "service"), READ)
def test_what_a_policy_gives(name: str, months: int, form: str, service: int) -> None:
    found = policy(name, service)
    assert (found["months"], found["form"]) == (months, form)
    if service:
        below = policy(name, service - 1)
        assert (below["months"], below["form"]) == (0, "none")


def test_every_policy_of_the_library_is_among_them() -> None:
    rows = library.rows_of("policies/*/protection*")
    assert {row.values["policy"] for row in rows} == {name for name, *_ in READ}
    assert all(row.status in ("confirmed", "single source") for row in rows)


def test_protection_takes_the_months_and_the_form_of_a_policy() -> None:
    """£28,000 down to £25,000 from 1 April 2026: £3,000 a year, for two years in Derbyshire."""
    found = policy("Derbyshire", 3)
    cost = payband.protection(28_000, 25_000, "01/04/2026", found["months"], found["form"], found["shares"])
    assert cost == 6_000
    awarded = policy("MPTC", 3)
    awards = [["01/04/2027", "2%"]]
    kept = payband.protection(28_000, 25_000, "01/04/2026", awarded["months"], awarded["form"], "", awards)
    assert kept == 3_000 + Decimal("3060") * 4


@pytest.mark.parametrize("name", [name for name, _, form, _ in READ if form == "not said"])
def test_a_form_that_was_not_read_is_never_assumed(name: str) -> None:
    found = policy(name, 10)
    with pytest.raises(PaybandError, match="form is 'not said'"):
        payband.protection(28_000, 25_000, "01/04/2026", found["months"], found["form"])


def test_who_is_not_protected_costs_nothing_by_mistake() -> None:
    found = policy("Exeter", 0)
    with pytest.raises(PaybandError, match="give between 1 and 600 months"):
        payband.protection(28_000, 25_000, "01/04/2026", found["months"], "frozen")


HEADINGS = "effective_from,effective_to,body,policy,full_years,months,form,shares,base,ends_early,status,source\n"


def own(folder: Path, *rows: str) -> Path:
    (folder / "policies" / "ours").mkdir(parents=True)
    lines = [f"2024-04-01,2027-03-31,Ours,Our protection,{row},basic pay,,confirmed,our policy\n" for row in rows]
    (folder / "policies" / "ours" / "protection.csv").write_text(HEADINGS + "".join(lines))
    return folder


def test_lengths_by_service_and_a_taper_are_rows_of_a_bodys_own(tmp_path: Path) -> None:
    own(tmp_path, "0,6,frozen,", "2,12,frozen,", '5,36,tapered,"100%, 75%, 50%"')
    assert check_folder(tmp_path) == []
    with payband.using_data(str(tmp_path)):
        assert [policy("Our protection", years)["months"] for years in (0, 1, 2, 4, 5, 30)] == [6, 6, 12, 12, 36, 36]
        found = policy("Our protection", 9)
        cost = payband.protection(28_000, 25_000, "01/04/2026", found["months"], found["form"], found["shares"])
    assert cost == 3_000 + 2_250 + 1_500


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("0,24,tapered,", "shares are those of a tapered protection"),
        ('0,24,frozen,"100%, 50%"', "shares are those of a tapered protection"),
        ("0,0,frozen,", "it lasts 0 months"),
        ("0,24,fading,", "'fading' is not known here"),
        ("0,24,tapered,lots", "the shares"),
    ],
)
def test_what_a_row_may_not_say(row: str, said: str, tmp_path: Path) -> None:
    problems = [str(problem) for problem in check_folder(own(tmp_path, row))]
    assert len(problems) == 1
    assert said in problems[0]


def test_an_unknown_policy_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'Derbyshire'"):
        payband.protection_policy("Derbishire", 3)


def test_an_explanation_gives_the_source() -> None:
    shown = str(payband.explain("PROTECTIONPOLICY", "Exeter", 3))
    assert "the policy asks for 2" in shown
    assert "one grade lower at most, two years of service" in shown
