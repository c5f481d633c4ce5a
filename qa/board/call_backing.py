"""Who keeps which promise to call back: what somebody does with one, and whom they are to call."""

from collections.abc import Sequence

from archive.accounts import Account
from archive.archive import Archive
from archive.call_back import CallBack, CallBackState
from qa.board.call_backs_view import acts_of


def do(archive: Archive, account: Account, call_id: str, act: str) -> None:
    """Do what a button said, if it may still be done; every act stands in the access log."""
    known = {one.call_id: one for one in archive.call_backs.all()}
    if call_id not in known or act not in acts_of(known[call_id], account):
        return
    promises = archive.call_backs
    match act:
        case "take":
            done = promises.take(call_id, account.name)
        case "done":
            done = promises.settle(call_id, account.name, CallBackState.DONE)
        case "give_up":
            done = promises.settle(call_id, account.name, CallBackState.GIVEN_UP)
        case "open_again":
            done = promises.open_again(call_id)
        case _:
            done = promises.put_back(call_id, tried=act == "unreached")
    if done:
        archive.access_log.add(account.name, f"call back: {act.replace('_', ' ')}", call_id)


def whom_to_call(
    archive: Archive, account: Account, promised: Sequence[CallBack]
) -> dict[str, tuple[str, str]]:
    """Number and name of those whom this account has taken on; a name where the customer is known."""
    return {
        one.call_id: (archive.call_backs.number(one.call_id), _name(archive, account, one))
        for one in promised
        if one.state is CallBackState.TAKEN and one.account == account.name
    }


def _name(archive: Archive, account: Account, promised: CallBack) -> str:
    event = archive.desk.event(promised.call_id)
    if event is None or not event.customer:
        return ""
    card = archive.customers.card(event.client, event.customer, account.role)
    return card.customer.name if card else ""
