"""The process of the command `payband`, by its name or as `python -m payband`."""

import gc
import os
import sys

from payband.cli import main

__all__ = ["run"]


def run() -> None:
    """Runs the command, and ends the process with its exit status."""
    # NumPy's library for matrices, of which payband multiplies none, would start threads that wait by spinning.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic would search every installed package for plugins; none has a say in how an input is read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = main()
    gc.freeze()  # to look for circles of references among all there is takes longer than to end, which frees it
    sys.exit(status)


if __name__ == "__main__":
    run()
