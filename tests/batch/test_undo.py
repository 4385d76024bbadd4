"""recalc --in-place keeps a workbook as it was for one run, and payband undo brings it back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from payband.batch.find import find_jobs
from payband.cli import main
from payband.ooxml.undo import KEPT
from tests.run import TOP
from tests.support.workbooks import LEICESTER, changed, put


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A workbook whose answers are no longer those of its inputs."""
    return changed(tmp_path, lambda book: put(book, "People", "P01", "salary now", 70_000))


def kept(path: Path) -> Path:
    return path.with_name(f"{path.name}{KEPT}")


def test_a_run_is_undone_and_done_again(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = review.read_bytes()
    assert main(["recalc", str(review), "--in-place"]) == 0
    after = review.read_bytes()
    assert (kept(review).read_bytes(), after != before) == (before, True)
    assert main(["undo", str(review)]) == 0
    assert (review.read_bytes(), kept(review).read_bytes()) == (before, after)
    assert "undo again brings back what it held since" in capsys.readouterr().out
    assert main(["undo", str(review.parent)]) == 0
    assert (review.read_bytes(), kept(review).read_bytes()) == (after, before)
    assert sorted(os.listdir(review.parent)) == ["payband-run-log.jsonl", "review.xlsx", f"review.xlsx{KEPT}"]


def test_it_is_kept_for_one_run(review: Path) -> None:
    main(["recalc", str(review), "--in-place"])
    second = review.read_bytes()
    main(["recalc", str(review), "--in-place"])  # up to date: nothing is written, and what is kept stays
    assert kept(review).read_bytes() != second
    main(["recalc", str(review), "--in-place", "--force"])
    assert kept(review).read_bytes() == second


def test_no_backup(review: Path) -> None:
    assert main(["recalc", str(review), "--in-place", "--no-backup"]) == 0
    assert not kept(review).exists()
    assert main(["undo", str(review)]) == 2


def test_what_an_earlier_run_kept_is_not_taken_for_what_the_last_one_replaced(review: Path) -> None:
    main(["recalc", str(review), "--in-place"])
    assert main(["recalc", str(review), "--in-place", "--force", "--no-backup"]) == 0
    after = review.read_bytes()
    assert not kept(review).exists()
    assert main(["undo", str(review)]) == 2
    assert review.read_bytes() == after


@pytest.mark.parametrize("processes", ["1", "2"])
def test_no_later_run_takes_what_is_kept_for_a_workbook(review: Path, processes: str) -> None:
    shutil.copyfile(LEICESTER, review.parent / "other.xlsx")
    assert main(["recalc", str(review.parent), "--in-place", "--force", "-j", processes]) == 0
    assert len(list(review.parent.glob(f"*{KEPT}"))) == 2
    found = [os.path.basename(job.path) for job in find_jobs([str(review.parent), str(review.parent / "*")], None)]
    assert sorted(found) == ["other.xlsx", "review.xlsx"]


def test_what_is_open_or_was_never_kept_stops_no_other(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other, third = review.parent / "other.xlsx", review.parent / "third.xlsx"
    shutil.copyfile(LEICESTER, other)
    before = review.read_bytes()
    main(["recalc", str(review), str(other), "--in-place", "--force"])
    shutil.copyfile(LEICESTER, third)
    (review.parent / ".~lock.other.xlsx#").touch()
    filled = other.read_bytes()
    assert main(["undo", str(third), str(other), str(review)]) == 2
    said = capsys.readouterr().out
    assert "nothing is kept of" in said
    assert "is open in LibreOffice" in said
    assert (review.read_bytes(), other.read_bytes()) == (before, filled)


def test_rights_stay_and_a_link_stays_a_link(review: Path) -> None:
    review.chmod(0o640)
    link = review.parent / "link.xlsx"
    link.symlink_to(review)
    before = review.read_bytes()
    assert main(["recalc", str(link), "--in-place"]) == 0
    assert main(["undo", str(link)]) == 0
    assert link.is_symlink()
    assert (review.read_bytes(), review.stat().st_mode & 0o777) == (before, 0o640)


def test_a_disk_without_second_names(review: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(old: str, new: str) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", unknown)
    before = review.read_bytes()
    assert main(["recalc", str(review), "--in-place"]) == 0
    assert main(["undo", str(review)]) == 0
    assert review.read_bytes() == before


def test_what_cannot_be_kept_is_not_changed(
    review: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(old: str, new: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("payband.ooxml.undo.os.link", full)
    monkeypatch.setattr("payband.ooxml.undo.shutil.copy2", full)
    before = review.read_bytes()
    assert main(["recalc", str(review), "--in-place"]) == 2
    assert review.read_bytes() == before
    assert "--no-backup does without it" in capsys.readouterr().out


def test_an_upgrade_in_place_is_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "review.xlsx"
    shutil.copyfile(TOP / "tests" / "cases" / "went_wrong" / "workbooks" / "oo.xlsx", path)
    before = path.read_bytes()
    assert main(["upgrade", str(path)]) == 0
    after = path.read_bytes()
    assert (kept(path).read_bytes(), after != before) == (before, True)
    assert main(["undo", str(path)]) == 0
    assert (path.read_bytes(), kept(path).read_bytes()) == (before, after)
    assert main(["upgrade", str(path), "-o", str(tmp_path / "copy.xlsx")]) == 0
    assert not kept(tmp_path / "copy.xlsx").exists()
