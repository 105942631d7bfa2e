"""Rules run over one report: what each comes to, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from disclosure_lint.finding import Finding, Fix, Label, Place, Severity, Unassessed, Verdicts
from disclosure_lint.forms import forms
from disclosure_lint.report.model import Report
from disclosure_lint.rules.explanation import explain
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Values
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.result import Result, State
from disclosure_lint.rules.rule import Applies, Rule
from disclosure_lint.rules.texts import rendered
from disclosure_lint.source import Span

INTERNAL_FAULT = "INT001"

_RANK: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


def verdicts(
    report: Report,
    rules: Sequence[Rule],
    context: Context,
    on_fault: Callable[[Exception], None] | None = None,
) -> Verdicts:
    """What the rules say of a report.

    A fault inside a check becomes a finding INT001 that names the rule; the other rules go on. `on_fault` is told.
    """
    results = [_result(rule, report, context, on_fault) for rule in rules]
    for result, error in explain(report, results, context):
        result.fault = _said(error)
        if on_fault:
            on_fault(error)
    return _worded(report, results, context)


def _result(
    rule: Rule, report: Report, context: Context, on_fault: Callable[[Exception], None] | None = None
) -> Result:
    if outside := limit(rule.applies, report):
        return Result(rule, [outside])
    try:
        return Result(rule, list(rule.check.outcomes(report, context)))
    except Exception as error:  # a fault of one rule must not hide what the others have to say
        if on_fault:
            on_fault(error)
        return Result(rule, fault=_said(error))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def limit(applies: Applies, report: Report) -> NotApplicable | NotAssessable | None:
    """Why a rule does not concern the report, or that nobody can tell; None if it does."""
    unknown: NotAssessable | None = None
    if applies.first is not None or applies.last is not None:
        verdict = _year_limit(applies, report)
        if isinstance(verdict, NotApplicable):
            return verdict
        unknown = verdict
    agency = report.agency
    for allowed, value, what in (
        (applies.editions, report.edition, "edition"),
        (applies.kinds, agency and agency.kind, "agency-kind"),
        (applies.levels, agency and agency.level, "agency-level"),
    ):
        if not allowed or value in allowed:
            continue
        if value is not None:
            return NotApplicable(f"other-{what}", {"found": value, "wanted": allowed})
        unknown = unknown or NotAssessable(f"unknown-{what}")
    return unknown


def _year_limit(applies: Applies, report: Report) -> NotApplicable | NotAssessable | None:
    first, last = applies.first, applies.last
    if report.year is not None:
        earliest: int | None = report.year
        latest: int | None = report.year
    else:
        earliest, latest = _edition_years(report.edition)
    if first is not None and latest is not None and latest < first:
        return NotApplicable("applies-from", {"first": first})
    if last is not None and earliest is not None and earliest > last:
        return NotApplicable("applies-until", {"last": last})
    inside = (first is None or (earliest is not None and earliest >= first)) and (
        last is None or (latest is not None and latest <= last)
    )
    return None if inside else NotAssessable("unknown-year")


def _edition_years(edition: str | None) -> tuple[int | None, int | None]:
    """The report years that an edition of the form can stand for; (None, None) tells nothing."""
    form = forms().get(edition or "")
    return (form.first, form.last) if form else (None, None)


def _worded(report: Report, results: Sequence[Result], context: Context) -> Verdicts:
    findings: list[Finding] = []
    unassessed: dict[tuple[str, Place, str], Unassessed] = {}
    not_applicable: dict[str, str] = {}
    codes: dict[State, list[str]] = {"passed": [], "failed": [], "not_assessable": [], "not_applicable": []}
    for result in results:
        rule, state = result.rule, result.state
        codes[state].append(rule.code)
        if result.fault:
            findings.append(_fault_finding(rule, result.fault, report, context))
            unassessed[rule.code, Place(), ""] = Unassessed(
                rule.code, "internal-fault", reason("internal-fault", _fault_values(rule, result.fault), context.lang)
            )
        for outcome in result.outcomes:
            if isinstance(outcome, Failed):
                findings.append(finding(rule, outcome, report, context))
            elif isinstance(outcome, NotAssessable):
                words = reason(outcome.reason, outcome.values, context.lang)
                key = (rule.code, outcome.place, outcome.reason)
                unassessed.setdefault(key, Unassessed(rule.code, outcome.reason, words, outcome.place))
            elif isinstance(outcome, NotApplicable) and state == "not_applicable":
                not_applicable.setdefault(rule.code, reason(outcome.reason, outcome.values, context.lang))
    findings.sort(key=lambda f: (*_line_and_code(f, report), f.primary.span))
    return Verdicts(
        tuple(findings),
        tuple(unassessed.values()),
        not_applicable,
        tuple(codes["passed"]),
        tuple(codes["failed"]),
        tuple(codes["not_assessable"]),
    )


def _line_and_code(found: Finding, report: Report) -> tuple[int, str]:
    return report.source.position(found.primary.span.start).line, found.code


def finding(rule: Rule, failed: Failed, report: Report, context: Context) -> Finding:
    """A failed instance in the words of its rule."""
    values = {"year": report.year, "agency": report.agency.name if report.agency else "", **failed.values}
    lang = context.lang
    return Finding(
        code=rule.code,
        slug=rule.slug,
        severity=_lower(rule.severity[failed.outcome], failed.ceiling),
        message=rendered(rule.message[failed.outcome], values, lang),
        primary=_label(rule, failed.mark, values, lang),
        place=failed.place,
        confidence=failed.confidence or rule.confidence,
        also=failed.also,
        labels=tuple(_label(rule, mark, values, lang) for mark in failed.marks),
        notes=tuple(rendered(note, values, lang) for note in failed.notes),
        help=rendered(rule.help[failed.outcome], values, lang),
        basis=rule.basis,
        suggestions=failed.suggestions,
        fix=Fix(failed.applicability, failed.edits) if failed.edits else None,
        fingerprint=fingerprint(rule.code, report, failed.place),
        masks=failed.masks,
    )


def _lower(severity: Severity, ceiling: Severity | None) -> Severity:
    return ceiling if ceiling is not None and _RANK[ceiling] < _RANK[severity] else severity


def _label(rule: Rule, mark: Mark, values: Values, lang: str) -> Label:
    texts = rule.labels.get(mark.label)
    words = rendered(texts, {**values, **mark.values}, lang) if texts else ""
    return Label(mark.span, words, mark.place)


def fingerprint(code: str, report: Report, place: Place) -> str:
    """What stays the same while lines move: a hash over code, agency (else path), year and place."""
    agency = report.agency.name if report.agency else report.source.path
    parts = (code, agency, report.year, place.part, place.table, place.row, place.column, place.ordinal)
    joined = "\0".join("" if part is None else str(part) for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]  # a path need not be Unicode


def _fault_values(rule: Rule, fault: str) -> Values:
    return {"rule": f"{rule.code}-{rule.slug}", "path": rule.path, "fault": fault}


def _fault_finding(rule: Rule, fault: str, report: Report, context: Context) -> Finding:
    return Finding(
        code=INTERNAL_FAULT,
        slug="internal-fault",
        severity="error",
        message=reason("internal-fault", {**_fault_values(rule, fault), "file": report.source.path}, context.lang),
        primary=Label(Span(0, 0)),
        fingerprint=fingerprint(f"{INTERNAL_FAULT}{rule.code}", report, Place()),
    )
