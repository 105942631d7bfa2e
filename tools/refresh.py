"""Writes again everything in the checkout that is generated.

What the examples print, the pages and the schema of rules, and in the documents the output below commands, the files
that are quoted, and the blocks between `<!-- generated: NAME -->` and `<!-- end -->`.

    python tools/refresh.py            write what has changed, and name it
    python tools/refresh.py --check    only name it; exit status 1 if there is anything
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
PERFORMANCE = ROOT / "benchmarks" / "latest.json"
"""What `python benchmarks/bench.py --json` printed last."""
AUDITS = ROOT / "benchmarks" / "latest-audit.json"
"""What `python benchmarks/bench_audit.py --json` printed last."""

TODAY = "2025-06-30"
CHECK = ("--format", "full", "--lang", "zh", "--color", "never", "--width", "100", "--today", TODAY)
"""How the expected output of an example is made."""

_EXPECTED = ".out"
_PAGES = {"docs/rules.md": "en", "docs/rules.zh-CN.md": "zh"}
_SCHEMA = "docs/schema/rule.schema.json"
_KINDS = "docs/kinds.md"

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_QUOTED = re.compile(r"^(<!-- file: (\S+) -->\n```\w*\n).*?^```$", re.M | re.S)
_GENERATED = re.compile(r"^(<!-- generated: ([\w-]+) -->\n).*?^(<!-- end -->)$", re.M | re.S)
_PROMPT = "$ "
_ROOM = 116


def main() -> int:
    """Write what has changed. With `--check` only say so."""
    parser = argparse.ArgumentParser(description="Write again everything that is generated.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if anything has changed")
    only_check = parser.parse_args().check
    changed = False
    with tempfile.TemporaryDirectory() as folder:
        for path, text in generated(Path(folder)):
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                changed = True
                print(path.relative_to(ROOT).as_posix())
                if not only_check:
                    path.write_text(text, encoding="utf-8", newline="\n")
    return int(changed and only_check)


def generated(scratch: Path) -> Iterator[tuple[Path, str]]:
    """Every generated file, and every document with generated parts, as it should be."""
    for example in examples():
        yield expected_path(example), expected(example)
    for name, make in pages().items():
        yield ROOT / name, make()
    for document in documents():
        yield document, refreshed(document.read_text(encoding="utf-8"), scratch / document.stem)


def examples() -> list[Path]:
    """The reports among the examples."""
    found = [*EXAMPLES.glob("*.txt"), *EXAMPLES.glob("*.md")]
    return sorted(path for path in found if path.name != "README.md")


def expected_path(example: Path) -> Path:
    """Where the expected output of an example is kept: under a name that is not taken for a report."""
    return example.with_name(example.name.removesuffix(".txt") + _EXPECTED)


def expected(example: Path) -> str:
    """What is printed of an example."""
    return printed("check", example.relative_to(ROOT).as_posix(), *CHECK)


def printed(*arguments: str) -> str:
    """What the program prints, run in this process at the root of the checkout."""
    from disclosure_lint import cli

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        with redirect_stdout(stream):
            cli.main(arguments)
    finally:
        os.chdir(here)
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def pages() -> Mapping[str, Callable[[], str]]:
    """The files that are generated as a whole, each with what makes it."""
    made: dict[str, Callable[[], str]] = {
        name: (lambda lang=lang: printed("rules", "docs", "--lang", lang)) for name, lang in _PAGES.items()
    }
    made[_SCHEMA] = lambda: printed("rules", "schema")
    made[_KINDS] = kinds
    return made


def kinds() -> str:
    """The page of the kinds of check, from the documentation of their classes."""
    from disclosure_lint.rules.kinds import kinds as classes
    from disclosure_lint.rules.listing import kind_infos

    lines = [
        "# Kinds of check",
        "",
        "What may stand after `check:` in a rule file, and the options that go with it: made from the code by",
        "`tools/refresh.py`. The same as JSON Schema: `disclosure-lint rules schema`. Rules that use a kind:",
        "`grep -l 'check: KIND' rules/*/*.yaml`. How to write a rule: [writing-rules.md](writing-rules.md).",
        "",
        "*Wordings* are a list of regular expressions, or the name of one in `rules/data/vocabulary.yaml`; they are",
        "matched against text without blanks. A *comparison* is in the language of `grammars/identity.lark`.",
    ]
    for kind in kind_infos():
        lines += ["", f"## {kind.word}", "", *(line.strip() for line in kind.doc.splitlines())]
        if kind.options:
            lines += ["", "| option | takes | |", "| --- | --- | --- |"]
        for option in kind.options:
            needed = "required" if option.required else ""
            lines.append(f"| `{option.name}` | {_takes(option.type)} | {needed} |")
        lines += _offers(classes()[kind.word])
    return "\n".join(lines) + "\n"


_PLAIN_TYPES = {"str": "text", "int": "whole number", "float": "number", "Decimal": "number", "bool": "true or false"}


def _takes(annotation: str) -> str:
    """The annotation of an option in words."""
    annotation = annotation.removesuffix(" | None")
    if match := re.fullmatch(r"tuple\[(.+), \.\.\.\]", annotation):
        return f"list of {_takes(match[1])}"
    if match := re.fullmatch(r"Mapping\[str, (.+)\]", annotation):
        return f"name: {_takes(match[1])}"
    if match := re.fullmatch(r"Literal\[(.+)\]", annotation):
        return match[1].replace('"', "").replace(", ", ", or ")
    return _PLAIN_TYPES.get(annotation, annotation.replace("|", "or"))


def _offers(kind: type) -> Iterator[str]:
    """The outcomes, placeholders and labels of a kind, where they do not depend on its options."""
    named = (("Outcomes", "OUTCOMES"), ("Placeholders", "PLACEHOLDERS"), ("Labels", "LABELS"))
    for name, attribute in named:
        value = getattr(kind, attribute, ())
        if isinstance(value, property):
            yield from ("", f"{name}: depend on the options.")
            continue
        several = [value] if not isinstance(value, Mapping) or attribute == "LABELS" else list(value.values())
        words = dict.fromkeys(word for each in several for word in each if word)
        if words:
            yield from ("", f"{name}: {', '.join(f'`{word}`' for word in words)}.")


def documents() -> list[Path]:
    """The documents written by hand that hold commands, quoted files or generated blocks."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), EXAMPLES / "README.md"]
    whole = {ROOT / name for name in pages()}
    return sorted(path for path in found if path not in whole)


