"""A run over many files: a person's posts bear NI together, also where they are in different files or pieces."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import payband
from payband.batch.many.run import ManyRequest, run_many
from tests.support.workbooks import small_review

POSTS = {
    "north.csv": [("E1", "1", "6393.51"), ("E2", "1", "30000"), ("E3", "1", "20000")],
    "south.csv": [("E1", "2", "6393.51"), ("E4", "1", "25000")],
    "west.csv": [("E3", "2", "9000"), ("E5", "1", "8000")],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given: dict[str, Any] = small_review()
    given["settings"] |= {"price base": "2025-26", "implementation date": "01/04/2025"}
    payband.Review(**given).calculate().save(str(tmp_path / "review.xlsx"))
    line = next(row["line"] for row in given["posts"] if row["state"] == "proposed")
    for name, rows in POSTS.items():
        with open(tmp_path / name, "w", newline="") as file:
            write = csv.writer(file)
            write.writerow(["employee", "post number", "salary now", "proposed line"])
            write.writerows((*row, line) for row in rows)
    return tmp_path


def _answers(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                found[row["employee"], row["post number"]] = row
    return found


def _run(folder: Path, output: str, posts: list[str], workers: int = 1, **more: Any) -> Any:
    paths = [str(folder / name) for name in posts]
    return run_many(ManyRequest(paths, str(folder / "review.xlsx"), str(folder / output), workers=workers, **more))


def test_people_of_several_files_bear_ni_together_whoever_does_the_pieces(folder: Path) -> None:
    done = _run(folder, "one", list(POSTS))
    assert (done.read, done.answered, done.whole) == (7, 7, True)
    _run(folder, "two", list(POSTS), workers=2)
    files = {path.name: path.read_bytes() for path in (folder / "one").glob("*.csv")}
    assert files == {path.name: path.read_bytes() for path in (folder / "two").glob("*.csv")}
    everything = folder / "all.csv"
    lines = [(folder / name).read_text().splitlines() for name in POSTS]
    everything.write_text("\n".join([lines[0][0], *(row for rows in lines for row in rows[1:])]) + "\n")
    _run(folder, "whole", ["all.csv"])
    apart, together = _answers(folder / "one"), _answers(folder / "whole")
    assert apart == together
    alone = _answers_alone(folder)
    assert all(row["employer NI"] != alone[key]["employer NI"] for key, row in together.items() if key[0] == "E1")


def _answers_alone(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    _run(folder, "alone", ["south.csv"])
    found = _answers(folder / "alone")
    _run(folder, "alone north", ["north.csv"])
    return found | _answers(folder / "alone north")


def test_a_changed_post_in_another_file_is_seen_when_a_run_is_taken_up(folder: Path) -> None:
    _run(folder, "out", list(POSTS))
    before = _answers(folder / "out")
    path = folder / "south.csv"
    path.write_text(path.read_text().replace("6393.51", "26393.51"))
    done = _run(folder, "out", list(POSTS), resume=True)
    assert [each.status for each in done.pieces] == ["done", "done", "up to date"]
    after = _answers(folder / "out")
    assert after["E1", "1"] != before["E1", "1"]
    assert after["E2", "1"] == before["E2", "1"]


def test_a_file_that_cannot_be_read_is_named_with_what_it_does_to_others(folder: Path) -> None:
    (folder / "west.csv").write_bytes((folder / "west.csv").read_bytes() + b"\xff\xfe\x00broken")
    done = _run(folder, "out", list(POSTS))
    if done.of("failed"):
        assert any("another post in it" in note for note in done.notes)
    assert not done.whole
