"""Calls an IVR answered, for the tests and pictures of the board."""

from datetime import datetime, timedelta

from archive.archive import Archive
from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from speech.transcript import Language
from tests.board.scripts import EN_LINES, JA_LINES
from tests.board.seeding import keep

Lines = list[tuple[str, float, float, str]]

JA_MENU: Lines = [
    ("ivr", 0.3, 4.6, "この通話は、応対品質の向上と内容の確認のために録音しています。"),
    ("ivr", 4.9, 9.4, "ご用件をお話しになるか、番号を押してください。"),
    ("caller", 10.2, 11.4, "修理です。"),
    ("ivr", 12.0, 15.2, "折り返しのお電話番号をどうぞ。"),
    ("caller", 16.1, 20.4, "[電話1]です。"),
    ("ivr", 21.0, 25.6, "[電話1]でよろしいですか。"),
    ("caller", 26.2, 26.8, "はい。"),
    ("ivr", 27.3, 30.6, "おつなぎします。そのままお待ちください。"),
]
EN_MENU: Lines = [
    ("ivr", 0.3, 3.6, "This call is recorded to improve our service."),
    ("ivr", 3.9, 8.4, "Tell me what you need, or press a key. For opening hours, press five."),
    ("caller", 9.2, 10.6, "Opening hours, please."),
    ("ivr", 11.2, 15.8, "We are open from nine to six on weekdays."),
    ("ivr", 16.2, 18.0, "Thank you for calling. Goodbye."),
]
CALM = TaraiMawashi(wait_s=12.0)
PASSED = TaraiMawashi(transfers=1, asked_twice=2, identity_repeated=1, dead_ends=1, wait_s=215.0)


def a_journey(began_at: datetime, **facts: object) -> CallJourney:
    values: dict[str, object] = {
        "began_at": began_at,
        "client": "カスミプリンター",
        "path": ("notice", "opening", "main", "repair", "operator", "survey", "end"),
        "slots": {"product_number": "", "call_back_number": "", "matter": "repair"},
        "operators": ("hanako", "佐々木 花子"),
        "passed": PASSED,
        "survey": 2,
        "ended": JourneyEnd.TRANSFERRED,
        "ended_in": "end",
    }
    return CallJourney(**(values | facts))  # type: ignore[arg-type]


def seed_ivr_calls(archive: Archive, now: datetime) -> None:
    """A call that was passed on, one the IVR served, one whose caller left; and two weeks of others."""
    later = [(side, a + 34.0, b + 34.0, text) for side, a, b, text in JA_LINES]
    keep(archive, "IVR-JA-0021", Language.JA, JA_MENU + later)
    times = (0.0, 4.9, 4.9, 7.0, 8.0, 9.5, 11.4, 27.3, 108.0, 112.0)
    roundabout = ("notice", "opening", "main", "order", "more", "main", "repair", "operator")
    archive.journeys.keep(
        "IVR-JA-0021", a_journey(now, path=(*roundabout, "survey", "end"), path_s=times)
    )
    calm = [(side, a + 34.0, b + 34.0, text) for side, a, b, text in EN_LINES]
    keep(archive, "IVR-EN-0022", Language.EN, EN_MENU[:3] + calm)
    archive.journeys.keep(
        "IVR-EN-0022", a_journey(now, operators=("jordan",), passed=CALM, survey=5)
    )
    keep(archive, "IVR-EN-0023", Language.EN, EN_MENU)
    served = ("notice", "opening", "main", "open_when", "more", "end")
    archive.journeys.keep(
        "IVR-EN-0023",
        a_journey(
            now,
            path=served,
            slots={},
            operators=(),
            passed=TaraiMawashi(),
            survey=None,
            ended=JourneyEnd.SELF_SERVICE,
        ),
    )
    keep(archive, "IVR-JA-0024", Language.JA, JA_MENU[:4])
    archive.journeys.keep(
        "IVR-JA-0024",
        a_journey(
            now,
            path=served[:3] + ("repair",) * 12,
            operators=(),
            passed=TaraiMawashi(dead_ends=1, wait_s=40.0),
            survey=None,
            ended=JourneyEnd.HUNG_UP,
            ended_in="repair",
        ),
    )
    _two_weeks(archive, now)


def _two_weeks(archive: Archive, now: datetime) -> None:
    endings = list(JourneyEnd)
    for client, busy in (
        ("カスミプリンター", 3),
        ("みなと通信販売株式会社", 1),
        ("Harbour & Vale", 2),
    ):
        for day in range(14):
            if (day + busy) % 6 == 5:
                continue
            for number in range(1 + (day * busy) % 4):
                passed = TaraiMawashi(
                    transfers=(day + number) % (busy + 1),
                    asked_twice=(day * number) % busy if busy > 1 else 0,
                    identity_repeated=int((day + number) % 5 == 0 and busy > 1),
                    dead_ends=int((day * busy + number) % 7 == 0),
                    wait_s=30.0 * ((day * busy + number) % 9),
                )
                journey = a_journey(
                    now - timedelta(days=day, minutes=number),
                    client=client,
                    passed=passed,
                    survey=1 + (day + number) % 5 if number % 2 else None,
                    ended=endings[(day * busy + number) % (3 + busy)],
                )
                archive.journeys.keep(f"{client}-{day}-{number}", journey)
