"""A member's report as a form, and as what is signed: nothing less, nothing more."""

from collections.abc import Mapping
from typing import Any

from api.pages.page import Visit
from api.pages.typed import TEXT, Reader, day_text
from contracts.acceptance import SignOffReport, Verdict
from contracts.acceptance.report import CriterionResult, Result, Severity, Shortcoming
from contracts.refusals import Refusal
from infra.store.drafts import Saved
from infra.store.queries.acceptance import Delivery

MOST_PARTS = 50

TONES = {
    Result.MET: "ok",
    Result.MET_WITH_REMARK: "warn",
    Result.NOT_MET: "bad",
    Result.NOT_TESTED: "idle",
}

_FIELDS = ("text", "criterion", "severity")


def parts(typed: Mapping[str, str]) -> int:
    """How many shortcomings a form shows."""
    numbers = [
        int(name.split("-")[1])
        for name in typed
        if name.startswith("shortcomings-") and name.split("-")[1].isdecimal()
    ]
    return min(max(numbers, default=-1) + 1, MOST_PARTS)


def changed(typed: Mapping[str, str], action: str) -> tuple[dict[str, str], int]:
    """The form with a shortcoming added or one of them removed, and how many it shows then."""
    count = parts(typed)
    if action == "add":
        return dict(typed), min(count + 1, MOST_PARTS)
    gone = action.removeprefix("remove-")
    kept = {name: text for name, text in typed.items() if not name.startswith("shortcomings-")}
    left = [n for n in range(count) if str(n) != gone]
    for place, n in enumerate(left):
        for field in _FIELDS:
            kept[f"shortcomings-{place}-{field}"] = typed.get(f"shortcomings-{n}-{field}", "")
    return kept, len(left)


def written(delivery: Delivery, form: Reader) -> SignOffReport:
    """The report as it was filled in; what is wrong stands in the form's errors."""
    results = []
    for n, criterion in enumerate(delivery.criteria):
        chosen = form.choice(f"result-{n}", [result.value for result in Result])
        remark = form.text(f"remark-{n}", TEXT)
        if chosen is not None:
            row = CriterionResult(criterion=criterion, result=Result(chosen), remark=remark)
            results.append(row)
    verdict = form.choice("verdict", [each.value for each in Verdict])
    return SignOffReport(
        acceptance=delivery.state.aggregate,
        round=delivery.state.round,
        verdict=Verdict(verdict) if verdict else None,
        results=tuple(results),
        shortcomings=tuple(_shortcomings(delivery, form)),
        remedy_before=form.day("remedy_before"),
        remark=form.text("remark", TEXT),
    )


def _shortcomings(delivery: Delivery, form: Reader) -> list[Shortcoming]:
    """The lines that say something."""
    found = []
    numbers = [str(n) for n in range(len(delivery.criteria))]
    for n in range(parts(form.typed)):
        text = form.text(f"shortcomings-{n}-text", TEXT)
        place = form.choice(f"shortcomings-{n}-criterion", numbers)
        severity = form.choice(f"shortcomings-{n}-severity", [each.value for each in Severity])
        if text and place is not None and severity is not None:
            criterion = delivery.criteria[int(place)]
            found.append(Shortcoming(criterion=criterion, text=text, severity=Severity(severity)))
    return found


def filled(saved: Saved[SignOffReport] | None, delivery: Delivery) -> dict[str, str]:
    """The fields of a report that was kept; an empty form before it."""
    if saved is None:
        return {}
    report = saved.content
    typed: dict[str, str] = {}
    places = {criterion: n for n, criterion in enumerate(delivery.criteria)}
    for row in report.results:
        n = places[row.criterion]
        typed |= {f"result-{n}": row.result.value, f"remark-{n}": row.remark}
    for n, each in enumerate(report.shortcomings):
        at = f"shortcomings-{n}"
        typed[f"{at}-text"] = each.text
        typed[f"{at}-criterion"] = str(places[each.criterion])
        typed[f"{at}-severity"] = each.severity.value
    if report.remedy_before is not None:
        typed["remedy_before"] = day_text(report.remedy_before)
    return typed | {"verdict": report.verdict or "", "remark": report.remark}


def field_of(problem: Refusal, report: SignOffReport, delivery: Delivery) -> str:
    """The field of the form at which a problem of the report is shown."""
    if problem.field != "results":
        return problem.field or ""
    said = {row.criterion for row in report.results}
    missing = [n for n, criterion in enumerate(delivery.criteria) if criterion not in said]
    return f"result-{missing[0]}" if missing else ""


def result(row: CriterionResult, who: str, visit: Visit) -> dict[str, str]:
    """What one member found of a criterion."""
    word = visit.texts.say(f"acceptance.result.{row.result}")
    return {"who": who, "tone": TONES[row.result], "word": word, "remark": row.remark}


def shown(report: SignOffReport, sha256: str, signer: str, visit: Visit) -> dict[str, Any]:
    """The whole report as the sheet of the signature shows it, with its fingerprint."""
    texts = visit.texts
    return {
        "sha256": sha256,
        "signer": signer,
        "verdict": texts.say(f"acceptance.verdict.{report.verdict}"),
        "results": [
            {"criterion": row.criterion} | result(row, signer, visit) for row in report.results
        ],
        "shortcomings": [
            {
                "criterion": each.criterion,
                "text": each.text,
                "severity": texts.say(f"acceptance.severity.{each.severity}"),
            }
            for each in report.shortcomings
        ],
        "before": report.remedy_before,
        "remark": report.remark,
    }