def refreshed(text: str, scratch: Path) -> str:
    """A document with its generated parts as they should be. Commands run one after the other in the scratch folder."""
    text = _QUOTED.sub(lambda match: f"{match[1]}{_file(match[2])}```", text)
    text = _GENERATED.sub(lambda match: match[1] + BLOCKS[match[2]]() + match[3], text)
    if not CONSOLE.search(text):
        return text
    blocks = tuple(tuple(commands(match[1])) for match in CONSOLE.finditer(text))
    if blocks not in _sessions:
        environment = prepared(scratch)
        _sessions[blocks] = [session(block, scratch, environment) for block in blocks]
    printed_ones = iter(_sessions[blocks])
    return CONSOLE.sub(lambda match: f"```console\n{next(printed_ones)}```", text)


_sessions: dict[tuple[tuple[str, ...], ...], list[str]] = {}
"""What the blocks of a document printed, by their commands: the same document in another language has the same."""


def _file(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prepared(scratch: Path) -> dict[str, str]:
    """A folder to run commands in, with the examples and the program; the environment for them."""
    commands = scratch / ".bin"
    commands.mkdir(parents=True, exist_ok=True)
    shutil.copytree(EXAMPLES, scratch / "examples", dirs_exist_ok=True)
    program = commands / "disclosure-lint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m disclosure_lint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DISCLOSURE_LINT_", "LC_"))}
    own = {
        "COLUMNS": "100",
        "DISCLOSURE_LINT_CACHE": os.environ.get("DISCLOSURE_LINT_CACHE") or str(scratch / ".cache"),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": os.pathsep.join([str(commands), os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }
    return {**kept, **own}


def session(block: Iterable[str], folder: Path, environment: Mapping[str, str]) -> str:
    """The commands of a block, each followed by what it prints."""
    lines = []
    for command in block:
        result = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        lines += [_PROMPT + command, *result.stdout.decode("utf-8").rstrip().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def commands(block: str) -> list[str]:
    """The commands of a block."""
    return [line.removeprefix(_PROMPT) for line in block.splitlines() if line.startswith(_PROMPT)]


def _groups(lang: str) -> str:
    """What is checked, on one line: groups of rules, how many there are, their codes."""
    from disclosure_lint.cli.pages import groups
    from disclosure_lint.resources import rules_folder
    from disclosure_lint.rules.load import load_rules

    items = []
    for name, rules in groups(load_rules([rules_folder()]).rules, "en" if lang == "en" else "zh"):
        codes = "–".join(dict.fromkeys((rules[0].code, rules[-1].code)))
        items.append(f"**{name}** {len(rules)} ({codes})")
    return "".join(f"{line}\n" for line in _filled(items))


def _filled(items: Iterable[str]) -> Iterator[str]:
    """Items one after the other, as many on a line as there is room for."""
    from disclosure_lint.reporters.width import width

    line = ""
    for item in items:
        if line and width(f"{line} · {item}") > _ROOM:
            yield f"{line} ·"
            line = item
        else:
            line = f"{line} · {item}" if line else item
    yield line


def _performance(words: Mapping[str, str]) -> str:
    """The last measurements that were kept."""
    if not PERFORMANCE.is_file():
        return words["unmeasured"] + "\n"
    result = json.loads(PERFORMANCE.read_text(encoding="utf-8"))
    count, size = result["reports"], result["bytes"] / result["reports"] / 1000
    bare, *starts = result["starts"].values()
    ours, *others = result["runs"].items()
    values: dict[str, object] = {"count": count, "size": f"{size:.0f}", "memory": f"{ours[1]['memory']:.0f}"}
    values["each"] = f"{1000 * ours[1]['cpu'] / count:.2f}"
    for name, cost in zip(("cold", "changed", "warm"), starts, strict=True):
        values[name] = f"{1000 * cost['cpu']:.0f}"
        values[f"{name}_ratio"] = f"{cost['cpu'] / bare['cpu']:.1f}"
    lines = [words["command"], *(words[key].format(**values) for key in ("run", "starts"))]
    for name, cost in others:
        each, ratio = 1000 * cost["cpu"] / count, cost["cpu"] / ours[1]["cpu"]
        lines.append(words["other"].format(name=name, each=f"{each:.2f}", ratio=f"{ratio:.2f}"))
    return "\n".join(lines) + "\n\n" + _audits(words)


def _audits(words: Mapping[str, str]) -> str:
    """The last measurements of audits that were kept."""
    if not AUDITS.is_file():
        return words["unmeasured"] + "\n"
    lines = [words["audits"]]
    for result in json.loads(AUDITS.read_text(encoding="utf-8")):
        costs = list(result["runs"].values())
        first, two = costs[0], costs[min(1, len(costs) - 1)]
        values: dict[str, object] = {"count": result["reports"], "memory": f"{two['together']:.0f}"}
        values["cpu"] = f"{1000 * two['cpu'] / result['reports']:.0f}"
        values["main"] = "/".join(f"{size:.0f}" for size in two["main"])
        lines.append(words["audit"].format(**values))
        if "again" in result:
            values |= {name: f"{result[name]['wall']:.0f}" for name in ("again", "some")}
            values |= {"changed": result["changed"], "one": f"{first['wall']:.0f}", "two": f"{two['wall']:.0f}"}
            values["ratio"] = f"{first['wall'] / two['wall']:.1f}"
            lines.append(words["audit-times"].format(**values))
    return "\n".join(lines) + "\n"


_MEASURED = {
    "en": {
        "unmeasured": "Not measured yet.",
        "command": "CPU times by `python benchmarks/bench.py --json > benchmarks/latest.json`, on generated reports:",
        "run": "all rules on {count} reports of {size} kB: {each} ms a report, {memory} MB at most;",
        "starts": "one file: {cold} ms with an empty cache ({cold_ratio} × `python -c pass`), with a filled one "
        "{changed} ms ({changed_ratio} ×), {warm} ms if nothing has changed ({warm_ratio} ×);",
        "other": "`{name}` on the same files: {each} ms a report ({ratio} × ours).",
        "audits": "Audits of three years with planted faults, all outputs written "
        "(`python benchmarks/bench_audit.py --reports 1000 10000 --cluster --json > benchmarks/latest-audit.json`):",
        "audit": "{count} reports: {cpu} ms CPU a report, {memory} MB at most for all processes together, "
        "the first process {main} MB at 10/50/90 % of the time",
        "audit-times": "({one} s with one process, {two} s with two: {ratio} times as fast; again {again} s; "
        "with {changed} of them changed {some} s).",
    },
    "zh": {
        "unmeasured": "尚未测量。",
        "command": "CPU 时间，由 `python benchmarks/bench.py --json > benchmarks/latest.json` 在生成的报告上测得：",
        "run": "全部规则检查 {count} 份报告（每份 {size} kB），每份 {each} 毫秒，内存最多 {memory} MB；",
        "starts": "检查一份文件，没有缓存 {cold} 毫秒（`python -c pass` 的 {cold_ratio} 倍），有缓存 {changed} 毫秒"
        "（{changed_ratio} 倍），文件没有变化 {warm} 毫秒（{warm_ratio} 倍）；",
        "other": "`{name}` 检查同样的文件，每份 {each} 毫秒（本程序的 {ratio} 倍）。",
        "audits": "审核埋了错误的三年报告，写出全部结果"
        "（`python benchmarks/bench_audit.py --reports 1000 10000 --cluster --json > benchmarks/latest-audit.json`）：",
        "audit": "{count} 份：每份 CPU {cpu} 毫秒，全部进程最多共用 {memory} MB，主进程在 10/50/90% 时刻用 {main} MB",
        "audit-times": "（一个进程 {one} 秒，两个 {two} 秒，快 {ratio} 倍；再运行一次 {again} 秒；"
        "改动其中 {changed} 份后 {some} 秒）。",
    },
}

BLOCKS: Mapping[str, Callable[[], str]] = {
    "groups": lambda: _groups("en"),
    "groups-zh": lambda: _groups("zh"),
    "performance": lambda: _performance(_MEASURED["en"]),
    "performance-zh": lambda: _performance(_MEASURED["zh"]),
}
"""What stands between the marks of a generated block, by its name."""


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
