"""The commands that put the functions into spreadsheet programs."""

import argparse

from payband.commands.output import FINE

__all__ = ["excel_install", "excel_lite", "excel_server", "libreoffice_build", "libreoffice_install"]


def excel_install(given: argparse.Namespace) -> int:
    """Sets the classic add-in up."""
    from payband.hosts.excel.classic import default_folder, install

    print("\n".join(install(given.folder or default_folder())))
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
