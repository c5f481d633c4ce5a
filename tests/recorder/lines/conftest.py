"""The virtual sound devices for the tests of this folder."""

from tests.recorder.lines.pulse import pulse  # noqa: F401
