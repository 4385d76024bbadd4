"""The commands that put the functions into spreadsheet programs."""

import argparse

from payband.commands.terminal.output import FINE
from payband.commands.terminal.words import Command, with_overwrite

__all__ = [
    "COMMANDS",
    "excel_install",
    "excel_lite",
    "excel_server",
    "excel_uninstall",
    "libreoffice_build",
    "libreoffice_install",
]


def excel_install(given: argparse.Namespace) -> int:
    """Sets the classic add-in up."""
    from payband.hosts.excel.classic import default_folder, install

    print("\n".join(install(given.folder or default_folder())))
    return FINE


def excel_uninstall(given: argparse.Namespace) -> int:
    """Takes the classic add-in out of Excel."""
    from payband.hosts.excel.classic import default_folder, uninstall

    print("\n".join(uninstall(given.folder or default_folder())))
    return FINE


def excel_lite(given: argparse.Namespace) -> int:
    """Writes a workbook for xlwings Lite."""
    from payband.hosts.excel.lite import build

    print(f"Written to {build(given.output, given.workbook)}")
    return FINE


def excel_server(given: argparse.Namespace) -> int:
    """Writes an xlwings Server project."""
    from payband.hosts.excel.server import build

    print("\n".join(build(given.folder)))
    return FINE


def libreoffice_install(given: argparse.Namespace) -> int:
    """Installs the extension."""
    from payband.hosts.libreoffice.install import install

    print(install())
    return FINE


def libreoffice_build(given: argparse.Namespace) -> int:
    """Builds the extension."""
    from payband.hosts.libreoffice.extension import build

    print(f"Written to {build(given.output)}")
    return FINE


def _excel_install_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", help="the folder for its files (default: your own)")


def _excel_lite_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workbook", metavar="WORKBOOK.xlsx", nargs="?", help="put the functions into a copy of this workbook"
    )
    parser.add_argument("-o", "--output", metavar="FILE.xlsx", required=True, help="the workbook to write")
    with_overwrite(parser)


def _excel_server_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the folder to write it into")


def _libreoffice_install_words(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def _libreoffice_build_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE.oxt", default="payband.oxt", help="default: payband.oxt")
    with_overwrite(parser)


COMMANDS = {
    "excel install": Command(_excel_install_words, excel_install, ("payband excel install",)),
    "excel uninstall": Command(_excel_install_words, excel_uninstall, ("payband excel uninstall",)),
    "excel lite": Command(
        _excel_lite_words,
        excel_lite,
        ("payband excel lite -o payband.xlsx", "payband excel lite review.xlsx -o review-lite.xlsx"),
    ),
    "excel server": Command(_excel_server_words, excel_server, ("payband excel server payband-server",)),
    "libreoffice install": Command(_libreoffice_install_words, libreoffice_install, ("payband libreoffice install",)),
    "libreoffice build": Command(_libreoffice_build_words, libreoffice_build, ("payband libreoffice build",)),
}
