"""Saving: the old file or the new one at any moment, never half of one, and nothing of anybody else's overwritten."""

from __future__ import annotations

import itertools
import os
import stat
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import pytest

from payband.errors import WrongInput
from payband.ooxml.package import Package
from payband.ooxml.saving import is_dated_copy, is_temporary, opened_by, save_in_place
from payband.ooxml.single_cells import set_cells
from payband.whole_files import replacing, write_whole
from tests.run import TOP
from tests.support.workbooks import LEICESTER, answers

KILLS = 200
AT = datetime(2026, 11, 22, 15, 3)
DATED = "review (payband 2026-11-22 1503).xlsx"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A workbook of one's own."""
    path = tmp_path / "review.xlsx"
    path.write_bytes(LEICESTER.read_bytes())
    return path


def changed(path: Path, value: str = "new") -> Package:
    """The workbook as it is read now, with one cell changed."""
    package = Package(str(path))
    set_cells(package, "People", {(2, 1): value})
    return package


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


# --- killed at any moment ------------------------------------------------------------------------------------------

# One process starts those that save, each a copy of itself, and kills them: so a kill costs no start of Python.
KILLER = """
import os, random, signal, sys, time
from payband.ooxml.package import Package
from payband.ooxml.single_cells import set_cells

path, kills = sys.argv[1], int(sys.argv[2])
made = []
for value in ("first", "second"):
    package = Package(path)
    set_cells(package, "People", {(2, 1): value})
    made.append(package)
made[0].save(path)
started = time.perf_counter()
made[1].save(path)
one_save = time.perf_counter() - started
whole = [package.read(package.sheets["People"]) for package in made]
chance = random.Random(20261122)
seen = set()
for kill in range(kills):
    process = os.fork()
    if process == 0:
        while True:
            for package in made:
                package.save(path)
    time.sleep(chance.uniform(0, 3 * one_save))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    there = Package(path)
    there.check_saved(open(path, "rb").read())
    seen.add(whole.index(there.read(there.sheets["People"])))
print(sorted(seen))
"""


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX system can kill a copy of a running process")
def test_killed_at_any_moment_the_old_file_or_the_new_one_stands(review: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(review), str(KILLS)],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "[0, 1]", "both states were met, the old and the new"
    left = [name for name in names(review.parent) if name != review.name]
    assert left, "some were killed in the midst of writing"
    assert all(map(is_temporary, left))
    assert answers(review)["People"]["A2"].value in ("first", "second")
    # The next save clears away what is old enough that nobody can still be writing it.
    for name in left[1:]:
        os.utime(review.parent / name, (time.time() - 7200, time.time() - 7200))
    changed(review).save(str(review))
    assert names(review.parent) == sorted([left[0], review.name])


def test_a_failure_while_writing_leaves_everything_as_it_was(review: Path) -> None:
    before = review.read_bytes()
    package = Package(str(review))
    package.write("xl/worksheets/sheet1.xml", b"<worksheet><sheetData></worksheet>")
    with pytest.raises(
        WrongInput, match=r"would be damaged \(xl/worksheets/sheet1.xml: mismatched tag.*nothing was ch"
    ):
        package.save(str(review))
    assert review.read_bytes() == before
    assert names(review.parent) == [review.name]


