"""Many files of posts: the same bytes however a run is done, nothing lost or doubled, and a run is taken up again."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payband.batch.many import pieces, store
from payband.batch.many.log import LOG_NAME
from payband.batch.many.run import ManyDone, ManyRequest, run_many
from payband.batch.many.task import MOST_TRIES, Task, Work, died, do_piece
from payband.batch.posts.run import BatchRequest, run_batch
from payband.batch.posts.totals import Totals
from payband.batch.workers import Interrupt, done_by_workers
from payband.cli import main
from payband.errors import WrongInput
from payband.progress import heard_by
from tests.batch.many_files import folder_of, posts, refs_in, written_in
from tests.batch.test_batch_posts import review_of, written

FILES, ROWS = 12, 40


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(review_of([]), tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="module")
def given_posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("given") / "posts", FILES, ROWS)


@pytest.fixture(scope="module")
def by_one(review: str, given_posts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process writes, by which the others are measured."""
    folder = tmp_path_factory.mktemp("by-one") / "answers"
    run(given_posts, review, folder)
    return folder


def run(given_posts: Path | str, review: str, output: Path | str, **more: Any) -> ManyDone:
    request = ManyRequest([str(given_posts)], review, str(output), **{"workers": 1, **more})
    return run_many(request, told=lambda text: None)


def told_in(output: Path, kind: str) -> list[dict[str, Any]]:
    lines = (output / LOG_NAME).read_text(encoding="utf-8").splitlines()
    return [entry for line in lines if (entry := json.loads(line))["kind"] == kind]


# --- the same answers, however it is done --------------------------------------------------------------------------


def test_many_files_are_answered_as_one(review: str, given_posts: Path, by_one: Path, tmp_path: Path) -> None:
    names = sorted(given_posts.iterdir())
    whole = tmp_path / "whole.parquet"
    parquet.write_table(pa.concat_tables([parquet.read_table(each) for each in names]), whole)
    alone = run_batch(BatchRequest(str(whole), review, str(tmp_path / "out.parquet"), ["region"]))
    many = run(given_posts, review, tmp_path / "answers", by=["region"])
    assert (many.read, many.answered, many.rejected) == alone.outcome[:3]
    assert many.rejected > 0
    assert many.totals == alone.outcome.totals
    files = [parquet.read_table(tmp_path / "answers" / each.name) for each in names]
    assert pa.concat_tables(files).to_pylist() == parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert refs_in(tmp_path / "answers") == refs_in(by_one)


def test_processes_write_the_same_bytes(review: str, given_posts: Path, by_one: Path, tmp_path: Path) -> None:
    done = run(f"{given_posts}/*.parquet", review, tmp_path / "two", workers=2)
    assert written_in(tmp_path / "two") == written_in(by_one)
    [end], [before] = told_in(tmp_path / "two", "end"), told_in(by_one, "end")
    assert {**end, "run": ""} == {**before, "run": ""}
    assert end["rows"] == {"read": FILES * ROWS, "answered": done.answered, "rejected": done.rejected}
    assert end["figures"]


