"""A linter for annual reports on government information disclosure (政府信息公开工作年度报告).

    from disclosure_lint import lint, read_report

    result = lint("report.txt")
    for finding in result.verdicts.findings:
        print(finding.code, finding.severity, finding.message)

    report = read_report("report.txt")
    print(report.year, report.figure("applications.received.total"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disclosure_lint.finding import Finding, Label, Place, Suggestion, Verdicts
    from disclosure_lint.linter import UnreadableError, lint, lint_paths, read_report
    from disclosure_lint.report.model import Figure, Report
    from disclosure_lint.results import FileResult, RunError, Skipped
    from disclosure_lint.source import Source, Span

__version__ = "0.1.0"

__all__ = [
    "Figure",
    "FileResult",
    "Finding",
    "Label",
    "Place",
    "Report",
    "RunError",
    "Skipped",
    "Source",
    "Span",
    "Suggestion",
    "UnreadableError",
    "Verdicts",
    "__version__",
    "lint",
    "lint_paths",
    "read_report",
]

_HOMES = {
    "disclosure_lint.finding": ("Finding", "Label", "Place", "Suggestion", "Verdicts"),
    "disclosure_lint.linter": ("UnreadableError", "lint", "lint_paths", "read_report"),
    "disclosure_lint.report.model": ("Figure", "Report"),
    "disclosure_lint.results": ("FileResult", "RunError", "Skipped"),
    "disclosure_lint.source": ("Source", "Span"),
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: starting the command line must not pay for the library."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