def test_what_the_disk_gives_back_is_checked(review: Path, tmp_path: Path) -> None:
    package = changed(review)
    target = tmp_path / "saved.xlsx"
    package.save(str(target))
    good = target.read_bytes()
    package.check_saved(good)
    half = good[: len(good) // 2]
    for bad in (half, review.read_bytes(), bytes(len(good)), _one_bit_changed(target)):
        with pytest.raises(WrongInput):
            package.check_saved(bad)


def test_a_packer_that_packs_the_same_in_two_ways_is_believed(
    review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ISA-L does so once in millions of parts: the file is whole, and must not be called damaged."""
    levels = itertools.cycle(range(1, 10))

    def packed(pieces: Iterable[bytes]) -> tuple[bytes, int, int]:
        whole = b"".join(pieces)
        deflate = zlib.compressobj(next(levels), zlib.DEFLATED, -zlib.MAX_WBITS)
        return deflate.compress(whole) + deflate.flush(), zlib.crc32(whole), len(whole)

    monkeypatch.setattr("payband.ooxml.archive.packed", packed)
    package = changed(review)
    package.save(str(tmp_path / "saved.xlsx"))
    assert Package(str(tmp_path / "saved.xlsx")).read(package.sheets["People"]) == package.read(
        package.sheets["People"]
    )


def _one_bit_changed(path: Path) -> bytes:
    """The file with a bit of its first part changed."""
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[0]
    content = bytearray(path.read_bytes())
    content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 1
    return bytes(content)


# --- the file itself -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_rights(review: Path, mode: int) -> None:
    review.chmod(mode)
    changed(review).save(str(review))
    assert stat.S_IMODE(review.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_what_a_link_points_to_is_replaced(review: Path) -> None:
    link = review.parent / "link.xlsx"
    link.symlink_to(review)
    assert save_in_place(changed(link), str(link)).note == ""
    assert link.is_symlink()
    assert answers(review)["People"]["A2"].value == "new"


def test_saving_in_place(review: Path) -> None:
    saved = save_in_place(changed(review), str(review), AT)
    assert saved == (str(review.resolve()), "")
    assert names(review.parent) == ["review.xlsx"]
    assert answers(review)["People"]["A2"].value == "new"


def excel_lock(folder: Path) -> None:
    name = b"A Reviewer"
    (folder / "~$review.xlsx").write_bytes(bytes([len(name)]) + name.ljust(54) + bytes(110))


def excel_lock_of_a_long_name(folder: Path) -> None:
    (folder / "~$view.xlsx").write_bytes(bytes(165))


def libreoffice_lock(folder: Path) -> None:
    (folder / ".~lock.review.xlsx#").write_text(",reviewer,desk,22.11.2026 15:00,file:///home/reviewer;")


def typed_into(folder: Path) -> None:
    changed(folder / "review.xlsx", "typed meanwhile").save(str(folder / "review.xlsx"))


def typed_into_with_the_same_date(folder: Path) -> None:
    path = folder / "review.xlsx"
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[-1 - 22] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def deleted(folder: Path) -> None:
    (folder / "review.xlsx").unlink()


def read_only(folder: Path) -> None:
    (folder / "review.xlsx").chmod(0o444)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (excel_lock, "review.xlsx is open in Excel"),
        (excel_lock_of_a_long_name, "review.xlsx is open in Excel"),
        (libreoffice_lock, "review.xlsx is open in LibreOffice"),
        (typed_into, "review.xlsx was changed since it was read"),
        (typed_into_with_the_same_date, "review.xlsx was changed since it was read"),
        (deleted, "review.xlsx was moved or deleted since it was read"),
        (read_only, "review.xlsx is read-only"),
    ],
)
def test_a_file_that_somebody_works_on_is_left_alone(review: Path, meanwhile: Callable[[Path], None], why: str) -> None:
    package = changed(review)
    meanwhile(review.parent)
    before = {name: (review.parent / name).read_bytes() for name in names(review.parent)}
    saved = save_in_place(package, str(review), AT)
    assert saved.note == f"{why}, so it was left alone: the answers are in {DATED}"
    dated = review.parent / DATED
    assert saved.path == str(dated.resolve())
    assert answers(dated)["People"]["A2"].value == "new"
    assert os.access(dated, os.W_OK)
    after = {name: (review.parent / name).read_bytes() for name in names(review.parent) if name != DATED}
    assert after == before


def test_a_second_copy_in_the_same_minute_has_a_name_of_its_own(review: Path) -> None:
    package = changed(review)
    excel_lock(review.parent)
    paths = [Path(save_in_place(package, str(review), AT).path).name for _ in range(3)]
    assert paths == [DATED, DATED.replace("1503", "1503-2"), DATED.replace("1503", "1503-3")]
    assert all(map(is_dated_copy, paths))
    assert not is_dated_copy("review.xlsx")


def test_a_new_date_alone_is_no_change(review: Path) -> None:
    package = changed(review)
    os.utime(review, (0, 0))
    assert save_in_place(package, str(review), AT).note == ""


def test_a_lock_of_a_real_libreoffice(review: Path, soffice: str, libreoffice_profile: Path) -> None:
    """A workbook that LibreOffice really has open, from its opening to its end."""
    command = [soffice, f"-env:UserInstallation={libreoffice_profile.as_uri()}", "--headless", "--norestore"]
    package = changed(review)
    process = subprocess.Popen(
        [*command, str(review)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while not opened_by(str(review)) and time.monotonic() < end:
            time.sleep(0.1)
        assert opened_by(str(review)) == "LibreOffice"
        saved = save_in_place(package, str(review), AT)
        assert saved.note.startswith("review.xlsx is open in LibreOffice, so it was left alone")
    finally:
        subprocess.run([*command, "--terminate_after_init"], check=False, timeout=60, capture_output=True)
        process.terminate()
        process.wait(timeout=60)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".payband-abc123.tmp", True),
        (".payband-abc123.xlsx", True),
        ("~$review.xlsx", True),
        (".~lock.review.xlsx#", True),
        ("review.xlsx", False),
        ("payband-functions.xlsx", False),
        (DATED, False),
    ],
)
def test_names_that_no_batch_takes_for_workbooks(name: str, expected: bool) -> None:
    assert is_temporary(name) is expected


def test_a_folder_that_cannot_be_written_to_is_named(review: Path) -> None:
    with pytest.raises(WrongInput, match=r"cannot be written \(No such file or directory\)"):
        changed(review).save(str(review.parent / "nowhere" / "out.xlsx"))


# --- other files ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_replaced_keeps_its_rights_and_its_links(tmp_path: Path) -> None:
    (tmp_path / "totals.csv").write_text("old")
    (tmp_path / "totals.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("totals.csv")
    write_whole(str(tmp_path / "link.csv"), b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "totals.csv").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "totals.csv").stat().st_mode) == 0o640
    assert names(tmp_path) == ["link.csv", "totals.csv"]


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(str(path)) as temporary:
        Path(temporary).write_text(str(1 // 0))
    assert (path.read_text(), names(tmp_path)) == ("old", ["totals.csv"])
    with pytest.raises(WrongInput, match=r"no such folder.totals\.csv cannot be written"):
        write_whole(str(tmp_path / "no such folder" / "totals.csv"), b"new")
