"""The page of an audit: what is in it, and what a browser makes of it (if Chromium and its driver are there)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from audit_campaign import HOSTILE, SampleCampaign, campaign, multiplied
from audit_pages import parsed, unpacked
from disclosure_lint.audit.outputs.page import BLOCK, Page

PAGE = Path(__file__).resolve().parents[1] / "src" / "disclosure_lint" / "audit" / "outputs" / "page"


@lru_cache(maxsize=2)
def sample(lang: str = "zh") -> SampleCampaign:
    return campaign(lang=lang, areas=2)


def page(folder: Path, of: SampleCampaign | None = None, listed: int = 1000) -> str:
    Page(listed).write(of or sample(), folder)
    return (folder / "index.html").read_text(encoding="utf-8")


def column(blocks: dict[str, list[Any]], name: str, key: str) -> list[Any]:
    return [value for block in blocks.get(name, []) for value in block[key]]


def test_the_page_holds_every_report_and_finding(tmp_path: Path) -> None:
    blocks = unpacked(page(tmp_path))
    records = list(sample().records())
    assert sorted(column(blocks, "reports", "path")) == sorted(record.path for record in records)
    counts = [column(blocks, "reports", key) for key in ("error", "warning", "note")]
    assert sum(map(sum, counts)) == sum(len(record.findings) for record in records)
    details = [detail for block in blocks["details"] for detail in block]
    assert len(details) == len(records)
    assert [len(detail["findings"]) for detail in details] == [sum(each) for each in zip(*counts, strict=True)]
    numbers = column(blocks, "findings", "report")
    assert numbers == sorted(numbers)
    assert len(column(blocks, "loose", "rule")) == len(list(sample().loose_findings()))
    assert column(blocks, "missing", "agency") == [each.agency for each in sample().all_missing]
    assert column(blocks, "agencies", "agency") == [member.id for member in sample().all_members]
    (head,) = blocks["head"]
    assert head["leftOut"] == 0
    assert head["tally"]["submissions"] == sum(record.state != "skipped" for record in records)


def test_what_is_left_out_is_the_least_and_is_said(tmp_path: Path) -> None:
    blocks = unpacked(page(tmp_path, listed=5))
    (head,) = blocks["head"]
    total = len(sample().all_records)
    assert (head["listed"], head["leftOut"]) == (5, total - 5)
    errors = column(blocks, "reports", "error")
    assert len(errors) == 5 and min(errors) >= 1
    assert head["tally"]["submissions"] == total - 1
    assert len(column(blocks, "agencies", "agency")) == len(sample().all_members)


def test_nothing_in_the_data_is_markup_and_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    hostile = [replace(record, name=HOSTILE, title=HOSTILE) for record in sample().all_records]
    members = [replace(member, name=HOSTILE) for member in sample().all_members]
    rules = {code: replace(rule, title=f"{rule.title}</script>{HOSTILE}") for code, rule in sample().rules.items()}
    evil = SampleCampaign(hostile, members, rules=rules, rule_codes=sample().rule_codes)
    text = page(tmp_path, evil)
    found = parsed(text)
    assert "img" not in found.tags
    assert not [name for name, value in found.attributes if name.startswith("on") or name in ("src",)]
    assert {value for name, value in found.attributes if name == "href"} == {"#main"}
    plain = [content for attributes, content in found.scripts if not attributes.get("type")]
    assert len(plain) == 1
    policy = next(value for name, value in found.attributes if value and "default-src" in value)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    for content in (plain[0], style):
        assert b64encode(sha256(content.encode()).digest()).decode() in str(policy)
    assert "default-src 'none'" in str(policy) and "unsafe" not in str(policy)
    for call in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://"):
        assert call not in plain[0].replace("http://www.w3.org/2000/svg", ""), call


def test_every_word_of_the_page_is_there() -> None:
    words = json.loads((PAGE / "words.json").read_text(encoding="utf-8"))
    used = set()
    for file in PAGE.glob("*.js"):
        used |= set(re.findall(r'\bt\("([a-z_-]+)"', file.read_text(encoding="utf-8")))
    assert used
    assert used <= words.keys()
    for prefix, names in {
        "state": ("ok", "unreadable", "crashed", "timeout", "memory", "skipped"),
        "unmatched": ("unknown", "several", "nameless"),
        "cell": (
            "number",
            "zero",
            "blank",
            "dash",
            "text",
            "number_with_unit",
            "number_with_remark",
            "glued",
            "missing",
        ),
    }.items():
        assert {f"{prefix}-{name}" for name in names} <= words.keys()


def test_blocks_of_details_are_found_by_number(tmp_path: Path) -> None:
    many = multiplied(sample(), 3)
    blocks = unpacked(page(tmp_path, many))
    assert [len(block) for block in blocks["details"][:-1]] == [BLOCK] * (len(blocks["details"]) - 1)
    paths = column(blocks, "reports", "path")
    for number in (0, BLOCK - 1, BLOCK, len(paths) - 1):
        record = many.record(paths[number])
        assert record is not None
        assert blocks["details"][number // BLOCK][number % BLOCK]["title"] == record.title


# -- in a browser ------------------------------------------------------------------------


class Browser:
    """As much of WebDriver as is needed here."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder}",
            "--window-size=1400,1000",
        ]
        wanted = {
            "goog:chromeOptions": {"args": arguments, "binary": _binary("chromium", "chromium-browser")},
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"

    def _ask(self, method: str, path: str, data: Any = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        request = Request(self._address + path, body, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, path: Path, view: str = "") -> None:
        self._ask("POST", f"{self._session}/url", {"url": "about:blank"})
        self._ask("POST", f"{self._session}/url", {"url": path.as_uri() + view})
        self.wait("document.body && document.body.dataset.ready")

    def run(self, script: str) -> Any:
        return self._ask("POST", f"{self._session}/execute/sync", {"script": f"return ({script})", "args": []})

    def wait(self, script: str) -> Any:
        for _ in range(200):
            if found := self.run(script):
                return found
            time.sleep(0.05)
        raise AssertionError(script)

    def element(self, selector: str) -> str:
        found = self._ask("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))

    def click(self, selector: str) -> None:
        self._ask("POST", f"{self._session}/element/{self.element(selector)}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"{self._session}/element/{self.element(selector)}/value", {"text": text})

    def faults(self) -> list[str]:
        entries = self._ask("POST", f"{self._session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def close(self) -> None:
        self._ask("DELETE", self._session)


def _binary(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"{names[0]} is not installed")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, driven through its driver; without them the test is skipped."""
    _binary("chromium", "chromium-browser")
    driver = subprocess.Popen(
        [_binary("chromedriver"), "--port=0"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert driver.stdout is not None
        port = next(match[1] for line in driver.stdout if (match := re.search(r"on port (\d+)\.", line)))
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            with suppress(URLError):
                urlopen(f"{address}/status", timeout=5).close()
                break
            time.sleep(0.1)
        opened = Browser(address, tmp_path_factory.mktemp("profile"))
        yield opened
        opened.close()
    finally:
        driver.terminate()
        driver.communicate()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("页面 page")
    page(folder)
    return folder / "index.html"


STATUS = "document.querySelector('.pager [role=status]').textContent"
ROWS = "[...document.querySelectorAll('main tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText))"


@pytest.mark.slow
def test_the_overview_has_its_plots(browser: Browser, file: Path) -> None:
    browser.open(file)
    plots = browser.wait(
        "(() => { const all = document.querySelectorAll('svg[role=img]'); return all.length >= 5 && all.length; })()"
    )
    assert plots == 5
    bars = browser.run("document.querySelectorAll('svg rect.error').length")
    assert bars > 0
    assert browser.run("document.querySelector('.tile.error b').textContent") != "0"
    assert browser.faults() == []


@pytest.mark.slow
def test_lists_are_filtered_sorted_and_turned(browser: Browser, file: Path) -> None:
    browser.open(file, "#/reports")
    everything = sum(record.state != "skipped" for record in sample().all_records)
    assert f"{everything}" in browser.run(STATUS)
    errors = [int(row[3]) for row in browser.run(ROWS)]
    assert errors == sorted(errors, reverse=True)
    browser.click("thead th:nth-child(4) button")
    errors = [int(row[3]) for row in browser.run(ROWS)]
    assert errors == sorted(errors)
    assert browser.run("document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "ascending"
    browser.type("input[name=q]", "枫桥 审计局")
    found = browser.wait("location.hash.includes('q=') && " + ROWS)
    assert found and all("枫桥县审计局" in row[0] for row in found)
    browser.click(".filters > button")
    browser.wait("!location.hash.includes('q=')")
    browser.open(file, "#/findings?severity=error&year=2023")
    rows = browser.run(ROWS)
    wanted = [
        finding
        for record in sample().all_records
        for finding in record.findings
        if finding["severity"] == "error" and record.year == 2023
    ]
    gone = sum(each.year == 2023 for each in sample().all_missing)
    assert len(rows) == len(wanted) + gone
    assert browser.faults() == []


@pytest.mark.slow
def test_a_finding_leads_to_its_report(browser: Browser, file: Path) -> None:
    browser.open(file, "#/findings?rule=APP003")
    message = browser.run("document.querySelector('td.wide a').textContent")
    browser.click("tbody tr:first-child td.wide a")
    browser.wait("location.hash.startsWith('#/report/') && document.querySelector('.finding.target')")
    assert message in browser.run("document.querySelector('.finding.target').textContent")
    assert browser.run("document.querySelector('.finding.target .excerpt mark').textContent")
    assert browser.run("document.querySelectorAll('.figures td.bad').length") > 0
    browser.open(file, "#/report/999999")
    assert browser.run("document.querySelector('.notice').textContent")
    assert browser.faults() == []


@pytest.mark.slow
def test_hostile_text_stays_text(browser: Browser, file: Path) -> None:
    browser.open(file, "#/reports?q=%3Dcmd")
    assert len(browser.run(ROWS)) == 1
    browser.click("tbody tr:first-child a")
    browser.wait("location.hash.startsWith('#/report/') && document.querySelector('.finding')")
    assert browser.run("document.querySelectorAll('main img, main script').length") == 0
    text = browser.run("document.querySelector('main').textContent")
    assert "</script><img src=x onerror=alert(1)>" in text
    assert "1101**********1234" in text
    assert browser.faults() == []


@pytest.mark.slow
def test_the_language_can_be_switched(browser: Browser, file: Path) -> None:
    browser.open(file, "#/missing")
    assert browser.run("document.documentElement.lang") == "zh-CN"
    browser.click("#language")
    browser.wait(
        "document.documentElement.lang === 'en' && document.querySelector('nav').textContent.includes('Overview')"
    )
    assert len(browser.run(ROWS)) == len(sample().all_missing)
    for view in ("", "reports", "findings", "agencies", "rules", "missing", "report/0"):
        browser.run(f"(location.hash = '#/{view}', true)")
        browser.wait(f"document.body.dataset.ready === '#/{view}'")
    assert browser.faults() == []
