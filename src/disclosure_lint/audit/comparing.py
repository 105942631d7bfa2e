"""Two audits beside one another, report by report: what is new, gone, or as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from disclosure_lint.audit.records import RULE_STATES, Record
from disclosure_lint.audit.store import WORK
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.comparison import Comparison, Difference, Document, compared

_Key = tuple[str, str]
"""What a finding's fingerprint is made of: agency (else path) and year."""
_File = Mapping[str, Any]

_KEPT = ("code", "severity", "message", "line", "column", "place", "fingerprint")


def campaigns_compared(old: Path, new: Path) -> Comparison:
    """The findings of two audits. Raises OSError or sqlite3.Error if a folder holds none."""
    with StoredCampaign(old / WORK) as before, StoredCampaign(new / WORK) as after:
        codes = frozenset(after.rule_codes)
        differences: list[Difference] = []
        old_files = new_files = 0
        for one, other in _merged(_groups(before), _groups(after)):
            found = compared(Document(tuple(map(_hidden, one))), Document(tuple(map(_hidden, other)), codes))
            report = (one or other)[0]
            differences += (_slim(each, report) for each in found.differences)
            old_files += sum(bool(file["path"]) for file in one)
            new_files += sum(bool(file["path"]) for file in other)
    return Comparison(tuple(differences), old_files, new_files)


def _hidden(file: _File) -> _File:
    """A report that is missing is not to be taken for one that is there."""
    return file if file["path"] else {**file, "agency": None, "year": None}


def _slim(each: Difference, report: _File) -> Difference:
    """A difference with no more of its finding than is printed; of one that is as it was hardly anything."""
    names = ("code", "severity") if each.state == "unchanged" else _KEPT
    finding = {name: each.finding.get(name) for name in names}
    if each.path:
        return replace(each, finding=finding)
    return replace(each, finding=finding, agency=report["agency"], year=report["year"])


def _groups(campaign: StoredCampaign) -> Iterator[tuple[_Key, list[_File]]]:
    """The files of each report, and the reports that are missing, by agency and year."""
    codes = campaign.rule_codes
    files = (_file(record, codes) for record in campaign.records_by_name())
    reports = ((key, list(group)) for key, group in groupby(files, key=_key))
    missing = ((_key(file), [file]) for file in _loose(campaign))
    for one, other in _merged(reports, iter(sorted(missing, key=lambda pair: pair[0]))):
        both = [*one, *other]
        yield _key(both[0]), both


def _loose(campaign: StoredCampaign) -> Iterator[_File]:
    for agency, year, finding in campaign.loose_findings():
        yield {"path": "", "agency": agency, "year": year, "findings": [finding], "not_assessable": ()}


def _key(file: _File) -> _Key:
    return str(file["agency"] or file["path"]), str(file["year"] or "")


def _file(record: Record, codes: Any) -> _File:
    open_ = (
        code for code, letter in zip(codes, record.rules, strict=True) if RULE_STATES.get(letter) == "not_assessable"
    )
    return {
        "path": record.path,
        "agency": record.name,
        "year": record.year,
        "findings": record.findings,
        "not_assessable": [{"code": code} for code in open_],
    }


def _merged(
    one: Iterator[tuple[_Key, list[_File]]], other: Iterator[tuple[_Key, list[_File]]]
) -> Iterator[tuple[list[_File], list[_File]]]:
    """Groups of equal keys side by side; both come in the order of their keys."""
    left, right = next(one, None), next(other, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left[1], []
            left = next(one, None)
        elif left is None or right[0] < left[0]:
            yield [], right[1]
            right = next(other, None)
        else:
            yield left[1], right[1]
            left, right = next(one, None), next(other, None)
