"""What the machine and the reviewers say about a call, as plain values for the call page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import zip_longest
from typing import Any

from archive.records import Override, ScoreRecord
from qa.board.telling import number, percent, time_of
from qa.board.wording import Words
from qa.evaluation import Evaluation
from qa.finding import Evidence, Finding, Verdict
from qa.metrics import Band, Metric
from qa.moments import Kind, Moment
from qa.records import from_record
from qa.scorecard import Item, Scorecard

TOLD = (Verdict.MET, Verdict.NOT_MET)
VERDICT_TONES = {Verdict.MET: "ok", Verdict.NOT_MET: "bad", Verdict.CANNOT_TELL: "warn"}
BAND_TONES = {Band.GREEN: "ok", Band.AMBER: "warn", Band.RED: "bad"}
MOMENT_TONES = {
    Kind.PUSH: "bad",
    Kind.COMPLAINT: "bad",
    Kind.MISSED_OFFER: "warn",
    Kind.REFUSAL: "warn",
    Kind.DEAD_AIR: "warn",
    Kind.ACCEPT: "ok",
}


@dataclass(frozen=True, slots=True)
class Points:
    """Points earned of those possible."""

    earned: float
    possible: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A kept score with its scorecard as it is today and the reviewers' overrules, oldest first."""

    record: ScoreRecord
    evaluation: Evaluation
    card: Scorecard
    overrides: tuple[Override, ...]

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Each item's verdict after review: a reviewer's last word, else the machine's."""
        machine = {finding.item: finding.verdict for finding in self.evaluation.score.findings}
        return machine | {o.item: Verdict(o.verdict) for o in self.overrides}

    @property
    def same_card(self) -> bool:
        """Whether the scorecard still is what it was when the score was made."""
        return self.card.version == self.record.scorecard_version

    @property
    def reviewed_points(self) -> Points | None:
        """The points after review; None when the weights of that day are no longer known."""
        return points_of(self.verdicts, self.card.items) if self.same_card else None


def points_of(verdicts: Mapping[str, Verdict], items: Sequence[Item]) -> Points:
    """Points over the items that are met or not met; the others are left out on both sides."""
    counted = [item for item in items if verdicts.get(item.id) in TOLD]
    earned = sum(item.weight for item in counted if verdicts[item.id] is Verdict.MET)
    return Points(earned, sum(item.weight for item in counted))


def score_view(assessed: Assessment, say: Words, zone: tzinfo) -> dict[str, Any]:
    """Totals, critical errors and one entry an item, each with its evidence."""
    items = {item.id: item for item in assessed.card.items}
    name = f"{assessed.card.title[say.language]} {assessed.record.scorecard_version}"
    unscored = assessed.evaluation.score.unscored
    return {
        "totals": _totals(assessed, say),
        "criticals": [] if unscored else _criticals(assessed, say),
        "card": say("score.card", card=name),
        "unscored": say.of("note", unscored) if unscored else "",
        "items": [
            _item(finding, items.get(finding.item), assessed.overrides, say, zone)
            for finding in assessed.evaluation.score.findings
        ],
    }


def moments_view(moments: Sequence[Moment], say: Words) -> list[dict[str, Any]]:
    """Moments with their names, tones and places."""
    return [
        {
            "kind": moment.kind.value,
            "label": say.of("moment", moment.kind),
            "status": say.of("status", moment.status) if moment.status else "",
            "tone": MOMENT_TONES.get(moment.kind, "info"),
            "rule": say("moments.rule", rule=moment.rule, version=moment.version),
            "evidence": [_place(moment)],
        }
        for moment in moments
    ]


def metrics_view(figures: Sequence[Metric], say: Words) -> list[dict[str, Any]]:
    """One entry a metric with its definition; its figures by side stand together."""
    keys = dict.fromkeys(figure.key for figure in figures)
    return [
        {
            "name": key,
            "title": say.of("metric", f"{key}.title"),
            "definition": say.of("metric", f"{key}.definition"),
            "figures": [_figure(figure, say) for figure in figures if figure.key == key],
        }
        for key in keys
    ]


def history_view(records: Sequence[ScoreRecord], say: Words, zone: tzinfo) -> list[dict[str, str]]:
    """Every score ever made, newest first, each with what differs from the one before it."""
    return [
        {
            "at": time_of(record.made_at, zone),
            "value": _share(Points(record.points, record.possible), say),
            "versions": f"{record.scorecard} {record.scorecard_version}",
            "difference": _difference(record, earlier, say),
        }
        for record, earlier in zip_longest(records, records[1:])
    ]


