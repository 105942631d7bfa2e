"""Rules over several reports: what they are shown, and what becomes of what they say."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from disclosure_lint.audit.collection import Files, StoredCollection
from disclosure_lint.audit.rereading import Rereading
from disclosure_lint.audit.roster import read_roster
from disclosure_lint.audit.run import Audit, Done, Order
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import WORK
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.cli.progress import Silence
from disclosure_lint.config import Config
from disclosure_lint.finding import Basis, Place
from disclosure_lint.report.model import Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Elsewhere
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome, Passed
from disclosure_lint.rules.rule import Applies, Rule
from disclosure_lint.suppressions import Suppression
from submissions import main as generate

TODAY = date(2025, 4, 1)
FIGURE = "applications.received.total"


@dataclass(frozen=True)
class Silent:
    """What all kinds have: nothing to say of a single report."""

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        yield NotApplicable("no-previous-report")


@dataclass(frozen=True)
class Chain(Silent):
    """Fails each report that has one of the year before, pointing at both."""

    SCOPE: ClassVar = "agency"
    OUTCOMES: ClassVar = ("",)

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        for member in collection.members():
            for year in collection.years():
                found = collection.report(member.id, year)
                before = collection.report(member.id, year - 1)
                if found is None:
                    continue
                if before is None:
                    yield CrossOutcome(found.path, NotAssessable("no-previous-report", Place(part=3)))
                    continue
                now, then = found.report.figure(FIGURE), before.report.figure(FIGURE)
                assert now is not None and then is not None
                place = Place(3, "applications", "received", "total")
                values = {"now": now.value, "then": then.value}
                failed = Failed(Mark(now.span, "here"), place, values=values)
                yield CrossOutcome(found.path, failed, (Elsewhere(before.path, Mark(then.span, "there")),))


@dataclass(frozen=True)
class Counted(Chain):
    """Like a chain; remembers whom it was asked about."""

    asked: ClassVar[list[str]] = []

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        self.asked.extend(member.id for member in collection.members())
        return super().across(collection, context)


@dataclass(frozen=True)
class Sums(Silent):
    """Passes a parent whose figure is the sum of its children's."""

    SCOPE: ClassVar = "area"

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        parent, *children = collection.members()
        assert parent.parent == "" and all(child.parent == parent.id for child in children)
        for year in collection.years():
            own = collection.report(parent.id, year)
            below = [collection.report(child.id, year) for child in children]
            if own is None or None in below:
                continue
            values = [found.report.figure(FIGURE).value for found in below if found]  # type: ignore[union-attr]
            total = own.report.figure(FIGURE)
            assert total is not None
            if None not in values and total.value == sum(values):  # type: ignore[arg-type]
                yield CrossOutcome(own.path, Passed())
            else:
                yield CrossOutcome(own.path, Failed(Mark(total.span)))


@dataclass(frozen=True)
class Absent(Silent):
    """Fails what was not submitted."""

    SCOPE: ClassVar = "campaign"

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        for duty in collection.duties():
            if not collection.versions(duty.agency, duty.year):
                failed = Failed(Mark(Report.__dataclass_fields__["preamble"].default))
                yield CrossOutcome("", failed, agency=duty.agency, year=duty.year)


@dataclass(frozen=True)
class Broken(Silent):
    """Breaks down."""

    SCOPE: ClassVar = "campaign"

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        raise ZeroDivisionError("on purpose")


def rule(code: str, check: Any, applies: Applies = Applies()) -> Rule:  # noqa: B008
    return Rule(
        code=code,
        slug=code.lower(),
        title={"zh": code, "en": code},
        severity={"": "warning"},
        confidence="high",
        basis=(Basis("x"),),
        applies=applies,
        kind="toy",
        check=check,
        message={"": {"zh": "{agency} {year}：{now} {then}", "en": "{agency} {year}"}},
        help={"": {"zh": "", "en": ""}},
        labels={"here": {"zh": "今年 {now}", "en": ""}, "there": {"zh": "去年 {then}", "en": ""}},
    )


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campaign")
    arguments = ["--areas", "1", "--children", "4", "--years", "2022", "2023", "--layout", "lines"]
    generate([*arguments, "--out", str(folder)])
    return folder


