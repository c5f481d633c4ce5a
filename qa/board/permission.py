"""What an account may open on the board."""

from archive.accounts import Account, Role
from archive.customer_reader import may_see_customers


def may_open_calls(account: Account) -> bool:
    """Operators hold calls; kept ones are for those who review or train."""
    return account.role is not Role.OPERATOR


def may_compare_journeys(account: Account) -> bool:
    """Whose lines pass callers around is for those who can change it."""
    return account.role is Role.SUPERVISOR


def may_use_desk(account: Account) -> bool:
    """Operators see their own calls on it, all others everybody's."""
    return may_see_customers(account.role)


def may_write_notes(account: Account) -> bool:
    """Reviewers read what was noted; who holds the call writes, or who stands in for them."""
    return account.role in (Role.OPERATOR, Role.SUPERVISOR)


def may_call_back(account: Account) -> bool:
    """Whoever talks with callers keeps what they were promised."""
    return account.role in (Role.OPERATOR, Role.SUPERVISOR)


def desk_of(account: Account) -> str:
    """Whose calls lie on this account's desk; empty for everybody's."""
    return account.name if account.role is Role.OPERATOR else ""


def may_look_up(account: Account, *, on_a_call: bool) -> bool:
    """Operators look customers up for a call, among those of the call's client."""
    return on_a_call or account.role is not Role.OPERATOR
