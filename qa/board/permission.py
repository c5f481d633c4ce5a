"""What an account may open on the board."""

from archive.accounts import Account, Role


def may_open_calls(account: Account) -> bool:
    """Operators hold calls; kept ones are for those who review or train."""
    return account.role is not Role.OPERATOR
