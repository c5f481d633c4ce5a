"""Keys of SIP calls, however telephones tell of them."""

from collections.abc import Iterable

from recorder.lines.baresip_stack.keys import Keys


def heard(tellings: Iterable[tuple[str, float, float]]) -> str:
    """What is taken for pressed when keys go down and up at those seconds."""
    keys = Keys()
    pressed = []
    for key, down_s, up_s in tellings:
        if told := keys.down(key, down_s):
            pressed.append(told.key)
        keys.up(up_s)
    return "".join(pressed)


def test_each_press_is_one_whether_the_telephone_tells_it_once_or_twice() -> None:
    once = [("5", 0.0, 0.1), ("5", 0.4, 0.5), ("7", 0.8, 0.9), ("#", 1.0, 1.1)]
    twice = [
        telling
        for key, down_s, up_s in once
        for telling in ((key, down_s, up_s), (key, up_s + 0.01, up_s + 0.18))
    ]
    assert heard(once) == heard(twice) == "557#"


def test_keys_that_come_in_a_heap_are_all_there_once_it_is_clear_how_they_are_told() -> None:
    assert heard([("1", 0.0, 0.1), ("2", 0.5, 0.5), ("2", 0.5, 0.5), ("2", 0.5, 0.5)]) == "1222"


def test_a_message_while_the_key_is_held_is_the_same_press() -> None:
    keys = Keys()
    assert keys.down("a", 0.0)
    assert keys.down("A", 0.02) is None
    keys.up(0.1)
    keys.up(0.11)
    assert keys.down("5", 0.3)


def test_what_is_no_key_is_none() -> None:
    keys = Keys()
    assert not any(keys.down(one, 0.0) for one in ("", "x", "12", "F", "\0", " "))
