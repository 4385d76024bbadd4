"""The workbook as it was before a run that wrote into it, kept next to it until the next one."""

import contextlib
import os
import shutil
import tempfile

from payband.errors import WrongInput
from payband.whole_files import TEMPORARY, flush_folder, not_written

__all__ = ["KEPT", "keep_as_it_was", "keep_nothing", "kept_of", "undo"]

KEPT = ".payband-undo"
"""What the name of a kept workbook ends in, after its own: nothing takes that for a workbook."""


def kept_of(path: str) -> str:
    """Where a workbook is kept as it was.

    >>> kept_of("review.xlsx")
    'review.xlsx.payband-undo'
    """
    return f"{os.path.realpath(path)}{KEPT}" if os.path.islink(path) else f"{path}{KEPT}"


def keep_as_it_was(path: str) -> None:
    """Keeps a workbook that is about to be replaced, in place of what was kept before.

    Raises WrongInput where that cannot be done: nothing is changed then.
    """
    kept = kept_of(path)
    try:
        temporary = _another_name(path)
        try:
            os.replace(temporary, kept)
        finally:
            with contextlib.suppress(FileNotFoundError):  # two names of one file are left as they are
                os.unlink(temporary)
    except OSError as error:
        raise WrongInput(
            f"{not_written(kept, error)}; it keeps the workbook as it was, and --no-backup does without it"
        ) from None


def keep_nothing(path: str) -> None:
    """Removes what an earlier run kept of a workbook, so that nothing older is taken for what the last one replaced."""
    with contextlib.suppress(OSError):
        os.unlink(kept_of(path))


def undo(path: str) -> None:
    """Puts a workbook back as it was before the last run that wrote into it; what it held since is kept instead.

    So that a second call brings that back. Raises WrongInput where nothing is kept, or where the file cannot be moved.
    """
    kept, place = kept_of(path), os.path.realpath(path)
    if not os.path.isfile(kept):
        raise WrongInput(f"nothing is kept of {path}: payband recalc --in-place keeps a workbook for one run")
    try:
        if not os.path.exists(place):
            os.rename(kept, place)
            return
        temporary = _another_name(place)
        try:
            os.replace(kept, place)
            os.replace(temporary, kept)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
    except OSError as error:
        raise not_written(path, error) from None
    flush_folder(os.path.dirname(place))


def _another_name(path: str) -> str:
    """The same file under a temporary name next to it, or a copy where a disk knows no second names."""
    handle, temporary = tempfile.mkstemp(".tmp", TEMPORARY, os.path.dirname(os.path.realpath(path)))
    os.close(handle)
    os.unlink(temporary)
    try:
        os.link(os.path.realpath(path), temporary)
    except OSError:
        shutil.copy2(path, temporary)
    return temporary
