"""Asks the database for the review queue: each call with its newest score, review and proof."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from archive.journey_tables import journeys
from archive.records import QueueFilter, QueueOrder
from archive.tables import calls, proofs, reviews, score_reasons, scores

_newest_score = (
    select(func.max(scores.c.id))
    .where(scores.c.call_id == calls.c.id)
    .correlate(calls)
    .scalar_subquery()
)
_newest_review = (
    select(reviews.c.done)
    .where(reviews.c.call_id == calls.c.id)
    .order_by(reviews.c.id.desc())
    .limit(1)
    .correlate(calls)
    .scalar_subquery()
)
_reviewed = func.coalesce(_newest_review, 0)
_newest_proof = (
    select(func.max(proofs.c.id))
    .where(proofs.c.call_id == calls.c.id)
    .correlate(calls)
    .scalar_subquery()
)


def _joined(query: Select[Any]) -> Select[Any]:
    return query.select_from(calls.outerjoin(scores, scores.c.id == _newest_score))


def queue_query() -> Select[Any]:
    """Calls with `score_id` and the columns of their newest score, `proof_id` and `seen`."""
    columns = [column for column in scores.c if column.name not in ("id", "call_id")]
    own = (scores.c.id.label("score_id"), _newest_proof.label("proof_id"), _reviewed.label("seen"))
    return _joined(select(calls, *own, *columns))


def count_query(wanted: QueueFilter) -> Select[int]:
    """How many calls a filter lets through."""
    return filtered(_joined(select(func.count())), wanted)


def filtered(query: Select[Any], wanted: QueueFilter) -> Select[Any]:
    """The query with the filter's conditions."""
    conditions: list[ColumnElement[bool]] = [
        calls.c[name] == value
        for name in ("language", "direction", "client", "operator")
        if (value := getattr(wanted, name))
    ]
    if wanted.reason:
        with_reason = select(score_reasons.c.score_id).where(
            score_reasons.c.reason == wanted.reason
        )
        conditions.append(scores.c.id.in_(with_reason))
    if wanted.critical_only:
        conditions.append(scores.c.critical_errors > 0)
    if wanted.reviewed is not None:
        conditions.append(_reviewed == int(wanted.reviewed))
    if wanted.status is not None:
        conditions.append(calls.c.status == wanted.status)
    if wanted.call_id_contains:
        conditions.append(calls.c.id.contains(wanted.call_id_contains, autoescape=True))
    return query.where(*conditions)


def ordered(query: Select[Any], order: QueueOrder) -> Select[Any]:
    """The query with what matters most first; calls no IVR answered were not passed around by one."""
    risk = func.coalesce(scores.c.risk, 0).desc()
    if order is QueueOrder.RISK:
        return query.order_by(risk)
    index = select(journeys.c.tarai_index).where(journeys.c.call_id == calls.c.id).scalar_subquery()
    return query.order_by(func.coalesce(index, -1.0).desc(), risk)
