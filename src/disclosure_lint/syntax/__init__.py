"""From text to a typed report: headings, tables, facts and claims, each with its span."""

from __future__ import annotations

from disclosure_lint.syntax.builder import read_report
from disclosure_lint.syntax.recognition import is_annual_report

__all__ = ["is_annual_report", "read_report"]
