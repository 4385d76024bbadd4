"""A file is in its place whole or not at all: it is written next to it, forced to the disk, and then put there."""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator

from payband.errors import WrongInput
from payband.own_files import as_sealed, check_replaceable, is_as_written, note_written

__all__ = [
    "TEMPORARY",
    "flush_folder",
    "make_folder",
    "not_written",
    "put_in_place",
    "removed_on_failure",
    "replacing",
    "take_rights",
    "write_whole",
]

TEMPORARY = ".payband-"
"""How the names of unfinished files begin."""

_READ_WRITE = 0o666
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_NO_FOLDER = (errno.ENOENT, errno.ENOTDIR)


@contextlib.contextmanager
def replacing(path: str) -> Iterator[str]:
    """A temporary name next to a file, which takes its place when the block ends well and is gone otherwise.

    What a link points to is replaced, not the link. The new file has the rights of the old one. Raises OSError, and
    WrongInput where a command would replace what is not payband's.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(f"{folder}/totals.csv") as temporary, open(temporary, "w") as file:
    ...         _ = file.write("Total"), os.listdir(folder) == ["totals.csv"]
    ...     os.listdir(folder)
    ['totals.csv']
    """
    check_replaceable(path, in_commands=True)
    place = os.path.realpath(path)
    with put_in_place(place) as temporary:
        yield temporary
        check_replaceable(path, in_commands=True)
    if not is_as_written(place):  # by a fingerprint of its own
        note_written(place)


@contextlib.contextmanager
def put_in_place(place: str) -> Iterator[str]:
    """The same where nobody else's file can be: whose file is there is not asked, nor is the new one noted.

    Raises OSError.
    """
    folder = os.path.dirname(place)
    handle, temporary = tempfile.mkstemp(os.path.splitext(place)[1], TEMPORARY, folder)
    os.close(handle)
    try:
        yield temporary
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        take_rights(place, temporary)
        os.replace(temporary, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(folder)


def make_folder(path: str) -> None:
    """Makes a folder to write into, where there is none. Raises WrongInput where that cannot be done."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise WrongInput(f"-o: the folder {path} cannot be made ({error.strerror}): give another") from None


def write_whole(path: str, content: bytes) -> None:
    """Puts the bytes in a file's place. Raises WrongInput where that cannot be done; the file then stays as it was."""
    try:
        with replacing(path) as temporary, open(temporary, "wb") as file:
            file.write(as_sealed(path, content))
    except OSError as error:
        raise not_written(path, error) from error


@contextlib.contextmanager
def removed_on_failure(*paths: str) -> Iterator[None]:
    """Removes files, those of them that are there, where this block ends in an error: without the rest they mislead."""
    try:
        yield
    except BaseException:
        for path in filter(None, paths):
            with contextlib.suppress(OSError):
                os.unlink(path)
        raise


def not_written(path: str, error: OSError) -> WrongInput:
    """What is said of a file that cannot be written, and what to do about it.

    >>> not_written("a.xlsx", OSError(errno.ENOSPC, "No space left on device"))
    WrongInput('a.xlsx cannot be written (No space left on device): make room on the disk, or write to another')
    """
    if error.errno in _FULL:
        what_to_do = "make room on the disk, or write to another"
    elif error.errno in _NO_FOLDER:
        what_to_do = "its folder does not exist, so make it or choose another folder"
    else:
        what_to_do = "close it, or give another name"
    return WrongInput(f"{path} cannot be written ({error.strerror}): {what_to_do}")


def take_rights(old: str, new: str) -> None:
    """Gives a new file the rights of the old one, and its owner where that is allowed; else those of any new file."""
    try:
        there = os.stat(old)
    except FileNotFoundError:
        os.chmod(new, _READ_WRITE & ~_umask())
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(new, there.st_uid, there.st_gid)
    os.chmod(new, stat.S_IMODE(there.st_mode))


def flush_folder(folder: str) -> None:
    """Forces the names in a folder to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
