"""The command that opens the guide: guide."""

import argparse
import sys

from payband.commands.terminal.output import FINE
from payband.commands.terminal.words import Command, with_overwrite

__all__ = ["COMMANDS", "guide"]

FILE_NAME = "payband-guide.html"


def guide(given: argparse.Namespace) -> int:
    """Writes the guide as one web page and opens it in the browser; says where it is."""
    from payband import __version__
    from payband.guide.page import guide_html
    from payband.own_files import overwriting, own_folder
    from payband.whole_files import make_folder, write_whole

    content = guide_html(__version__).encode()
    if given.output:
        write_whole(given.output, content)
        print(f"Written to {given.output}")
        return FINE
    folder = own_folder()
    make_folder(folder)
    path = f"{folder}/{FILE_NAME}"
    with overwriting(True):  # nobody else's file is there
        write_whole(path, content)
    opened = sys.stdout.isatty() and _opened(path)
    print(f"Opened in your browser: {path}" if opened else path)
    return FINE


def _opened(path: str) -> bool:
    """Whether a browser took the page."""
    import webbrowser
    from pathlib import Path

    try:
        return webbrowser.open(Path(path).as_uri())
    except (OSError, webbrowser.Error):
        return False


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="GUIDE.html", help="write the guide to this file instead of opening it"
    )
    with_overwrite(parser)


COMMANDS = {"guide": Command(_words, guide, ("payband guide", "payband guide -o guide.html"))}
