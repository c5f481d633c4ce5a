"""What is said in the made-up calls of the board's tests, and what an evaluation says of them."""

from itertools import cycle

from privacy.redacted import RedactedTranscript, RedactedUtterance
from qa.evaluation import Evaluation
from qa.finding import CriticalError, Evidence, Finding, Score, Verdict
from qa.metrics import Band, Metric, Metrics
from qa.moments import Kind, Moment, Status
from qa.scorecard import Scorecard
from speech.audio import Channel, Span
from speech.transcript import Language, turns_of

JA_LINES = [
    (
        "operator",
        0.8,
        5.2,
        "お電話ありがとうございます。みなと通信販売、受付担当の佐々木でございます。",
    ),
    ("caller", 5.9, 10.4, "あの、先週注文した浄水器がまだ届かないんですけど、どうなっていますか。"),
    (
        "operator",
        11.0,
        15.8,
        "ご不便をおかけして申し訳ございません。お調べいたしますので、お名前とお電話番号をお願いいたします。",
    ),
    ("caller", 16.4, 18.6, "[氏名1]です。"),
    ("caller", 18.9, 23.1, "電話は[電話1]です。"),
    ("operator", 23.8, 28.0, "[氏名1]様、お電話番号は[電話1]でよろしいでしょうか。"),
    ("caller", 28.3, 29.0, "はい、そうです。"),
    ("operator", 29.6, 33.1, "ありがとうございます。確認いたしますので、少々お待ちくださいませ。"),
    (
        "operator",
        41.7,
        47.9,
        "お待たせいたしました。商品は昨日発送済みで、明日の午前中にお届けする予定でございます。",
    ),
    ("caller", 48.4, 52.0, "そうですか。交換用のフィルターも、そろそろ替えどきなんですよね。"),
    (
        "operator",
        52.6,
        59.3,
        "でしたら、フィルターの定期便がございます。一回あたり二割引きになりますが、ご一緒にいかがでしょうか。",
    ),
    ("caller", 59.8, 63.0, "うーん、今回は結構です。また考えておきます。"),
    (
        "operator",
        63.5,
        70.2,
        "ただ、この割引は今日までですので、今お申し込みいただいたほうがお得ですよ。",
    ),
    ("caller", 70.6, 72.8, "いえ、本当に大丈夫ですから。"),
    (
        "operator",
        73.4,
        78.8,
        "かしこまりました。本日は佐々木が承りました。お電話ありがとうございました。",
    ),
]
EN_LINES = [
    (
        "operator",
        0.6,
        4.9,
        "Thank you for calling Harbour and Vale, this is Jordan. How can I help?",
    ),
    (
        "caller",
        5.4,
        11.0,
        "Hi, my dishwasher stopped in the middle of a cycle again, and honestly I'm fed up with it.",
    ),
    ("operator", 11.5, 15.2, "Right. Can I take your name and the phone number on the account?"),
    ("caller", 15.8, 17.2, "It's [PERSON 1]."),
    ("caller", 17.5, 21.9, "And the number is [PHONE 1]."),
    (
        "operator",
        22.4,
        26.8,
        "Thank you. Let me put you on hold for a moment while I look that up.",
    ),
    (
        "operator",
        38.2,
        44.6,
        "Thanks for waiting. I can see the machine is two months out of warranty, I'm afraid.",
    ),
    (
        "caller",
        45.0,
        49.7,
        "That's what I was afraid of. I keep having to pay for every single repair.",
    ),
    (
        "operator",
        50.2,
        57.9,
        "We do have a care plan that covers parts and labour for eight pounds a month. Would that be of interest?",
    ),
    ("caller", 58.3, 61.2, "No thanks, I'd rather not sign up for anything."),
    (
        "operator",
        61.7,
        67.4,
        "I understand, but if you sign today the first three months are free.",
    ),
    ("caller", 67.9, 69.8, "I said no, thank you."),
    (
        "operator",
        70.3,
        76.6,
        "Of course. I've booked the engineer for Thursday morning. Is there anything else?",
    ),
    ("caller", 77.0, 78.4, "No, that's it. Bye."),
]
MOMENTS = {
    Language.JA: {
        1: (Kind.COMPLAINT, None),
        9: (Kind.NEED, None),
        10: (Kind.OFFER, Status.OFFERED),
        11: (Kind.REFUSAL, None),
        12: (Kind.PUSH, Status.OVER_PUSHED),
    },
    Language.EN: {
        1: (Kind.COMPLAINT, None),
        7: (Kind.NEED, None),
        8: (Kind.OFFER, Status.OFFERED),
        9: (Kind.REFUSAL, None),
        10: (Kind.PUSH, Status.OVER_PUSHED),
    },
}
HOLD = {Language.JA: Span(33.1, 41.7), Language.EN: Span(26.8, 38.2)}


