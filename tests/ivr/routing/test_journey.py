"""What a caller has said goes with them and is not asked for again; what happened to them is counted."""

from hypothesis import given
from hypothesis import strategies as st

from archive.call_journey import TaraiMawashi
from ivr.routing.journey import Journey, questions_left, tarai_mawashi

SLOTS = ("product", "matter", "date", "phone")
slots = st.sampled_from(SLOTS)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["asks", "hears", "corrects"]), slots),
        st.tuples(st.just("is_answered_by"), st.sampled_from(["a", "b", "c"])),
        st.tuples(st.sampled_from(["checks_identity", "is_verified"])),
        st.tuples(st.just("waits"), st.floats(0, 600)),
        st.tuples(st.just("ends_dead"), st.just("closed")),
    ),
    max_size=30,
)


def walked(happenings: list[tuple[object, ...]]) -> Journey:
    journey = Journey()
    for name, *values in happenings:
        journey = getattr(journey, str(name))(*values)
    return journey


@given(steps, st.lists(slots))
def test_a_transfer_never_asks_for_a_slot_that_is_filled(
    happenings: list[tuple[object, ...]], wanted: list[str]
) -> None:
    journey = walked(happenings)
    left = questions_left(journey, wanted)
    assert not set(left) & journey.filled.keys()
    assert set(left) | journey.filled.keys() >= set(wanted)
    passed_on = journey.is_answered_by("next")
    for slot in left:
        passed_on = passed_on.asks(slot).hears(slot)
    assert tarai_mawashi(passed_on).asked_twice == tarai_mawashi(journey).asked_twice
    assert questions_left(passed_on, wanted) == []


@given(steps, st.sampled_from(["asks", "checks_identity", "is_answered_by", "ends_dead", "waits"]))
def test_the_index_never_falls_in_the_course_of_a_call(
    happenings: list[tuple[object, ...]], then: str
) -> None:
    journey = walked(happenings)
    value = {"asks": ("product",), "is_answered_by": ("z",), "ends_dead": ("x",), "waits": (1.0,)}
    after = getattr(journey, then)(*value.get(then, ()))
    assert tarai_mawashi(after).index >= tarai_mawashi(journey).index


def test_a_call_answered_by_one_person_who_asks_nothing_twice_has_no_index() -> None:
    journey = Journey().asks("product").asks("product").hears("product", "51200640")
    journey = journey.checks_identity().is_verified().is_answered_by("sasaki").asks("date")
    assert tarai_mawashi(journey) == TaraiMawashi(
        transfers=0, asked_twice=0, identity_repeated=0, dead_ends=0, wait_s=0.0
    )
    assert tarai_mawashi(journey).index == 0


def test_being_passed_around_is_counted_part_by_part() -> None:
    journey = Journey().hears("product", "51200640").checks_identity().is_verified().waits(60.0)
    journey = journey.is_answered_by("a").asks("product").checks_identity()
    journey = journey.ends_dead("nobody for contracts").waits(240.0).is_answered_by("b")
    journey = journey.asks("product").is_answered_by("a")
    index = tarai_mawashi(journey)
    assert index == TaraiMawashi(
        transfers=2, asked_twice=2, identity_repeated=1, dead_ends=1, wait_s=300.0
    )
    assert index.index == 7.0


def test_what_the_caller_takes_back_may_be_asked_once_more() -> None:
    journey = Journey().hears("date", "2026-11-25").corrects("date")
    assert questions_left(journey, ["matter", "date", "date"]) == ["matter", "date"]
    assert tarai_mawashi(journey.asks("date")).asked_twice == 0