def audited(submitted: Path, out: Path, rules: tuple[Rule, ...], config: Config | None = None, **changes: Any) -> Done:
    settings = AuditSettings(RuleSet(rules), TODAY, config=config or Config())
    roster = read_roster(submitted / "roster.csv")
    made = Order((str(submitted / "submissions"),), out, settings, roster=roster, executor="here")
    return Audit(replace(made, outputs=("findings",), **changes), Silence()).run()


def findings(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_chain_of_years(submitted: Path, tmp_path: Path) -> None:
    done = audited(submitted, tmp_path, (rule("YOY901", Chain()),))
    assert (done.summary.warning, done.summary.error) == (5, 0)
    for found in findings(tmp_path):
        assert found["code"] == "YOY901"
        assert "/2023/" in found["path"]
        label = found["labels"][-1]
        assert "/2022/" in label["path"]
        assert label["text"].startswith("去年")
        assert label["line"] > 1
        assert found["message"].startswith(f"{found['agency']} 2023：")
        lines = {line["line"]: line["text"] for line in found["excerpt"]["lines"]}
        mark = found["excerpt"]["marks"][0]
        marked = lines[found["line"]][mark["column"] - 1 : mark["end_column"] - 1]
        assert marked == found["message"].partition("：")[2].split()[0]
    with StoredCampaign(tmp_path / WORK) as campaign:
        states = {record.year: record.counts() for record in campaign.records()}
        assert states[2022]["not_assessable"] == 1
        assert states[2023]["failed"] == 1
        first = next(record for record in campaign.records() if record.year == 2022)
        assert [each["reason_code"] for each in first.not_assessable] == ["no-previous-report"]
        assert first.not_assessable[0]["place"]["part"] == 3


def test_an_area_is_its_parent_with_its_children(submitted: Path, tmp_path: Path) -> None:
    done = audited(submitted, tmp_path, (rule("AGG901", Sums()),))
    assert done.summary.warning == 0
    with StoredCampaign(tmp_path / WORK) as campaign:
        passed = [record.agency for record in campaign.records() if record.counts()["passed"]]
        others = [record for record in campaign.records() if record.counts()["not_applicable"]]
        parents = {member.parent for member in campaign.members()} - {""}
        assert set(passed) == parents
        assert len(passed) == 2
        assert len(others) == 8


def test_a_second_run_asks_only_about_what_has_changed(submitted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    rules = (rule("YOY901", Counted()), rule("AGG901", Sums()))
    Counted.asked.clear()
    audited(copy, tmp_path / "out", rules)
    assert len(Counted.asked) == 5
    before = findings(tmp_path / "out")
    audited(copy, tmp_path / "out", rules)
    assert len(Counted.asked) == 5
    assert findings(tmp_path / "out") == before
    changed = max((copy / "submissions" / "2023").iterdir())
    changed.write_bytes(changed.read_bytes() + b"\n")
    audited(copy, tmp_path / "out", rules)
    assert len(Counted.asked) == 6
    changed.unlink()
    done = audited(copy, tmp_path / "out", rules)
    assert len(Counted.asked) == 7
    assert done.summary.warning == 4
    again = audited(copy, tmp_path / "fresh", rules)
    assert again.summary == done.summary
    assert findings(tmp_path / "fresh") == findings(tmp_path / "out")


def test_what_is_missing_is_a_finding_without_a_file(submitted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    gone = next((copy / "submissions" / "2022").glob("*教育*"), None) or next((copy / "submissions" / "2022").iterdir())
    gone.unlink()
    done = audited(copy, tmp_path / "out", (rule("AGG902", Absent()),))
    assert (done.summary.missing, done.summary.warning) == (1, 1)
    found = findings(tmp_path / "out")[-1]
    assert (found["path"], found["year"], found["excerpt"]) == ("", 2022, None)
    assert found["agency"] in gone.name
    with StoredCampaign(tmp_path / "out" / WORK) as campaign:
        missing = list(campaign.missing())
        assert [each.agency for each in missing] == [found["agency"]]
        assert missing[0].findings[0]["fingerprint"] == found["fingerprint"]
        assert campaign.missing_of(found["agency"]) == tuple(missing)
        assert [duty.year for duty in campaign.duties_of(found["agency"])] == [2022, 2023]


def test_a_file_that_cannot_be_read_is_a_submission_all_the_same(submitted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    first, second = sorted((copy / "submissions" / "2022").iterdir())[:2]
    first.write_bytes(b"\x00\x01\x02\x03")
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace("2022", "").replace("2023", ""), encoding="utf-8")
    done = audited(copy, tmp_path / "out", (rule("AGG902", Absent()),))
    assert done.summary.missing == 0
    assert done.summary.states == {"ok": 9, "unreadable": 1}


def test_a_rule_that_breaks_down_is_a_finding_and_stops_nothing(submitted: Path, tmp_path: Path) -> None:
    done = audited(submitted, tmp_path, (rule("AGG903", Broken()), rule("YOY901", Chain())))
    assert done.summary.faults == 1
    assert done.summary.warning == 5
    assert done.summary.status("error") == 2
    assert "ZeroDivisionError" in findings(tmp_path)[-1]["message"]


def test_years_that_a_rule_does_not_concern(submitted: Path, tmp_path: Path) -> None:
    done = audited(submitted, tmp_path, (rule("YOY901", Chain(), Applies(first=2024)),))
    assert done.summary.warning == 0
    with StoredCampaign(tmp_path / WORK) as campaign:
        assert all(record.counts()["not_applicable"] == 1 for record in campaign.records())


def test_what_is_not_selected_is_not_asked(submitted: Path, tmp_path: Path) -> None:
    done = audited(submitted, tmp_path, (rule("YOY901", Chain()),), Config(ignore=("YOY",)))
    assert done.summary.warning == 0


def test_a_suppression_silences(submitted: Path, tmp_path: Path) -> None:
    silenced = Suppression("YOY901", "已核对", year=2023, file="accepted.toml")
    done = audited(submitted, tmp_path, (rule("YOY901", Chain()),), Config(suppress=(silenced,)))
    assert (done.summary.warning, done.summary.suppressed) == (0, 5)
    assert {each["suppressed_by"]["reason"] for each in findings(tmp_path)} == {"已核对"}


def test_a_suppression_that_nothing_answers_to_is_told(submitted: Path, tmp_path: Path) -> None:
    upkeep = tuple(each for each in load_rules([rules_folder()]).rules if each.code.startswith("CFG"))
    folder = submitted / "submissions"
    unused = Suppression("YOY901", "已核对", agency="无此机关", file="accepted.toml", folder=folder)
    config = Config(suppress=(unused,), texts={"accepted.toml": "[[suppress]]"})
    done = audited(submitted, tmp_path, (*upkeep, rule("YOY901", Chain())), config)
    assert done.summary.warning == 6
    found = findings(tmp_path)[-1]
    assert (found["code"][:3], found["path"], found["agency"]) == ("CFG", "accepted.toml", "")


def test_a_file_that_has_changed_meanwhile_is_not_quoted(submitted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    out = tmp_path / "out"
    audited(copy, out, ())
    path = next((copy / "submissions" / "2023").iterdir())
    path.write_bytes(b"nothing")
    files = Files(out / WORK)
    collection = StoredCollection(files, "campaign")
    rereading = Rereading(AuditSettings(RuleSet(), TODAY), files)
    texts = {record.path: rereading.source(record) for record in collection.submissions()}
    assert [name for name, source in texts.items() if source is None] == [path.as_posix()]
    files.close()


def test_versions_count_only_if_they_agree(submitted: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    first, second = sorted((copy / "submissions" / "2023").iterdir())[:2]
    shutil.copy(first, copy / "submissions" / "same.txt")
    text = second.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^(\s*)0(\s*)$", r"\g<1>7\2", text, count=1)
    assert changed != text
    (copy / "submissions" / "other.txt").write_text(changed, encoding="utf-8")
    out = tmp_path / "out"
    done = audited(copy, out, ())
    assert done.summary.repeated == 2
    files = Files(out / WORK)
    collection = StoredCollection(files, "campaign")
    by_path = {record.path: record.agency for record in collection.submissions()}
    agreed, disagreeing = by_path[first.as_posix()], by_path[second.as_posix()]
    assert collection.report(agreed, 2023) is not None
    assert collection.report(disagreeing, 2023) is None
    assert len(collection.versions(disagreeing, 2023)) == 2
    assert [each.year for each in collection.submissions() if each.agency == agreed] == [2022, 2023, 2023]
    assert sum(map(len, collection.values(FIGURE).values())) == 12
    files.close()
