"""An ordinary user with a home of their own, for LibreOffice, which refuses root and must touch nobody's profile."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

NOBODY = 65534


class OrdinaryUser:
    """Runs programs as someone who is not root, in a temporary home that goes when all is done."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="payband-calc-"))
        self.is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        self.give(self.home)

    def give(self, path: Path) -> Path:
        """Makes a file or folder the user's own."""
        if self.is_root:
            os.chown(path, NOBODY, NOBODY)
        return path

    def profile(self, name: str) -> str:
        """The address of a LibreOffice profile in the home."""
        return (self.home / name).as_uri()

    def run(self, command: Sequence[str], seconds: float = 180) -> tuple[int, str]:
        """Runs a program: its exit status and what it printed. When the time is up, ends it and what it started."""
        process = subprocess.Popen(
            command,
            cwd=self.home,
            env={
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
                "TMPDIR": str(self.home),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            user=NOBODY if self.is_root else None,
            group=NOBODY if self.is_root else None,
            extra_groups=[] if self.is_root else None,
        )
        try:
            said = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            said = f"did not end in {seconds:g} seconds"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # whatever is left of it
        if process.poll() is None:
            process.communicate()
        return process.returncode, said

    def leave(self) -> None:
        """Takes the home away with all that is in it."""
        shutil.rmtree(self.home, ignore_errors=True)
