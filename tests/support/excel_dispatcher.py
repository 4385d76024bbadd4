"""A bare server on 127.0.0.1 around xlwings' own dispatcher of custom functions, as xlwings Lite and Server use it.

A program of its own, since xlwings looks at the environment when it is imported. Prints its port, then answers.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import sys
import types
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


def make_module() -> types.ModuleType:
    """A module such as a user's, with payband's functions."""
    from payband.hosts.excel.functions import worksheet_functions

    module = types.ModuleType("custom_functions")
    module.__dict__.update(worksheet_functions())
    return module


def main() -> None:
    """Answers until it is ended."""
    import xlwings
    import xlwings.server

    module = make_module()
    sys.modules["custom_functions"] = module  # where the generator of the JavaScript looks
    sys.modules["custom_scripts"] = types.ModuleType("custom_scripts")
    routes = importlib.import_module("xlwings_server.routers.xlwings")
    code = asyncio.run(routes.custom_functions_code()).body
    meta = json.dumps(xlwings.server.custom_functions_meta(module)).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200, code if self.path.endswith(".js") else meta)

        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                result = asyncio.run(xlwings.server.custom_functions_call(given, module))
            except xlwings.XlwingsError as error:
                self.answer(400, str(error).encode(), "text/plain")
            else:
                self.answer(200, json.dumps({"result": result}, allow_nan=False).encode())

        def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    os.environ["XLWINGS_ON_SERVER"] = "true"
    os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
    main()
