"""Excel on Windows, a Mac and the web by way of your own server: a ready xlwings Server project.

xlwings Server has a licence of its own (PolyForm Noncommercial, or a paid one). payband does not need it to run and
does not bring it along: `pip install ".[server]"` in payband's folder does.
"""

import secrets
import uuid
from pathlib import Path

from payband.errors import WrongInput, how_to_add

__all__ = ["PORT", "build"]

PORT = 8000
FREE_KEY = "noncommercial"
ENVIRONMENTS = ("dev", "qa", "uat", "staging", "prod")

_MARK = "pyproject.toml"
_TEMPLATES = Path(__file__).with_name("server_project")

# In the folder of templates, and where each goes in the project.
_FILES = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "start.py.txt": "start.py",
    "custom_functions.py.txt": "custom_functions/__init__.py",
    "custom_scripts.py.txt": "custom_scripts/__init__.py",
    "taskpane.html": "templates/taskpane.html",
    "gitignore.txt": ".gitignore",
}


def build(folder: Path | str, licence_key: str = FREE_KEY) -> list[str]:
    """Writes an xlwings Server project into a folder; gives the sentences that say what is there and what to do.

    In a project that is there already the settings, with their keys and identities, are left as they are. A folder
    that holds something else is refused.
    """
    folder = Path(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise WrongInput(f"{folder} holds other files already: give a new folder for the server's project")
    for template, name in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((_TEMPLATES / template).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "certs").mkdir(exist_ok=True)
    for name, text in ((".env", _settings(licence_key)), (_MARK, _identities())):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
    (folder / ".env").chmod(0o600)  # it holds a secret
    return [
        f"An xlwings Server project is written to {folder}: its README.md says how it is set up.",
        f"Install what it needs: {how_to_add('server')}.",
        f"Start it: python {folder / 'start.py'} (on 127.0.0.1, port {PORT}).",
        "xlwings Server has its own licence: the key 'noncommercial' in .env stands for the PolyForm Noncommercial "
        "License, which permits use by government institutions and charities; others put a paid key there.",
    ]


def _settings(licence_key: str) -> str:
    return "\n".join(
        [
            "# The settings of xlwings Server; https://server.xlwings.org explains each. Keep this file to yourselves.",
            f'XLWINGS_LICENSE_KEY="{licence_key}"',
            f'XLWINGS_SECRET_KEY="{secrets.token_urlsafe(32)}"',
            'XLWINGS_ENVIRONMENT="prod"',
            'XLWINGS_PROJECT_NAME="payband"',
            'XLWINGS_FUNCTIONS_NAMESPACE="PAYBAND"',
            'XLWINGS_DATE_FORMAT="dd/mm/yyyy"',
            "XLWINGS_ENABLE_SOCKETIO=false",
            "XLWINGS_ENABLE_HTMX=false",
            "",
        ]
    )


def _identities() -> str:
    """By which Excel knows the add-in: made once for each project."""
    lines = ["[tool.xlwings_server]"]
    lines += [f'manifest_id_{environment} = "{uuid.uuid4()}"' for environment in ENVIRONMENTS]
    return "\n".join(lines) + "\n"
