"""Looks before a line is opened whether it could call those it is to put callers through to."""

from collections.abc import Sequence
from pathlib import Path

from kikitori.ivr_settings import OperatorSettings
from recorder.switchboard.board import DoorSpec
from recorder.switchboard.opening import check_destination
from speech.errors import DefinitionError, LineError
from speech.reasons import Reason


def check_operators(
    file: Path, operators: Sequence[OperatorSettings], doors: Sequence[DoorSpec]
) -> None:
    """Raises DefinitionError for the first one whom no door could call, naming the settings' `file`."""
    by_label = {spec.label: spec for spec in doors}
    for one in operators:
        if one.door and one.door not in by_label:
            known = ", ".join(by_label)
            raise DefinitionError(
                "config.operator_door", file=file, operator=one.id, door=one.door, known=known
            )
        spec = by_label[one.door] if one.door else doors[0]
        if one.destination and (cause := why_not_called(spec, one.destination)):
            raise DefinitionError(
                "config.operator_destination", file=file, operator=one.id, cause=cause
            )


def why_not_called(spec: DoorSpec, destination: str) -> Reason | None:
    """Why a door will never call somebody there, if so."""
    try:
        check_destination(spec, destination)
    except LineError as error:
        return error.reason
    return None
