"""What the pages show of calls and their assessments, before any browser sees it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from archive.archive import Archive
from archive.records import Override, QueueFilter, ScoreRecord
from archive.spool_notes import Attended
from privacy.proof import Listened, Proof, Why
from privacy.redacted import Redaction
from qa.board.assessment import history_view, metrics_view, points_of, score_view
from qa.board.call_view import PEAKS, facts, kind_name, peaks, pieces, turns
from qa.board.calling import Visit, assessment_of, call_data, second
from qa.board.marks import legend, marks
from qa.board.proof_view import proofs_view
from qa.board.queue_view import counts, next_call, queue_data, queue_filter
from qa.board.telling import clock, percent
from qa.board.tiles import tiles
from qa.board.wording import words
from qa.evaluation import Evaluation
from qa.finding import Score, Verdict
from qa.metrics import Metrics
from qa.moments import Kind
from qa.records import from_record, to_record
from qa.scorecard import load_scorecard
from speech.audio import Channel, Span
from tests.board.seeding import seed

JA, EN = words("ja"), words("en")
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return seed(tmp_path_factory.mktemp("views"))


@pytest.fixture
def record(archive: Archive) -> ScoreRecord:
    return archive.reader.scores("EN-0001")[0]


def overrule(
    record: ScoreRecord, item: str, verdict: Verdict, reason: str = "heard it"
) -> Override:
    return Override(
        score_id=record.id,
        item=item,
        verdict=verdict,
        reason=reason,
        account="yamada",
        made_at=datetime(2026, 11, 21, 3, tzinfo=UTC),
    )


def test_the_queue_shows_why_how_good_and_whose(archive: Archive) -> None:
    rows = archive.reader.queue(queue_filter()).rows
    shown = {row["id"]: row for row in queue_data(rows, JA, zone=TOKYO)["rows"]}
    row = shown["JA-0001"]
    assert [reason["label"] for reason in row["reasons"]][:3] == [
        "致命的な誤り",
        "断られた後の勧誘",
        "苦情",
    ]
    assert row["score"]["text"].endswith("%")
    assert [cell["text"] for cell in row["cells"]][:2] == ["みなと通信販売株式会社", "佐々木 花子"]
    assert row["cells"][4]["text"] == "2026-11-20 10:20"
    assert shown["EN-0013"]["reasons"] == [{"label": "非公開", "tone": "warn"}]
    assert shown["JA-0009"]["score"] == {"text": "採点なし", "share": None, "tone": ""}


def test_the_counts_on_top_are_those_of_the_queue(archive: Archive) -> None:
    found = counts(archive.reader)
    assert found == {
        "to_review": 9,
        "critical": archive.reader.queue(QueueFilter(critical_only=True)).total,
        "withheld": 1,
        "quarantined": 1,
    }
    assert '<span class="tile" data-count="withheld"><strong>1</strong>' in tiles("A&B", found, EN)
    assert "A&amp;B" in tiles("A&B", found, EN)


def test_of_a_quarantined_call_the_page_gets_facts_and_reason_only(archive: Archive) -> None:
    row = archive.reader.row("JA-0014")
    visit = Visit(say=EN, zone=UTC, may_overrule=True, opening="1")
    data = call_data(archive, row, visit)
    assert data["withheld"]["reason"] == "Still audible: Person at 0:13, Phone at 0:20"
    assert data.keys().isdisjoint({"sound", "turns", "score", "moments", "metrics", "proofs"})


def test_a_proof_counts_its_places_and_tells_each_once(archive: Archive) -> None:
    (view,) = proofs_view(archive.reader.proofs("EN-0001"), EN, UTC)
    assert view["summary"].startswith("Second listen: 2 places · nothing found · whisper-base")
    assert [row["why"] for row in view["rows"]] == [
        "around a mask",
        "mask compared with the words",
    ] * 2
    assert {row["who"] for row in view["rows"]} == {"Caller, Operator"}
    twice = Listened(Span(0, 9), Channel.CALLER, Why.MASK, "whisper-base, beam 5, other decoding")
    (record,) = archive.reader.proofs("EN-0001")
    again = replace(record, proof=Proof((*record.proof.listened, twice)))
    assert proofs_view([again], EN, UTC)[0]["summary"] == view["summary"]
    (leaking,) = proofs_view(archive.reader.proofs("JA-0014"), EN, UTC)
    assert "found: Person at 0:13, Phone at 0:20" in leaking["summary"]
    assert [row["found"] for row in leaking["rows"] if row["found"]] == ["Person", "Phone"]
    assert proofs_view([], EN, UTC)[0]["summary"] == EN("proof.none")


def test_after_a_call_comes_the_most_urgent_other_one(archive: Archive) -> None:
    first, other = (row.call.id for row in archive.reader.queue(queue_filter(), limit=2).rows)
    assert next_call(archive, first) == other
    assert next_call(archive, "somewhere else") == first


def test_a_reviewers_last_word_counts_and_the_machines_stays_beside_it(
    archive: Archive, record: ScoreRecord
) -> None:
    assessed = assessment_of(archive, record)
    told = [f for f in assessed.evaluation.score.findings if f.verdict is Verdict.NOT_MET]
    item = told[0].item
    both = (overrule(record, item, Verdict.NOT_APPLICABLE), overrule(record, item, Verdict.MET))
    reviewed = replace(assessed, overrides=both)
    assert reviewed.verdicts[item] is Verdict.MET
    weight = next(i.weight for i in assessed.card.items if i.id == item)
    points = reviewed.reviewed_points
    assert points is not None
    assert (points.earned, points.possible) == (record.points + weight, record.possible)
    view = score_view(reviewed, EN, UTC)
    assert [total["label"] for total in view["totals"]][:2] == ["Machine", "After review"]
    shown = next(entry for entry in view["items"] if entry["id"] == item)
    assert shown["verdict"] == "Not met"
    assert shown["overrides"][-1]["text"] == "yamada, 2026-11-21 03:00: “heard it”"


def test_without_overrules_the_machines_points_come_out_again(
    archive: Archive, record: ScoreRecord
) -> None:
    points = assessment_of(archive, record).reviewed_points
    assert points is not None
    assert (points.earned, points.possible) == (record.points, record.possible)


def test_a_revised_scorecard_leaves_the_old_score_and_recounts_nothing(
    archive: Archive, record: ScoreRecord
) -> None:
    assessed = assessment_of(archive, replace(record, scorecard_version="0-old"))
    item = assessed.card.items[0].id
    reviewed = replace(assessed, overrides=(overrule(record, item, Verdict.NOT_MET),))
    assert reviewed.reviewed_points is None
    machine, after = score_view(reviewed, EN, UTC)["totals"][:2]
    assert machine["value"] == f"{percent(record.points, record.possible)}%"
    assert (after["value"], after["note"]) == ("–", EN("score.card_changed"))


def test_a_score_whose_scorecard_is_gone_can_still_be_read(
    archive: Archive, record: ScoreRecord
) -> None:
    assessed = assessment_of(archive, replace(record, scorecard="no-longer-there"))
    items = score_view(assessed, EN, UTC)["items"]
    assert len(items) == len(assessed.evaluation.score.findings)
    assert not any(item["mayOverride"] for item in items)


def test_a_mono_call_says_why_it_has_no_score(archive: Archive, record: ScoreRecord) -> None:
    nothing = Score(record.scorecard, record.scorecard_version, (), 0, 0, (), "unscored_mono")
    mono = to_record(Evaluation(nothing, Metrics("mono", ()), ()))
    kept = replace(record, evaluation=mono, points=0, possible=0)
    view = score_view(assessment_of(archive, kept), EN, UTC)
    assert view["totals"][0]["value"] == "Not scored"
    assert view["unscored"] == EN("note.unscored_mono")
    assert view["items"] == []


def test_a_critical_error_is_named_until_a_reviewer_overrules_it(
    archive: Archive, record: ScoreRecord
) -> None:
    assessed = assessment_of(archive, record)
    item = next(i for i in assessed.card.items if i.critical)
    wrong = replace(assessed, overrides=(overrule(record, item.id, Verdict.NOT_MET),))
    named = f"{EN(f'critical.{item.critical}')}: {item.title['en']}"
    assert named in score_view(wrong, EN, UTC)["criticals"]
    right = replace(assessed, overrides=(*wrong.overrides, overrule(record, item.id, Verdict.MET)))
    assert named not in score_view(right, EN, UTC)["criticals"]


@given(st.lists(st.sampled_from(list(Verdict)), max_size=7))
def test_points_never_exceed_what_is_possible(verdicts: list[Verdict]) -> None:
    items = load_scorecard("en-general").items
    points = points_of(dict(zip([i.id for i in items], verdicts, strict=False)), items)
    assert 0 <= points.earned <= points.possible <= sum(item.weight for item in items)


def test_the_history_says_what_a_later_score_changed(record: ScoreRecord) -> None:
    evaluation = from_record(record.evaluation)
    first, *rest = evaluation.score.findings
    other = replace(first, verdict=Verdict.NOT_MET)
    changed = replace(evaluation, score=replace(evaluation.score, findings=(other, *rest)))
    newer = replace(record, id=record.id + 1, evaluation=to_record(changed))
    newest, older = history_view([newer, record], EN, UTC)
    assert newest["difference"] == f"Different from before: {first.item}: Met → Not met"
    assert older["difference"] == "First score"
    assert history_view([record, record], EN, UTC)[0]["difference"] == "Same result as before"
    assert history_view([], EN, UTC) == []


def test_metrics_stand_beside_their_definitions_each_side_with_its_figure(
    record: ScoreRecord,
) -> None:
    view = metrics_view(from_record(record.evaluation).metrics.figures, EN)
    shown = {metric["name"]: metric for metric in view}
    assert all(metric["definition"] and metric["title"] for metric in view)
    caller, operator = shown["speech_rate"]["figures"]
    assert (caller["side"], caller["value"], caller["band"]) == ("Caller", "–", "")
    assert (operator["value"], operator["tone"]) == ("172.4 words/min", "warn")
    assert shown["talk_share"]["figures"][1]["value"] == "66.7%"


def test_turns_are_counted_as_evidence_counts_them(archive: Archive, record: ScoreRecord) -> None:
    shown = turns(archive.reader.row("EN-0001").call, archive.reader.transcript("EN-0001"), EN)
    assert [turn["number"] for turn in shown] == list(range(len(shown)))
    for finding in from_record(record.evaluation).score.findings:
        for proof in finding.evidence:
            assert shown[proof.turn]["start"] == proof.span.start
    unsure = [line["title"] for turn in shown for line in turn["utterances"] if line["unsure"]]
    assert unsure == ["Heard with low confidence"]


def test_two_operators_of_a_call_are_told_apart_by_when_they_were_there(archive: Archive) -> None:
    call, transcript = archive.reader.row("EN-0001").call, archive.reader.transcript("EN-0001")
    spoken = [one for one in transcript.utterances if one.channel is Channel.OPERATOR]
    later_s = spoken[-1].span.start
    passed_on = replace(
        call,
        operator="ito",
        notes=(Attended(Span(0.0, later_s), "sato"), Attended(Span(later_s, 999.0), "ito")),
    )
    who = [turn["who"] for turn in turns(passed_on, transcript, EN)]
    assert {one for one in who if one.startswith("Operator")} == {"Operator sato", "Operator ito"}
    told = {fact["label"]: fact["value"] for fact in facts(passed_on, EN, UTC)}
    assert (told["Operator"], told["Scored"]) == ("sato → ito", "ito")


@given(st.data())
def test_a_text_cut_at_its_tags_is_still_the_same_text(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.text("あいう abc", max_size=6), min_size=1, max_size=5))
    text, removed = parts[0], []
    for number, part in enumerate(parts[1:], 1):
        tag = f"[電話{number}]"
        where = (len(text), len(text) + len(tag))
        removed.append(Redaction("PHONE", 0, *where, Span(0, 1), "pattern", tag))
        text += tag + part
    found = pieces(text, removed, JA)
    assert "".join(piece["text"] for piece in found) == text
    assert [piece["text"] for piece in found if piece.get("tag")] == [r.tag for r in removed]


def test_a_tag_says_what_it_stands_for_and_why() -> None:
    redaction = Redaction("PHONE", 0, 3, 8, Span(0, 1), "pattern", "[電話1]")
    assert pieces("番号は[電話1]", [redaction], EN)[1]["title"] == "Phone · form of the number"
    assert kind_name("SOMETHING_NEW", EN) == "SOMETHING_NEW"


@given(arrays(np.int16, st.integers(1, 3000)))
def test_peaks_stay_in_range_and_reach_the_loudest_sample(samples: np.ndarray) -> None:
    found = peaks(samples)
    lows, highs = found[::2], found[1::2]
    assert min(lows) == pytest.approx(samples.min() / 32768, abs=0.001)
    assert max(highs) == pytest.approx(samples.max() / 32768, abs=0.001)
    assert all(-1 <= low <= high <= 1 for low, high in zip(lows, highs, strict=True))
    assert len(lows) <= PEAKS


def test_every_mark_on_the_wave_is_in_the_legend(archive: Archive, record: ScoreRecord) -> None:
    channels = (Channel.CALLER, Channel.OPERATOR)
    masks = archive.reader.recording("EN-0001").masks
    found = marks(masks=masks, evaluation=from_record(record.evaluation), channels=channels, say=EN)
    looks = {entry["look"] for entry in legend([], found)}
    assert looks == {"mask", "hold", "complaint", "need", "offer", "refusal", "push"}
    assert {m["lane"] for m in found if m["look"] == "push"} == {1}
    assert {m["lane"] for m in found if m["look"] == "mask"} == {-1}
    assert sum(mark["look"] == "mask" for mark in found) == len(masks)


def test_a_new_kind_of_moment_is_shown_before_it_has_a_colour(record: ScoreRecord) -> None:
    evaluation = from_record(record.evaluation)
    for kind in Kind:
        moments = (replace(evaluation.moments[0], kind=kind),)
        found = marks(
            masks=(),
            evaluation=replace(evaluation, moments=moments),
            channels=(Channel.CALLER, Channel.OPERATOR),
            say=EN,
        )
        shown = [mark["name"] for mark in found if mark["look"] == kind]
        assert shown == ([] if kind is Kind.DEAD_AIR else [EN(f"moment.{kind}")])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12.5", 12.5), ("", 0), ("-3", 0), ("1e9", 80), ("nan", 0), ("inf", 0), ("x", 0)],
)
def test_a_link_points_inside_the_call_or_at_its_beginning(written: str, meant: float) -> None:
    assert second(written, 80.0) == meant


def test_times_and_shares_never_promise_more_than_there_is() -> None:
    assert [clock(s) for s in (0, 59.99, 60, 3661)] == ["0:00", "0:59", "1:00", "61:01"]
    assert [percent(part, 200) for part in (0, 199.9, 200)] == [0, 99, 100]
