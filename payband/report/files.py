"""Puts a finished report in a file's place: whole or not at all."""

import os
import tempfile
from contextlib import suppress

from payband.errors import WrongInput

__all__ = ["write"]

READABLE = 0o644


def write(content: bytes, target: str) -> None:
    """Puts the bytes in the target's place. Raises WrongInput where that cannot be done; the target then stays."""
    folder, name = os.path.split(os.path.realpath(target))  # what a link points to is replaced, not the link
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(".tmp", ".payband-", folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, READABLE)
        os.replace(temporary, os.path.join(folder, name))
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise WrongInput(f"{target} cannot be written ({error.strerror}): close it, or give another name") from error
