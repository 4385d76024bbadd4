"""Puts a finished workbook in a file's place: the old file is whole until the new one is, and nothing is lost.

The new file is written next to the old one under another name, forced to the disk, opened again and checked, and only
then given the old one's name, in one step. Killed at any moment, the user has the old file or the new one.
"""

import contextlib
import hashlib
import itertools
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, NamedTuple, Protocol

from payband.errors import WrongInput
from payband.ooxml.undo import keep_as_it_was, keep_nothing
from payband.own_files import check_replaceable
from payband.whole_files import TEMPORARY, flush_folder, not_written, take_rights

__all__ = [
    "Saved",
    "check_ending",
    "check_target",
    "is_dated_copy",
    "is_temporary",
    "opened_by",
    "save",
    "save_in_place",
]

SECONDS_TO_FINISH = 3600  # no save takes longer: an older temporary file was left by one that was killed

_TEMPORARY = (TEMPORARY, ".tmp")  # never taken for a workbook, whatever a folder is searched for
_DATED_COPY = re.compile(r" \(payband \d{4}-\d\d-\d\d \d{4}(?:-\d+)?\)$")


class Saved(NamedTuple):
    """Where a workbook was saved, and why not in its own place if it was not."""

    path: str
    note: str = ""


class Saveable(Protocol):
    """A workbook that is finished and can be put into a file."""

    @property
    def is_sealed(self) -> bool:
        """Whether the file that it was read from is as payband wrote it."""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the file that it was read from."""

    def write_to(self, file: BinaryIO, *, sealed: bool = False) -> None:
        """Writes it into an open file."""

    def check_saved(self, content: bytes) -> None:
        """Raises WrongInput where the bytes of a file are not it."""


def save(package: Saveable, target: str, known: frozenset[str] = frozenset()) -> None:
    """Puts the package in the target's place. Raises WrongInput where that cannot be done; the target then stays.

    `known` are fingerprints of what payband wrote there before, by its log.
    """
    check_replaceable(target, known, in_commands=True)
    target = os.path.realpath(target)  # what a link points to is replaced, not the link
    with _written_beside(package, target, sealed=True) as temporary:
        check_replaceable(target, known, in_commands=True)
        try:
            os.replace(temporary, target)
        except OSError as error:
            raise not_written(target, error) from error
        flush_folder(os.path.dirname(target))


def save_in_place(
    package: Saveable,
    target: str,
    now: datetime | None = None,
    what: str = "the answers are",
    *,
    keep: bool = False,
) -> Saved:
    """Puts the package in the place of the file it was read from, unless somebody may be working on that.

    A file that is open in a spreadsheet program, is read-only, or has changed, moved or gone since it was read is left
    alone: the package goes into a file next to it, whose name says when it was made; the note says why, and `what` is
    in that file. With `keep` the file as it was is kept next to it, until the next time; without it, what was kept
    before an earlier run is gone too: it is no longer what stood before the last one.
    """
    target = os.path.realpath(target)
    with _written_beside(package, target, sealed=package.is_sealed) as temporary:  # a person's own work is not sealed
        note = _why_not_replaced(package, target)  # asked last, when nothing but the step itself is left to do
        if not note:
            if keep:
                keep_as_it_was(target)
            try:
                os.replace(temporary, target)
                if not keep:
                    keep_nothing(target)
            except PermissionError:
                note = f"{os.path.basename(target)} is in use by another program"
        if note:
            path = _put_beside(temporary, target, now or datetime.now())
            note = f"{note}, so it was left alone: {what} in {os.path.basename(path)}"
        else:
            path = target
        flush_folder(os.path.dirname(target))
    return Saved(path, note)


def opened_by(path: str) -> str:
    """The program that has a workbook open, by the lock file that it keeps next to it; empty when none has."""
    folder, name = os.path.split(os.path.abspath(path))
    if os.path.exists(os.path.join(folder, f".~lock.{name}#")):
        return "LibreOffice"
    # Excel leaves out the first letter or two of a longer name.
    if any(os.path.exists(os.path.join(folder, f"~${name[cut:]}")) for cut in (0, 1, 2) if len(name) > cut):
        return "Excel"
    return ""


def check_target(target: str, *inputs: str, known: frozenset[str] = frozenset()) -> None:
    """Refuses a file to write that is one of those that are read, that a spreadsheet program has open, that cannot be
    written, or that is not as payband wrote it, before any work is done.

    `known` are fingerprints of what payband wrote there before, by its log.
    """
    if os.path.exists(target):
        for each in inputs:
            if os.path.exists(each) and os.path.samefile(each, target):
                raise WrongInput(f"{target} is the input, which payband never changes: give another name with -o")
    folder = os.path.dirname(os.path.abspath(target))
    if not os.path.isdir(folder):
        raise WrongInput(f"the folder {folder} does not exist: make it, or give another with -o")
    if os.path.isdir(target):
        raise WrongInput(f"{target} is a folder: give a file name with -o")
    if opened_by(target):
        raise WrongInput(f"{target} is open in a spreadsheet program: close it there, or give another name with -o")
    # The file's own mark is asked, not the right to write: an administrator may write over a file that says read-only.
    read_only = os.path.exists(target) and not os.stat(target).st_mode & stat.S_IWUSR
    if read_only or not os.access(folder, os.W_OK):
        raise WrongInput(f"{target} is read-only: give another name with -o, or ask for the right to write it")
    check_replaceable(target, known)


def check_ending(target: str, ending: str) -> None:
    """Refuses a name for a copy that has not the ending of its workbook: the kind of file stays, whatever the name."""
    if os.path.splitext(target)[1].casefold() != ending.casefold():
        raise WrongInput(f"{target} is not a name under which Excel would open the workbook: end it with {ending}")


def is_temporary(name: str) -> bool:
    """Whether a file of this name is an unfinished copy, or a lock that a spreadsheet program keeps: no workbook."""
    start, end = _TEMPORARY
    return (name.startswith(start) and name.endswith((end, ".xlsx"))) or name.startswith(("~$", ".~lock."))


def is_dated_copy(name: str) -> bool:
    """Whether a file's name is one that `save_in_place` gave it.

    >>> is_dated_copy("review (payband 2026-11-22 1503).xlsx"), is_dated_copy("review (2).xlsx")
    (True, False)
    """
    return bool(_DATED_COPY.search(os.path.splitext(name)[0]))


# --- the steps -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _written_beside(package: Saveable, target: str, *, sealed: bool) -> Iterator[str]:
    """The path of a whole and checked copy next to the target. It is gone afterwards, unless it was given a name."""
    folder = os.path.dirname(target)
    temporary = ""
    try:
        try:
            start, end = _TEMPORARY
            handle, temporary = tempfile.mkstemp(end, start, folder)
            with os.fdopen(handle, "wb") as file:
                package.write_to(file, sealed=sealed)
                file.flush()
                os.fsync(file.fileno())
            with open(temporary, "rb") as written:
                package.check_saved(written.read())
            take_rights(target, temporary)
        except OSError as error:
            raise not_written(target, error) from error
        yield temporary
        _clear_leftovers(folder)
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _clear_leftovers(folder: str) -> None:
    """Removes what saves that were killed have left, long enough ago that none of them can still be at work."""
    start, end = _TEMPORARY
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith((end, ".xlsx")):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime > SECONDS_TO_FINISH:
                        os.unlink(entry.path)


def _why_not_replaced(package: Saveable, target: str) -> str:
    name = os.path.basename(target)
    program = opened_by(target)
    if program:
        return f"{name} is open in {program}"
    try:
        # The content is what counts: a synchronised folder may give a file a new date without a change.
        with open(target, "rb") as file:
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
            mode = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        return f"{name} was moved or deleted since it was read"
    except OSError as error:
        return f"{name} can no longer be read ({error.strerror})"
    if fingerprint != package.fingerprint:
        return f"{name} was changed since it was read"
    if not mode & stat.S_IWUSR:  # the file's own mark: an administrator may write over a file that says read-only
        return f"{name} is read-only"
    return ""


def _put_beside(temporary: str, target: str, now: datetime) -> str:
    """Gives the copy a free name next to the target that says when it was made."""
    stem, ending = os.path.splitext(target)
    os.chmod(temporary, stat.S_IMODE(os.stat(temporary).st_mode) | stat.S_IWUSR)
    for count in itertools.count(1):
        path = f"{stem} (payband {now:%Y-%m-%d %H%M}{f'-{count}' if count > 1 else ''}){ending}"
        try:
            _rename_to_new(temporary, path)
        except FileExistsError:
            continue
        except OSError as error:
            raise not_written(path, error) from error
        return path
    raise AssertionError("numbers do not end")


def _rename_to_new(old: str, new: str) -> None:
    """Renames a file to a name that nothing has. Raises FileExistsError where something has it."""
    if os.name != "nt":  # where renaming replaces what is there, but linking does not
        try:
            os.link(old, new)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if os.path.exists(new):
                raise FileExistsError(new) from None
        else:
            return
    os.rename(old, new)
