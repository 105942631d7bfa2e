"""`findings.jsonl`: every finding, one to a line."""

from __future__ import annotations

from pathlib import Path

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.reporters.encoding import dumps

FILE = "findings.jsonl"


class Findings:
    """A finding as the contract has it, with the submission it belongs to; those about missing reports at the end."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the file."""
        with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
            for record in campaign.records():
                head = {"path": record.path, "agency": record.agency or record.name, "year": record.year}
                for finding in record.findings:
                    file.write(dumps({**head, **finding}) + "\n")
            for agency, year, finding in campaign.loose_findings():
                head = {"path": "", "agency": agency, "year": year or None}
                file.write(dumps({**head, **finding}) + "\n")
