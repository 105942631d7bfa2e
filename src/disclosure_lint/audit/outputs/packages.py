"""The packages that only outputs need: imported when one is written, missed in words."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from disclosure_lint.audit.outputs import MissingPackage

# What is imported, and what it is called where packages come from.
_PROJECTS = {"docx": "python-docx", "xlsxwriter": "XlsxWriter"}


def package(module: str) -> Any:
    """The module. Raises MissingPackage if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        top = module.split(".")[0]
        raise MissingPackage(_PROJECTS.get(top, top)) from error
