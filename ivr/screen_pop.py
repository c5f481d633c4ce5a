"""Brings the caller's card to the operator's desk: by their number, or the product number they say.

The desk learns of it through the archive, where the board looks; nothing said is written.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from archive.archive import Archive
from archive.desk import DeskEvent, DeskState, FoundBy
from ivr.routing.journey import Journey, tarai_mawashi


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Where a call comes from: the line's client, and the caller's number as the line gives it."""

    client: str = ""
    line: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ScreenPop:
    """One call's side of the desk."""

    archive: Archive
    call_id: str
    caller: Caller

    def answered(self, at: datetime) -> str:
        """The call is answered at an aware moment; who calls from this number, or nothing."""
        number = self.archive.customers.by_phone(self.caller.client, self.caller.number)
        found = FoundBy.CALLER_NUMBER if number else FoundBy.NOBODY
        self.archive.desk.tell(
            DeskEvent(
                call_id=self.call_id,
                began_at=at,
                client=self.caller.client,
                line=self.caller.line,
                customer=number,
                found_by=found,
            )
        )
        return number

    def heard_product(self, written: str) -> str:
        """The caller has given a product number; its owner, who is the caller from now on.

        A product without an owner is shown beside whoever was found by the caller's number.
        """
        owner, serial = self.archive.customers.by_product(self.caller.client, written)
        if owner:
            found = FoundBy.PRODUCT_NUMBER
            self._tell(customer=owner, serial=serial, found_by=found)
        elif serial:
            self._tell(serial=serial)
        return owner

    def goes_on(self, journey: Journey) -> None:
        """What the caller has said and been through so far goes to the desk with the call."""
        passed = asdict(tarai_mawashi(journey))
        self._tell(told=dict(journey.filled), verified=journey.verified, journey=passed)

    def waits(self) -> None:
        self._tell(state=DeskState.WAITING)

    def goes_to(self, operator: str) -> None:
        """The call is put through to an operator's account, whose desk shows it."""
        self._tell(state=DeskState.TALKING, operator=operator)

    def is_over(self) -> None:
        self._tell(state=DeskState.OVER)

    def _tell(self, **changes: object) -> None:
        self.archive.desk.tell_more(self.call_id, **changes)
