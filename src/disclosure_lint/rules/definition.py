"""One rule file decoded: its own keys, the options of its check, and whether the two fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_args

from disclosure_lint.finding import SEVERITIES, Basis, Confidence
from disclosure_lint.report.model import AgencyKind, AgencyLevel, Edition
from disclosure_lint.rules.kinds import kinds
from disclosure_lint.rules.load import RULE_FILE
from disclosure_lint.rules.located import Located, Mistake, read
from disclosure_lint.rules.options import Decoder, did_you_mean
from disclosure_lint.rules.rule import Applies, Rule, Texts
from disclosure_lint.rules.texts import LANGUAGES, placeholders

RULE_KEYS = frozenset(field.name for field in fields(Rule)) - {"kind", "path"} | {"check"}
_REQUIRED = ("code", "slug", "title", "severity", "basis", "check", "message", "help", "examples")
_ENGINE_PLACEHOLDERS = frozenset({"year", "agency"})
_LEAST_EXAMPLES = 2


def definition(name: str, text: str) -> tuple[Rule | None, list[Mistake]]:
    """The rule of a file (None if anything in it is wrong) and every mistake in it."""
    file = read(text)
    if file.root is None:
        return None, file.mistakes
    reading = _Reading(file.root)
    reading.mistakes += file.mistakes
    rule = reading.rule(name)
    return (None if reading.mistakes else rule), reading.mistakes


class _Reading(Decoder):
    """The reading of one file."""

    def __init__(self, root: Located) -> None:
        super().__init__()
        self.root = root

    def rule(self, name: str) -> Rule | None:
        """The rule as far as it can be read."""
        if not isinstance(self.root.value, dict):
            self.wrong(self.root, "规则文件要由若干“键: 值”组成", "a rule file is a mapping of keys")
            return None
        for key in _REQUIRED:
            if key not in self.root.value:
                self.wrong(self.root, f"缺少“{key}”", f"`{key}` is missing", "RUL003")
        code, slug = self._word("code"), self._word("slug")
        self._check_name(name, code, slug)
        check = self._check()
        outcomes = _outcomes(check)
        return Rule(
            code=code,
            slug=slug,
            title=self._texts(self._at("title"), frozenset()) or {},
            severity=self._severity(outcomes),
            confidence=self._one_of("confidence", get_args(Confidence), "high"),
            basis=self._basis(),
            applies=self._applies(),
            kind=self._word("check"),
            check=check,
            message=self._by_outcome("message", check, outcomes, every=True),
            help=self._by_outcome("help", check, outcomes, every=True),
            labels=self._labels(check),
            why=self._texts(self._at("why"), frozenset()) or {},
            false_positives=self._texts(self._at("false_positives"), frozenset()) or {},
            history=self._history(),
            examples=self._examples(),
            overrides=self._word("overrides"),
        )

    def _at(self, key: str) -> Located | None:
        entry = self.root.value.get(key)
        return entry.value if entry else None

    def _word(self, key: str) -> str:
        at = self._at(key)
        return (self.decode(str, at) or "") if at else ""

    def _one_of(self, key: str, allowed: tuple[Any, ...], default: Any) -> Any:
        at = self._at(key)
        return self._literal(allowed, at) if at else default

    def _check_name(self, name: str, code: str, slug: str) -> None:
        match = RULE_FILE.fullmatch(name)
        for key, value, expected in (("code", code, match and match[1]), ("slug", slug, match and match[2])):
            at = self._at(key)
            if at and value and expected and value != expected:
                self.wrong(at, f"文件名说的是“{expected}”", f"the file name says `{expected}`", "RUL013")

    def _check(self) -> Any:
        at = self._at("check")
        word = self._word("check")
        if at is None or not word:
            return None
        cls = kinds().get(word)
        if cls is None:
            zh, en = did_you_mean(word, sorted(kinds()))
            self.wrong(at, f"没有“{word}”这种检查{zh}", f"no kind of check `{word}`{en}", "RUL005")
            return None
        return self.build(cls, self.root, at, RULE_KEYS)

    def _severity(self, outcomes: tuple[str, ...]) -> dict[str, Any]:
        at = self._at("severity")
        if at is None:
            return {}
        if not isinstance(at.value, dict):
            word = self._literal(SEVERITIES, at)
            return dict.fromkeys(outcomes or ("",), word)
        self._check_outcomes(at, outcomes)
        return {key: self._literal(SEVERITIES, entry.value) for key, entry in at.value.items()}

    def _check_outcomes(self, at: Located, outcomes: tuple[str, ...]) -> None:
        if not outcomes:  # the check itself could not be read
            return
        for key, entry in at.value.items():
            if key not in outcomes:
                zh, en = did_you_mean(key, [each or "（仅一种结果）" for each in outcomes])
                self.wrong(entry.key, f"没有“{key}”这种结果{zh}", f"no outcome `{key}`{en}", "RUL007")
        for outcome in outcomes:
            if outcome not in at.value:
                self.wrong(at, f"缺少结果“{outcome}”", f"outcome `{outcome}` is missing", "RUL003")

    def _basis(self) -> tuple[Basis, ...]:
        at = self._at("basis")
        if at is None:
            return ()
        decoded = self.decode(tuple[Basis, ...], at) or ()
        if isinstance(at.value, list) and not at.value:
            self.wrong(at, "至少要写一条依据", "at least one basis is wanted", "RUL003")
        return decoded if None not in decoded else ()

    def _applies(self) -> Applies:
        at = self._at("applies")
        if at is None:
            return Applies()
        if not isinstance(at.value, dict):
            self.wrong(at, "这里要若干“键: 值”", "a mapping is wanted here")
            return Applies()
        allowed = {"editions": get_args(Edition), "kinds": get_args(AgencyKind), "levels": get_args(AgencyLevel)}
        words: dict[str, tuple[str, ...]] = {}
        years: dict[str, int | None] = {}
        for key, entry in at.value.items():
            if key == "years":
                years = self._years(entry.value)
            elif key in allowed:
                words[key] = self._words(entry.value, allowed[key])
            else:
                zh, en = did_you_mean(key, ["years", *allowed])
                self.wrong(entry.key, f"不认识的键“{key}”{zh}", f"unknown key `{key}`{en}", "RUL002")
        return Applies(years.get("from"), years.get("to"), **words)

    def _years(self, at: Located) -> dict[str, int | None]:
        if not isinstance(at.value, dict) or not at.value or not at.value.keys() <= {"from", "to"}:
            self.wrong(at, "要写成 {from: 年份, to: 年份}，可只写一个", "write {from: year, to: year}, or one of them")
            return {}
        return {key: self.decode(int, entry.value) for key, entry in at.value.items()}

    def _words(self, at: Located, allowed: tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(at.value, list):
            self.wrong(at, "这里要一个列表，如 [甲, 乙]", "a list is wanted here, as in [a, b]")
            return ()
        return tuple(self._literal(allowed, item) for item in at.value)

    def _texts(self, at: Located | None, known: frozenset[str]) -> dict[str, str] | None:
        """A text in both languages; `known` are the placeholders it may use."""
        if at is None:
            return None
        if not isinstance(at.value, dict):
            self.wrong(at, "要写成 {zh: 中文, en: 英文}", "write {zh: Chinese, en: English}")
            return None
        for key, entry in at.value.items():
            if key not in LANGUAGES and entry.value.value is None:
                zh, en = "文字里有英文逗号，整段要加引号", "text with a comma must be quoted"
                self.wrong(entry.key, zh, en, "RUL010")
            elif key not in LANGUAGES:
                self.wrong(entry.key, f"不认识的语言“{key}”", f"unknown language `{key}`", "RUL002")
        texts = {}
        for lang in LANGUAGES:
            if entry := at.value.get(lang):
                texts[lang] = self.decode(str, entry.value) or ""
                self._check_placeholders(entry.value, texts[lang], known)
            else:
                self.wrong(at, f"缺少“{lang}”文本", f"the `{lang}` text is missing", "RUL003")
        return texts

    def _check_placeholders(self, at: Located, text: str, known: frozenset[str]) -> None:
        for name in placeholders(text):
            if name == "":
                self.wrong(at, "单独的花括号要写成 {{ 或 }}", "a lone brace is written {{ or }}", "RUL007")
            elif name not in known:
                zh, en = did_you_mean(name, sorted(known))
                offset = text.find("{" + name + "}")
                self.wrong(at, f"没有“{{{name}}}”可填{zh}", f"nothing fills `{{{name}}}`{en}", "RUL007", offset)

    def _by_outcome(self, key: str, check: Any, outcomes: tuple[str, ...], every: bool) -> dict[str, Texts]:
        at = self._at(key)
        if at is None:
            return {}
        single = not isinstance(at.value, dict) or bool(at.value.keys() & set(LANGUAGES))
        if single:
            known = frozenset.intersection(*(_offered(check, outcome) for outcome in outcomes or ("",)))
            texts = self._texts(at, known if check else _anything(at))
            return dict.fromkeys(outcomes or ("",), texts or {})
        if every:
            self._check_outcomes(at, outcomes)
        result: dict[str, Texts] = {}
        for outcome, entry in at.value.items():
            known = _offered(check, outcome) if check else _anything(entry.value)
            result[outcome] = self._texts(entry.value, known) or {}
        return result

    def _labels(self, check: Any) -> dict[str, Texts]:
        at = self._at("labels")
        if at is None:
            return {}
        if not isinstance(at.value, dict):
            self.wrong(at, "这里要若干“键: 值”", "a mapping is wanted here")
            return {}
        allowed: Mapping[str, tuple[str, ...]] = getattr(check, "LABELS", {})
        offered = frozenset.union(*(_offered(check, outcome) for outcome in _outcomes(check) or ("",)))
        labels: dict[str, Texts] = {}
        for name, entry in at.value.items():
            if check is not None and name not in allowed:
                zh, en = did_you_mean(name, sorted(allowed))
                self.wrong(entry.key, f"这种检查没有标注“{name}”{zh}", f"no label `{name}` is set{en}", "RUL007")
            known = offered | set(allowed.get(name, ())) if check else _anything(entry.value)
            labels[name] = self._texts(entry.value, known) or {}
        return labels

    def _history(self) -> tuple[Mapping[str, Any], ...]:
        at = self._at("history")
        if at is None:
            return ()
        if not isinstance(at.value, list) or not all(isinstance(item.value, dict) for item in at.value):
            self.wrong(at, "这里要一个列表", "a list of mappings is wanted here")
            return ()
        return tuple(item.plain() for item in at.value)

    def _examples(self) -> Mapping[str, Any]:
        from disclosure_lint.rules.examples import BadExample, Example

        at = self._at("examples")
        if at is None:
            return {}
        if not isinstance(at.value, dict):
            self.wrong(at, "要写成 good: […]、bad: […]", "write good: […] and bad: […]")
            return {}
        result: dict[str, Any] = {}
        for key, cls in (("good", Example), ("bad", BadExample)):
            entry = at.value.get(key)
            items = entry.value.value if entry and isinstance(entry.value.value, list) else []
            if len(items) < _LEAST_EXAMPLES:
                zh, en = f"“{key}”至少要两例，现有 {len(items)} 例", f"`{key}` wants at least two, has {len(items)}"
                self.wrong(entry.value if entry else at, zh, en, "RUL011")
            result[key] = tuple(self.build(cls, item, item) for item in items)
        for key, entry in at.value.items():
            if key not in ("good", "bad"):
                self.wrong(entry.key, f"不认识的键“{key}”，只有 good 和 bad", f"unknown key `{key}`", "RUL002")
        return result


def _outcomes(check: Any) -> tuple[str, ...]:
    """The outcomes a check may have; nothing if the check could not be read."""
    return () if check is None else tuple(getattr(check, "OUTCOMES", ("",)))


def _offered(check: Any, outcome: str) -> frozenset[str]:
    offered: Iterable[str] = getattr(check, "PLACEHOLDERS", ())
    if isinstance(offered, Mapping):
        offered = offered.get(outcome, ())
    return _ENGINE_PLACEHOLDERS.union(offered)


def _anything(at: Located) -> frozenset[str]:
    """Every placeholder used: for texts of a check that could not be read, and so says nothing of its own."""
    from disclosure_lint.rules.located import scalars

    return frozenset(name for scalar in scalars(at) for name in placeholders(str(scalar.value)) if name)
