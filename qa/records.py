"""Turns an evaluation into plain types that can be kept as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from qa.evaluation import Evaluation
from qa.finding import Critical, CriticalError, Evidence, Finding, Score, Verdict
from qa.metrics import Band, Metric, Metrics
from qa.moments import Kind, Moment, Status
from speech.audio import Channel, Span
from speech.errors import ArchiveError

FORMAT = 1


def to_record(evaluation: Evaluation) -> dict[str, Any]:
    """Dicts, lists, numbers and texts only."""
    plain: dict[str, Any] = _plain(asdict(evaluation))
    return {"format": FORMAT, **plain}


def from_record(record: Mapping[str, Any]) -> Evaluation:
    """The evaluation a record was made of; raises ArchiveError for one that cannot be read."""
    if record.get("format") != FORMAT:
        raise ArchiveError(f"an evaluation of format {record.get('format')!r} cannot be read")
    try:
        return Evaluation(
            _score(record["score"]),
            _metrics(record["metrics"]),
            tuple(_moment(moment) for moment in record["moments"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveError(f"an evaluation cannot be read: {error!r}") from None


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, str) else value


def _score(plain: Mapping[str, Any]) -> Score:
    errors = (CriticalError(e["item"], Critical(e["critical"])) for e in plain["critical_errors"])
    findings = tuple(_finding(finding) for finding in plain["findings"])
    return Score(**{**plain, "findings": findings, "critical_errors": tuple(errors)})


def _finding(plain: Mapping[str, Any]) -> Finding:
    evidence = tuple(_evidence(entry) for entry in plain["evidence"])
    return Finding(**{**plain, "verdict": Verdict(plain["verdict"]), "evidence": evidence})


def _evidence(plain: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**plain, "channel": Channel(plain["channel"]), "span": _span(plain["span"])})


def _metrics(plain: Mapping[str, Any]) -> Metrics:
    return Metrics(plain["channel_source"], tuple(_metric(figure) for figure in plain["figures"]))


def _metric(plain: Mapping[str, Any]) -> Metric:
    channel = Channel(plain["channel"]) if plain["channel"] else None
    band = Band(plain["band"]) if plain["band"] else None
    spans = tuple(_span(span) for span in plain["spans"])
    return Metric(**{**plain, "channel": channel, "band": band, "spans": spans})


def _moment(plain: Mapping[str, Any]) -> Moment:
    status = Status(plain["status"]) if plain["status"] else None
    return Moment(
        **{
            **plain,
            "kind": Kind(plain["kind"]),
            "channel": Channel(plain["channel"]),
            "span": _span(plain["span"]),
            "status": status,
        }
    )


def _span(plain: Mapping[str, float]) -> Span:
    return Span(plain["start"], plain["end"])