def _totals(assessed: Assessment, say: Words) -> list[dict[str, Any]]:
    reviewed = bool(assessed.overrides)
    machine = Points(assessed.record.points, assessed.record.possible)
    totals = [_total("machine", machine, say, main=not reviewed)]
    if reviewed:
        totals.append(_total("reviewed", assessed.reviewed_points, say, main=True))
    unsure = sum(verdict is Verdict.CANNOT_TELL for verdict in assessed.verdicts.values())
    totals.append({"label": say("score.cannot_tell"), "value": str(unsure)})
    return totals


def _total(name: str, points: Points | None, say: Words, *, main: bool) -> dict[str, Any]:
    label = say(f"score.{name}")
    if points is None:
        return {"label": label, "value": "–", "note": say("score.card_changed"), "main": main}
    told = say("score.points", points=number(points.earned), possible=number(points.possible))
    note = told if points.possible else ""
    return {"label": label, "value": _share(points, say), "note": note, "main": main}


def _share(points: Points, say: Words) -> str:
    if not points.possible:
        return say("score.unscored")
    return f"{percent(points.earned, points.possible)}%"


def _criticals(assessed: Assessment, say: Words) -> list[str]:
    verdicts = assessed.verdicts
    return [
        say(
            "score.critical_of",
            kind=say(f"critical.{item.critical}"),
            item=item.title[say.language],
        )
        for item in assessed.card.items
        if item.critical and verdicts.get(item.id) is Verdict.NOT_MET
    ]


def _item(
    finding: Finding, item: Item | None, overrides: Sequence[Override], say: Words, zone: tzinfo
) -> dict[str, Any]:
    rule = say(
        "score.rule",
        rule=finding.rule,
        version=finding.version,
        confidence=round(100 * finding.confidence),
    )
    return {
        "id": finding.item,
        "mayOverride": item is not None,
        "title": item.title[say.language] if item else finding.item,
        "criterion": item.criterion[say.language] if item else say("score.card_changed"),
        "critical": say(f"critical.{item.critical}") if item and item.critical else "",
        "weight": say("score.weight", points=number(item.weight)) if item else "",
        "note": say.of("note", finding.note) if finding.note else "",
        "evidence": [_place(piece) for piece in sorted(finding.evidence, key=_start)],
        "rule": rule,
        "overrides": [_override(o, say, zone) for o in overrides if o.item == finding.item],
        **_verdict(finding.verdict, say),
    }


def _place(piece: Evidence | Moment) -> dict[str, Any]:
    return {
        "channel": piece.channel.value,
        "start": piece.span.start,
        "end": piece.span.end,
        "quote": piece.quote,
    }


def _start(piece: Evidence) -> float:
    return piece.span.start


def _override(override: Override, say: Words, zone: tzinfo) -> dict[str, str]:
    at = time_of(override.made_at, zone)
    told = say("score.overruled_by", account=override.account, at=at, reason=override.reason)
    return _verdict(Verdict(override.verdict), say) | {"text": told}


def _verdict(verdict: Verdict, say: Words) -> dict[str, str]:
    return {"verdict": say(f"verdict.{verdict}"), "tone": VERDICT_TONES.get(verdict, "")}


def _figure(figure: Metric, say: Words) -> dict[str, str]:
    return {
        "side": say(f"lane.{figure.channel}") if figure.channel else "",
        "channel": figure.channel or "",
        "value": _amount(figure, say),
        "band": say(f"band.{figure.band}") if figure.band else "",
        "tone": BAND_TONES[figure.band] if figure.band else "",
    }


def _amount(figure: Metric, say: Words) -> str:
    if figure.value is None:
        return say("unit.none")
    value = figure.value * 100 if figure.unit == "ratio" else figure.value
    return say.of("unit", figure.unit).format(value=number(value))


def _difference(record: ScoreRecord, earlier: ScoreRecord | None, say: Words) -> str:
    if earlier is None:
        return say("history.first")
    then = _verdicts_of(earlier)
    changes = [
        f"{item}: {say(f'verdict.{then[item]}')} → {say(f'verdict.{verdict}')}"
        for item, verdict in _verdicts_of(record).items()
        if item in then and then[item] is not verdict
    ]
    return say("history.changed", changes=", ".join(changes)) if changes else say("history.same")


def _verdicts_of(record: ScoreRecord) -> dict[str, Verdict]:
    return {f.item: f.verdict for f in from_record(record.evaluation).score.findings}
