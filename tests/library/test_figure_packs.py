"""Packs of figures: built, checked, installed, pinned; an altered byte is refused, and recalc tells what changes."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from payband.errors import WrongInput
from payband.library import BUILT_IN, packs
from tests.run import TOP
from tests.support.workbooks import LEICESTER, answers, bounds, changed, headings, put, rows_of, run_payband, table_of

KENT = TOP / "workbooks" / "kent-2011.xlsx"
NAME = "payband-figures-2026-12"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's settings of one's own, so that a pack may be installed."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PAYBAND_HOME", str(folder))
    return folder


def figures(tmp_path: Path, **changes: tuple[str, str]) -> Path:
    """A copy of the built-in figures with a text changed in some files, named with __ for /."""
    folder = tmp_path / "figures-to-pack"
    if not folder.exists():
        shutil.copytree(BUILT_IN, folder)
    for name, (old, new) in changes.items():
        path = folder / f"{name.replace('__', '/')}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    return folder


def pack(tmp_path: Path, name: str = NAME, **changes: Any) -> Path:
    path = tmp_path / f"{name}.zip"
    done = run_payband("figures", "build", figures(tmp_path, **changes), "-o", path, "--date", "01/12/2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[-1] == hashlib.sha256(path.read_bytes()).hexdigest()
    return path


def refused(*arguments: str | Path) -> str:
    done = run_payband(*arguments)
    assert done.returncode == 2, done.stdout
    return done.stderr


def said(*arguments: str | Path) -> str:
    done = run_payband(*arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


DEARER: dict[str, Any] = {"ni__rates": ("2025-04-06,2027-04-05,employer,1500", "2025-04-06,2027-04-05,employer,1600")}


# --- building and checking -----------------------------------------------------------------------------------------


def test_the_same_figures_make_the_same_bytes(tmp_path: Path) -> None:
    first = pack(tmp_path).read_bytes()
    for path in figures(tmp_path).rglob("*.csv"):
        os.utime(path, (0, 0))
    assert pack(tmp_path).read_bytes() == first
    assert pack(tmp_path, "another-name").read_bytes() != first


def test_a_pack_says_what_it_holds(tmp_path: Path) -> None:
    path = pack(tmp_path)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("pack.json"))
        assert (manifest["format"], manifest["name"], manifest["date"]) == (1, NAME, "2026-12-01")
        assert len(manifest["fingerprint"]) == 64
        names = {name for name in archive.namelist() if name != "pack.json"}
        assert names == set(manifest["files"])
        assert names == {str(each.relative_to(BUILT_IN)).replace("\\", "/") for each in Path(BUILT_IN).rglob("*.csv")}
        for name in names:
            assert archive.read(name) == (Path(BUILT_IN) / name).read_bytes()
    assert said("figures", "check", path).startswith(f"{path}: {NAME}, ")


def test_every_byte_of_a_pack_counts(tmp_path: Path) -> None:
    folder = tmp_path / "few"
    (folder / "ni").mkdir(parents=True)
    shutil.copy(Path(BUILT_IN) / "ni" / "rates.csv", folder / "ni")
    path = tmp_path / "few-figures.zip"
    packs.build_pack(str(folder), str(path), date(2026, 12, 1))
    content = path.read_bytes()
    altered = tmp_path / "altered.zip"
    rng = random.Random(16)
    places = {0, len(content) - 1, *rng.sample(range(len(content)), 400)}
    for place in places:
        changed_byte = bytes([content[place] ^ (1 << rng.randrange(8))])
        altered.write_bytes(content[:place] + changed_byte + content[place + 1 :])
        with pytest.raises(WrongInput):
            packs.read_pack(str(altered))
    for other in (content[:-1], content + b"\0", content[1:], b"", content[: len(content) // 2]):
        altered.write_bytes(other)
        with pytest.raises(WrongInput):
            packs.read_pack(str(altered))
    assert packs.read_pack(str(path)).content == content


def test_an_altered_pack_is_told_and_not_installed(tmp_path: Path, home: Path) -> None:
    path = pack(tmp_path)
    content = path.read_bytes()
    place = content.index(b"employer,1500")
    path.write_bytes(content[:place] + b"employer,1400" + content[place + 13 :])
    for command in ("check", "install"):
        assert "was altered after it was built" in refused("figures", command, path)
    assert not home.exists()


def test_a_pack_with_a_wrong_table_is_refused_with_the_place(tmp_path: Path, home: Path) -> None:
    folder = figures(tmp_path, ni__rates=(",1500,", ",15%,"))
    message = refused("figures", "build", folder, "-o", tmp_path / f"{NAME}.zip")
    assert "table ni/rates.csv, row 6, column 'basis_points'" in message
    # One that was built by other means is held against the schema, too.
    path = tmp_path / "sneaked-in.zip"
    packs.build_pack(str(folder), str(path), date(2026, 12, 1))
    assert "column 'basis_points'" in refused("figures", "install", path)
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "said_then"),
    [
        (["check", "missing.zip"], "cannot be read"),
        (["check", str(KENT)], "is not a pack of figures"),
        (["check", str(TOP / "README.md")], "is not a pack of figures"),
        (["build", str(TOP / "workbooks"), "-o", "x.zip"], "holds no file"),
        (["build", "nowhere", "-o", "x.zip"], "there is no folder nowhere"),
        (["build", BUILT_IN, "-o", "figures of 2026.csv"], "is not the name of a pack"),
    ],
)
def test_what_is_no_pack_and_no_folder_of_figures(arguments: list[str], said_then: str) -> None:
    assert said_then in refused("figures", *arguments)


def test_a_newer_format_asks_for_a_newer_payband(tmp_path: Path) -> None:
    path = tmp_path / "later.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pack.json", json.dumps({"format": 2, "name": "later", "date": "2030-01-01", "files": {}}))
    assert "format 2, newer than this payband knows" in refused("figures", "check", path)


def test_the_sha256_that_is_expected(tmp_path: Path, home: Path) -> None:
    path = pack(tmp_path)
    right = hashlib.sha256(path.read_bytes()).hexdigest()
    assert "and not the one expected" in refused("figures", "install", path, "--expect", "0" * 64)
    assert "is not a SHA-256" in refused("figures", "install", path, "--expect", right[:12])
    assert not home.exists()
    assert "is in use" in said("figures", "install", path, "--expect", right.upper())


# --- in use --------------------------------------------------------------------------------------------------------


def test_installed_figures_are_used_shown_and_left_again(tmp_path: Path, home: Path) -> None:
    call = ("call", "EMPLOYERNI", "3000", "2025-05-31")
    assert said(*call).strip() == "387.45"
    path = pack(tmp_path, **DEARER)
    said("figures", "install", path)
    assert said(*call).strip() == "413.28"  # (3,000 - 417) x 16%
    assert said("call", "SALARY", "NJC", "20", "2024-04-01").strip() == "31586.00"
    shown = json.loads(said("figures", "show", "--json"))
    assert (shown["name"], shown["date"]) == (NAME, "2026-12-01")
    assert shown["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert said("rates", "employer").splitlines()[-1] == f"Figures: {NAME} of 1 December 2026, installed"
    assert "payband-figures-2026-11" in said("figures", "remove")
    assert said(*call).strip() == "387.45"


def test_a_pack_of_some_tables_leaves_the_others_as_built_in(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "some"
    (folder / "ni").mkdir(parents=True)
    text = (Path(BUILT_IN) / "ni" / "rates.csv").read_text(encoding="utf-8")
    (folder / "ni" / "rates.csv").write_text(text.replace(*DEARER["ni__rates"]), encoding="utf-8")
    path = tmp_path / "new-rate.zip"
    said("figures", "build", folder, "-o", path)
    said("figures", "install", path)
    assert said("call", "EMPLOYERNI", "3000", "2025-05-31").strip() == "413.28"
    assert said("call", "RANGEMAX", "Harrow D1").strip() == "107264.00"


def test_an_installed_pack_that_somebody_changed_is_not_used(tmp_path: Path, home: Path) -> None:
    said("figures", "install", pack(tmp_path))
    [rates] = home.glob("figures/*/ni/rates.csv")
    rates.write_text(rates.read_text(encoding="utf-8").replace(",1500,", ",1400,"), encoding="utf-8", newline="")
    for command in (["call", "EMPLOYERNI", "3000", "2025-05-31"], ["rates"], ["review", str(KENT), "--json"]):
        assert "was changed after it was installed (ni/rates.csv)" in refused(*command)
    said("figures", "remove")
    said("rates")


def test_ones_own_folder_still_wins(tmp_path: Path, home: Path) -> None:
    said("figures", "install", pack(tmp_path, **DEARER))
    own = tmp_path / "own" / "ni"
    own.mkdir(parents=True)
    (own / "rates.csv").write_text(
        "effective_from,effective_to,rate,basis_points,status,source\n"
        "2025-04-06,2027-04-05,employer,1700,estimate,What if\n",
        encoding="utf-8",
    )
    assert said("call", "EMPLOYERNI", "3000", "2025-05-31", "--data", own.parent).strip() == "439.11"


# --- reviews -------------------------------------------------------------------------------------------------------


def log_of(path: Path) -> dict[str, Any]:
    return {row["item"]: row["value"] for row in rows_of(answers(path), "RunLog")}


def test_a_run_log_names_its_pack(tmp_path: Path, home: Path) -> None:
    out = tmp_path / "answers.xlsx"
    run_payband("review", KENT, "-o", out)
    assert log_of(out)["figures pack"] == "payband-figures-2026-11, built in"
    path = pack(tmp_path)
    said("figures", "install", path)
    run_payband("review", KENT, "-o", out)
    assert log_of(out)["figures pack"] == f"{NAME}, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}"


@pytest.mark.parametrize("with_sha", [False, True])
def test_a_review_that_pins_its_pack_refuses_another(with_sha: bool, tmp_path: Path, home: Path) -> None:
    path = pack(tmp_path)
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    pin = f"{NAME}, {sha}" if with_sha else NAME
    pinned = changed(tmp_path, lambda workbook: put(workbook, "Settings", "figures pack", "value", pin))
    message = refused("review", pinned, "--json")
    assert "table Settings" in message
    assert f"the review rests on the pack of figures {NAME}" in message
    said("figures", "install", path)
    assert run_payband("review", pinned, "--json").returncode == 0
    said("figures", "install", pack(tmp_path, **DEARER))  # another one under the same name
    done = run_payband("review", pinned, "--json")
    assert done.returncode == (2 if with_sha else 0)


def test_the_built_in_figures_are_such_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "payband-figures-2026-11.zip"
    day = packs.pack_in_use().date.isoformat()
    done = run_payband("figures", "build", BUILT_IN, "-o", path, "--date", day)
    assert done.returncode == 0
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    packs.check_pin(f"payband-figures-2026-11 {sha}")
    with pytest.raises(WrongInput, match="and payband-figures-2026-11, built in is in use"):
        packs.check_pin(f"payband-figures-2026-11 {'0' * 64}")


def test_the_date_of_the_built_in_figures_is_the_day_they_last_changed() -> None:
    """pack.json holds their fingerprint: whoever changes a figure renews the date with it."""
    manifest = json.loads((Path(BUILT_IN) / "pack.json").read_text(encoding="utf-8"))
    files = sorted(path for path in Path(BUILT_IN).rglob("*.csv") if "reviews" not in path.parts)
    held = hashlib.sha256()
    for path in files:
        held.update(path.relative_to(BUILT_IN).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    assert manifest["figures"] == held.hexdigest(), (
        f'a built-in figure changed: in payband/data/pack.json set "date" to today and "figures" to {held.hexdigest()}'
    )
    assert date.fromisoformat(manifest["date"]).strftime("%Y-%m") == manifest["name"][-7:]


def without_a_stated_cost(workbook: Any) -> None:
    """The Leicester review with the cost of the proposed divisional directors modelled, not stated."""
    sheet, table = table_of(workbook, "Structure")
    _, header, _, last = bounds(table)
    columns = headings(workbook, "Structure")
    for row in range(header + 1, last + 1):
        named = [sheet.cell(row, columns[heading]).value for heading in ("line", "state")]
        if named == ["Divisional Directors", "proposed"]:
            sheet.cell(row, columns["stated cost"]).value = None


@pytest.mark.parametrize(
    ("modelled", "of_saving"),
    [
        (False, "; the saving stays as it was"),  # its costs are stated by the paper
        # 15 posts at £85,575, £7,131.25 a month: 1% more on what lies over £589, £65.42 a month
        (True, "; the saving was £1,146,954.90 and is £1,135,179.30"),
    ],
)
def test_recalc_tells_which_figures_a_newer_pack_changes_and_what_becomes_of_the_saving(
    modelled: bool, of_saving: str, tmp_path: Path, home: Path
) -> None:
    book = tmp_path / "leicester.xlsx"
    shutil.copy(changed(tmp_path, without_a_stated_cost) if modelled else LEICESTER, book)
    run_payband("recalc", book, "--in-place", "--json")
    [before] = json.loads(run_payband("recalc", book, "--in-place", "--json", "--force").stdout)
    assert not any("rested on" in message for message in before["messages"])
    rates = (Path(BUILT_IN) / "ni" / "rates.csv").read_text(encoding="utf-8")
    line = next(line for line in rates.splitlines() if line.startswith("2011-04-06"))
    said("figures", "install", pack(tmp_path, ni__rates=(line, line.replace("1380", "1480"))))
    [after] = json.loads(run_payband("recalc", book, "--in-place", "--json").stdout)
    assert after["status"] == "recalculated"
    [message] = [message for message in after["messages"] if "rested on" in message]
    assert message.startswith("its answers rested on payband-figures-2026-11, built in; in use is payband-figures-2026")
    assert message.endswith(f"the rate of employer's NI 13.8%, now 14.8%{of_saving}"), message
    again = json.loads(run_payband("recalc", book, "--in-place", "--json").stdout)
    assert [each["status"] for each in again] == ["up to date"]