def test_a_long_file_is_pieces_of_its_row_groups(review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = posts(1000)
    parquet.write_table(table, tmp_path / "long.parquet", row_group_size=90)
    whole = run_batch(BatchRequest(str(tmp_path / "long.parquet"), review, str(tmp_path / "out.parquet")))
    monkeypatch.setattr(pieces, "MOST_ROWS", 200)
    many = run(tmp_path / "long.parquet", review, tmp_path / "answers")
    assert many.totals == whole.outcome.totals
    assert [each.name for each in many.pieces] == [f"long.part-{number:04d}" for number in range(1, 7)]
    assert [each.read for each in many.pieces] == [180] * 5 + [100]
    files = [parquet.read_table(path) for path in sorted((tmp_path / "answers").glob("*.parquet"))]
    assert pa.concat_tables(files).to_pylist() == parquet.read_table(tmp_path / "out.parquet").to_pylist()
    rejected = [
        path.read_text(encoding="utf-8-sig") for path in sorted((tmp_path / "answers" / "_rejected").glob("*.csv"))
    ]
    heading = "row,column,value,why\n"
    assert heading + "".join(each.removeprefix(heading) for each in rejected) == (
        tmp_path / "out.rejected.csv"
    ).read_text(encoding="utf-8-sig")  # with the rows' numbers in the whole file


def test_a_column_puts_answers_apart(review: str, given_posts: Path, by_one: Path, tmp_path: Path) -> None:
    output = tmp_path / "answers"
    run(given_posts, review, output, partition_by="region")
    folders = {path.name for path in output.iterdir() if path.is_dir() and path.name != "_rejected"}
    assert folders == {
        "region=North",
        "region=South",
        "region=Isle of Man %2F Channel",
        "region=__HIVE_DEFAULT_PARTITION__",
    }
    assert refs_in(output) == refs_in(by_one)
    # Other programs read the folder as one table, with the column.
    hive = dataset.partitioning(pa.schema([("region", pa.string())]), flavor="hive")
    found = parquet.read_table(output, partitioning=hive).sort_by("ref")
    expected = pa.concat_tables([parquet.read_table(path) for path in sorted(by_one.glob("*.parquet"))]).sort_by("ref")
    assert found.select(expected.column_names).to_pylist() == expected.to_pylist()


def test_values_that_differ_in_capitals_alone_are_refused(review: str, tmp_path: Path) -> None:
    table = posts(4).set_column(1, "region", pa.array(["North", "north", "South", "South"]))
    parquet.write_table(table, tmp_path / "posts.parquet")
    done = run(tmp_path / "posts.parquet", review, tmp_path / "answers", partition_by="region")
    assert "'North' and 'north' differ in capitals alone" in done.pieces[0].message
    assert written_in(tmp_path / "answers") == {}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_other_kinds_of_files(ending: str, review: str, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(2):
        frame = posts(30, number).to_pandas()
        path = tmp_path / "posts" / f"{number}.{ending}"
        if ending == "csv":
            frame.to_csv(path, index=False)
        else:
            frame.to_excel(path, index=False)
    done = run(tmp_path / "posts", review, tmp_path / "answers")
    assert (done.read, len(done.pieces)) == (60, 2)
    for number in range(2):
        single = run_batch(
            BatchRequest(
                str(tmp_path / "posts" / f"{number}.{ending}"), review, str(tmp_path / f"alone-{number}.{ending}")
            )
        )
        assert single.outcome[:3] == (30, done.pieces[number].answered, done.pieces[number].rejected)
        if ending == "csv":
            alone = (tmp_path / f"alone-{number}.csv").read_bytes()
            assert (tmp_path / "answers" / f"{number}.csv").read_bytes() == alone


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None)
def test_totals_do_not_depend_on_the_pieces(sizes: list[int]) -> None:
    from fractions import Fraction

    import numpy as np

    ftes = [Fraction(1), Fraction(1, 3), Fraction(18, 37)]
    dice = Random(sum(sizes))
    whole, merged = Totals(["region"], ["pay"]), Totals(["region"], ["pay"])
    for size in sizes:
        region = pa.array([dice.choice(["North", "South", None]) for _ in range(size)], pa.string())
        fte = np.array([dice.randrange(3) for _ in range(size)], dtype=np.intp)
        pay = np.array([dice.randrange(10**9) for _ in range(size)], dtype=np.int64)
        piece = Totals(["region"], ["pay"])
        order = dice.sample(range(3), 3)
        piece.add(
            [region], np.array([order.index(code) for code in fte], dtype=np.intp), [ftes[at] for at in order], [pay]
        )
        merged.add_record(json.loads(json.dumps(piece.record())))
        whole.add([region], fte, ftes, [pay])
    assert merged.table() == whole.table()


def test_a_thousand_small_files(review: str, tmp_path: Path) -> None:
    given_posts = folder_of(tmp_path / "posts", 1000, 2)
    done = run(given_posts, review, tmp_path / "answers")
    assert (len(done.pieces), done.read) == (1000, 2000)
    assert len(refs_in(tmp_path / "answers")) == len(set(refs_in(tmp_path / "answers"))) == done.answered


def test_a_row_group_of_any_length_is_read_some_rows_at_a_time(tmp_path: Path) -> None:
    rows = 400_000
    table = pa.table({"remark": [f"{number:0200d}" for number in range(rows)]})
    size = table.nbytes
    parquet.write_table(table, tmp_path / "long.parquet", row_group_size=rows, use_dictionary=False)
    del table
    before, most, read = pa.total_allocated_bytes(), 0, 0
    with pieces.opened_piece(pieces.FilePiece("long", str(tmp_path / "long.parquet"))) as opened:
        for piece in opened.pieces():
            read += piece.rows.num_rows
            most = max(most, pa.total_allocated_bytes() - before)
    assert read == rows
    assert most < size / 2


# --- nothing lost, nothing doubled ---------------------------------------------------------------------------------


def _killed_now_and_then(kills: str, work: Work, task: Task) -> Any:
    """Does a piece in a process that may be killed at any moment of it, as often as `kills` still has files."""
    dice = Random()
    left = os.listdir(kills)
    if left and dice.random() < 0.7:
        with suppress(OSError):
            os.unlink(os.path.join(kills, left[0]))
            _killed_after(dice.random() * 0.03)
    return do_piece(work, task)


def _killed_after(seconds: float) -> None:
    import threading

    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
    timer.daemon = True
    timer.start()


def test_workers_that_are_killed_lose_and_double_nothing(
    review: str, given_posts: Path, by_one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = tmp_path / "kills"
    kills.mkdir()
    for number in range(20):
        (kills / str(number)).touch()

    def killed(work: Work, workers: int, cluster: str, told: Any) -> Any:
        from contextlib import nullcontext

        def doing(tasks: list[Task], interrupt: Interrupt) -> Any:
            doing_one = partial(_killed_now_and_then, str(kills), work)
            for _, done in done_by_workers(tasks, doing_one, died, 2, interrupt, 50):
                yield done

        return nullcontext(doing)

    monkeypatch.setattr("payband.batch.many.run.workers_of", killed)
    for number in range(10):  # as many runs as it takes
        run(given_posts, review, tmp_path / f"answers-{number}", workers=2)
        store.store_of("").cleared(str(tmp_path))
        assert written_in(tmp_path / f"answers-{number}") == written_in(by_one)
        if not list(kills.iterdir()):
            break
    assert not list(kills.iterdir())


def test_a_piece_whose_process_always_dies_is_listed(review: str, given_posts: Path, tmp_path: Path) -> None:
    task = Task(pieces.FilePiece("posts-003", str(given_posts / "posts-003.parquet")))
    message = died(task).message
    assert f"{MOST_TRIES} times" in message


def test_a_run_that_is_killed_is_taken_up_where_it_was(
    review: str, given_posts: Path, by_one: Path, tmp_path: Path
) -> None:
    output = tmp_path / "answers"
    slow = (
        "import sys, time; from functools import partial; import payband.batch.many.workers as w; "
        "from payband.batch.many.run import *; real = w.do_piece; "
        "w.do_piece = lambda *each: (time.sleep(0.2), real(*each))[1]; "
        "run_many(ManyRequest([sys.argv[1]], sys.argv[2], sys.argv[3], workers=1))"
    )
    started = subprocess.Popen([sys.executable, "-c", slow, str(given_posts), review, str(output)])
    until = time.monotonic() + 120
    while not (output / LOG_NAME).exists() or len(told_in_part(output)) < 3:
        assert started.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    started.kill()
    started.wait()
    (output / ".payband-half.parquet").write_bytes(b"half a file")
    before = {path: path.stat().st_mtime_ns for path in output.glob("*.parquet")}
    assert 3 <= len(before) < FILES
    with pytest.raises(WrongInput, match="not empty: give an empty folder, or take up the run that was stopped"):
        run(given_posts, review, output)
    told = told_in_part(output)
    done = run(given_posts, review, output, resume=True)
    assert len(done.of("up to date")) == len(told)
    assert {path: path.stat().st_mtime_ns for path in before if path.stem in told} == {
        path: when for path, when in before.items() if path.stem in told
    }
    assert written_in(output) == written_in(by_one)
    assert done.totals == run(given_posts, review, tmp_path / "again").totals


def told_in_part(output: Path) -> list[str]:
    """The pieces that the log of a run tells of, whose last line may be half written."""
    names = []
    for line in (output / LOG_NAME).read_text(encoding="utf-8").splitlines():
        if line.endswith("}") and '"kind": "piece"' in line:
            names.append(json.loads(line)["name"])
    return names


def test_what_changed_is_done_again_and_nothing_else(review: str, tmp_path: Path) -> None:
    given_posts, output = folder_of(tmp_path / "posts", 5, 20), tmp_path / "answers"
    run(given_posts, review, output, partition_by="region")
    parquet.write_table(
        posts(30, 77).filter(pc.equal(posts(30, 77)["region"], "North")), given_posts / "posts-001.parquet"
    )
    (output / "region=South" / "posts-002.parquet").write_bytes(b"")
    done = run(given_posts, review, output, partition_by="region", resume=True)
    assert [each.status for each in done.pieces] == ["up to date", "done", "done", "up to date", "up to date"]
    assert not (output / "region=South" / "posts-001.parquet").exists()  # it has no such row now
    again = run(given_posts, review, tmp_path / "again", partition_by="region")
    assert written_in(output) == written_in(tmp_path / "again")
    assert done.totals == again.totals
    # Other settings answer every piece anew; so do other columns to sum by, since the log has their totals.
    other = written(review_of([], protection_months=12), tmp_path)
    assert len(run(given_posts, other, output, partition_by="region", resume=True).of("done")) == 5
    assert len(run(given_posts, other, output, partition_by="region", resume=True).of("up to date")) == 5
    done = run(given_posts, other, output, partition_by="region", resume=True, by=["region"])
    assert len(done.of("done")) == 5


def test_a_file_that_cannot_be_read_is_listed_and_the_rest_goes_on(
    review: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_posts, output = folder_of(tmp_path / "posts", 4, 20), tmp_path / "answers"
    run(given_posts, review, output)
    good = (given_posts / "posts-001.parquet").read_bytes()
    (given_posts / "posts-001.parquet").write_bytes(b"nonsense")
    (given_posts / "posts-002.parquet").write_bytes(
        good[:200] + b"?" * 400 + (given_posts / "posts-002.parquet").read_bytes()[600:]
    )
    arguments = ["batch", str(given_posts), "--settings", review, "-o", str(output), "--workers", "1"]
    assert main([*arguments, "--resume"]) == 1
    shown = capsys.readouterr().out
    assert "2 of 4 pieces answered, 2 of them by an earlier run" in shown
    assert "posts-001.parquet cannot be read as Parquet" in shown
    assert "posts-002" in shown
    # No answers of a file stay that the totals do not have.
    assert {name for name in written_in(output) if name.endswith(".parquet")} == {
        "posts-000.parquet",
        "posts-003.parquet",
    }
    (given_posts / "posts-001.parquet").write_bytes(good)
    assert main([*arguments, "--resume"]) == 1
    assert "3 of 4 pieces answered" in capsys.readouterr().out


def test_a_stopped_run_says_how_to_go_on(review: str, given_posts: Path, tmp_path: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if done == 3:
            os.kill(os.getpid(), signal.SIGINT)

    with heard_by(stop):
        done = run(given_posts, review, tmp_path / "answers")
    assert done.stopped
    assert 3 <= len(done.pieces) < FILES
    assert told_in(tmp_path / "answers", "end")[0]["stopped"]


def test_a_listener_hears_of_pieces_alone(review: str, given_posts: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    with heard_by(lambda *each: heard.append(each)):
        run(given_posts, review, tmp_path / "answers")
    assert heard == [("pieces", number, FILES) for number in range(FILES + 1)]


# --- bad input -----------------------------------------------------------------------------------------------------


def test_files_of_other_columns_or_types_are_named(review: str, tmp_path: Path) -> None:
    given_posts = folder_of(tmp_path / "posts", 3, 5)
    parquet.write_table(posts(5).drop_columns(["FTE"]), given_posts / "posts-001.parquet")
    texts = posts(5)["salary now"].cast(pa.string())
    parquet.write_table(posts(5).set_column(2, "salary now", texts), given_posts / "posts-002.parquet")
    with pytest.raises(WrongInput) as wrong:
        run(given_posts, review, tmp_path / "answers")
    assert f"{given_posts}/posts-001.parquet: without 'FTE'" in str(wrong.value)
    assert f"{given_posts}/posts-002.parquet: 'salary now' is string, not double" in str(wrong.value)
    assert not (tmp_path / "answers").exists()


def test_an_output_that_is_not_empty_is_refused(review: str, given_posts: Path, tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "mine.txt").write_text("mine")
    with pytest.raises(WrongInput, match=r"answers is not empty: give an empty folder$"):
        run(given_posts, review, tmp_path / "answers")
    with pytest.raises(WrongInput, match="has no run log"):
        run(given_posts, review, tmp_path / "answers", resume=True)
    with pytest.raises(WrongInput, match=r"mine.txt is a file"):
        run(given_posts, review, tmp_path / "answers" / "mine.txt")


def test_a_run_of_other_files_is_not_taken_up(review: str, tmp_path: Path) -> None:
    given_posts = folder_of(tmp_path / "posts", 3, 5)
    run(given_posts, review, tmp_path / "answers")
    with pytest.raises(WrongInput, match="the earlier run had no --partition-by"):
        run(given_posts, review, tmp_path / "answers", resume=True, partition_by="region")
    (given_posts / "posts-001.parquet").unlink()
    with pytest.raises(WrongInput, match="had 'posts-001' too, which is not among the files now"):
        run(given_posts, review, tmp_path / "answers", resume=True)


COMMANDS: list[tuple[list[str], str]] = [
    (["posts", "--workers", "0"], "--workers 0: give the number of processes"),
    (["posts", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"], "--workers and --cluster"),
    (["posts", "--partition-by", "regon"], "did you mean 'region'?"),
    (["posts", "--by", "regon"], "did you mean 'region'?"),
    (["posts", "--rejected", "x.csv"], "--rejected: many files have their rejected rows"),
    (["posts/none-*.parquet"], "nothing that matches"),
    (["empty"], "the folder"),
    (["posts/none.parquet", "--workers", "1"], "there is no file posts/none.parquet"),
    (["posts", "more.csv"], "files of different kinds"),
    (["posts", "copy/posts-000.parquet"], "would take the place of those of"),
]


@pytest.mark.parametrize(("arguments", "message"), COMMANDS)
def test_a_command_that_cannot_be_done(
    arguments: list[str], message: str, review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder_of(tmp_path / "posts", 2, 5)
    folder_of(tmp_path / "copy", 1, 5)
    (tmp_path / "empty").mkdir()
    (tmp_path / "more.csv").write_text("salary now,proposed line\n30000,Low posts\n")
    monkeypatch.chdir(tmp_path)
    assert main(["batch", *arguments, "--settings", review, "-o", "answers"]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "answers").exists()


def test_many_files_need_a_folder(review: str, given_posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["batch", str(given_posts), "--settings", review]
    assert main(command) == 2
    assert "need a folder of their own" in capsys.readouterr().err
    assert main([*command, "-o", "answers.parquet"]) == 2
    assert "-o answers.parquet: the answers of many files need a folder" in capsys.readouterr().err


def test_what_must_be_asked_is_asked_before_anything_is_written(
    review: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(2):
        path = tmp_path / "posts" / f"{number}.csv"
        path.write_text("Salary,proposed line,FTE\n30000,Low posts,1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command = ["batch", "posts", "--settings", review, "-o", "answers/", "--workers", "1"]
    assert main(command) == 2
    assert "column 'Salary': is it £ a year of the full-time post?" in capsys.readouterr().err
    assert not (tmp_path / "answers").exists()
    text = Path("answers.map.toml").read_text(encoding="utf-8")
    Path("answers.map.toml").write_text(
        text.replace('"Salary" = "?"', '"Salary" = "full-time salary"'), encoding="utf-8"
    )
    assert main(command) == 0
    assert "2 rows read: 2 answered" in capsys.readouterr().out
    with open("answers/1.csv", encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Salary"] == "30000"


def test_what_is_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush-hush")
    assert store.shown("refused: hush-hush-hush at sftp://me:pass@host/x") == "refused: *** at sftp://me:***@host/x"


def test_a_folder_that_looks_like_a_partition_keeps_its_answers(review: str, tmp_path: Path) -> None:
    given_posts = folder_of(tmp_path / "posts", 1, 5)
    folder_of(given_posts / "region=North", 1, 7)
    run(given_posts, review, tmp_path / "answers")
    parquet.write_table(posts(9, 5), given_posts / "posts-000.parquet")
    done = run(given_posts, review, tmp_path / "answers", resume=True)
    assert [each.status for each in done.pieces] == ["done", "up to date"]
    assert (tmp_path / "answers" / "region=North" / "posts-000.parquet").exists()