def evaluation_of(card: Scorecard, transcript: RedactedTranscript) -> Evaluation:
    """Every kind of verdict, each with a turn of the operator to prove it."""
    turns = [t for t in turns_of(transcript.utterances) if t.channel is Channel.OPERATOR]
    verdicts = cycle([Verdict.MET, Verdict.NOT_MET, Verdict.MET, Verdict.CANNOT_TELL])
    findings = []
    for place, (item, verdict) in enumerate(zip(card.items, verdicts, strict=False)):
        turn = turns[place % len(turns)]
        quote = turn.text(transcript.language)[:70]
        proof = Evidence(turn.number, turn.channel, turn.span, quote)
        findings.append(Finding(item.id, verdict, (proof,), item.check, "1+5f2c90aa", 0.86, ""))
    return Evaluation(_score(card, tuple(findings)), _metrics(transcript), _moments(transcript))


def _score(card: Scorecard, findings: tuple[Finding, ...]) -> Score:
    told = [
        (i, f) for i, f in zip(card.items, findings, strict=True) if f.verdict in ("met", "not_met")
    ]
    met = sum(item.weight for item, finding in told if finding.verdict is Verdict.MET)
    errors = [
        CriticalError(i.id, i.critical) for i, f in told if i.critical and f.verdict == "not_met"
    ]
    possible = sum(item.weight for item, _ in told)
    return Score(card.name, card.version, findings, met, possible, tuple(errors))


def _metrics(transcript: RedactedTranscript) -> Metrics:
    hold = HOLD[transcript.language]
    held = hold.end < transcript.utterances[-1].span.end
    unit = "mora/s" if transcript.language is Language.JA else "wpm"
    slow = 7.7 if transcript.language is Language.JA else 172.4
    figures = (
        Metric("silence", None, 0.0, "count"),
        Metric(
            "hold_time", None, hold.duration if held else 0.0, "s", None, (hold,) if held else ()
        ),
        Metric("overlap", None, 0.0, "count"),
        Metric("talk_share", Channel.CALLER, 0.333, "ratio"),
        Metric("talk_share", Channel.OPERATOR, 0.667, "ratio"),
        Metric("speech_rate", Channel.CALLER, None, unit),
        Metric("speech_rate", Channel.OPERATOR, slow, unit, Band.AMBER),
    )
    return Metrics("stereo", figures)


def _moments(transcript: RedactedTranscript) -> tuple[Moment, ...]:
    numbers = {id(u): t.number for t in turns_of(transcript.utterances) for u in t.utterances}
    wanted = MOMENTS[transcript.language]
    said = [(u, wanted[place]) for place, u in enumerate(transcript.utterances) if place in wanted]
    return tuple(_moment(u, numbers[id(u)], *what) for u, what in said)


def _moment(said: RedactedUtterance, turn: int, kind: Kind, status: Status | None) -> Moment:
    quote = said.text[:70]
    return Moment(kind, turn, said.channel, said.span, quote, status, kind.value, "1+77aa01bc")
