from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from archive.accounts import FAILURES_ALLOWED, IDLE, LONGEST, Account, Accounts, Role
from archive.archive import open_archive
from archive.tables import logins, sign_in_links
from speech.errors import AccessError

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = open_archive(tmp_path).accounts
    made.add("mika", PASSWORD, Role.REVIEWER)
    return made


def test_a_reviewer_signs_in_and_out(accounts: Accounts) -> None:
    token = accounts.sign_in("mika", PASSWORD)
    assert accounts.who(token) == Account("mika", Role.REVIEWER)
    accounts.sign_out(token)
    assert accounts.who(token) is None


def test_a_wrong_name_and_a_wrong_password_sound_the_same(accounts: Accounts) -> None:
    messages = []
    for name, password in (("mika", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(AccessError) as caught:
            accounts.sign_in(name, password)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


def test_an_account_locks_after_too_many_failures(accounts: Accounts) -> None:
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(AccessError, match="wrong"):
            accounts.sign_in("mika", "wrong password")
    with pytest.raises(AccessError, match="locked"):
        accounts.sign_in("mika", PASSWORD)


@pytest.mark.parametrize(
    "stale",
    [
        {"seen_at": datetime.now(UTC) - IDLE - timedelta(minutes=1)},
        {"expires_at": datetime.now(UTC) - timedelta(seconds=1)},
    ],
    ids=["idle", f"older than {LONGEST}"],
)
def test_a_sign_in_ends_when_idle_or_old(accounts: Accounts, stale: dict[str, datetime]) -> None:
    token = accounts.sign_in("mika", PASSWORD)
    with accounts.engine.begin() as connection:
        connection.execute(update(logins).values(stale))
    assert accounts.who(token) is None


def test_a_sign_in_link_works_once(accounts: Accounts) -> None:
    token = accounts.make_link_token("mika")
    assert accounts.who(accounts.redeem_link(token)) == Account("mika", Role.REVIEWER)
    with pytest.raises(AccessError, match="used"):
        accounts.redeem_link(token)


def test_an_old_sign_in_link_does_not_work(accounts: Accounts) -> None:
    token = accounts.make_link_token("mika")
    with accounts.engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(sign_in_links).values(expires_at=past))
    with pytest.raises(AccessError, match="too old"):
        accounts.redeem_link(token)


def test_an_account_without_password_signs_in_by_link_only(accounts: Accounts) -> None:
    accounts.add_without_password("demo", Role.SUPERVISOR)
    accounts.add_without_password("demo", Role.SUPERVISOR)
    with pytest.raises(AccessError):
        accounts.sign_in("demo", "")
    assert accounts.who(accounts.redeem_link(accounts.make_link_token("demo"))) is not None


def test_short_passwords_and_taken_names_are_refused(accounts: Accounts) -> None:
    with pytest.raises(AccessError, match="at least"):
        accounts.add("ken", "short", Role.TRAINER)
    with pytest.raises(AccessError, match="taken"):
        accounts.add("mika", PASSWORD, Role.TRAINER)


def test_a_removed_account_is_signed_out_everywhere(accounts: Accounts) -> None:
    token = accounts.sign_in("mika", PASSWORD)
    accounts.remove("mika")
    assert accounts.who(token) is None
    assert accounts.all() == []


def test_no_password_or_token_lies_readable_in_the_database(
    accounts: Accounts, tmp_path: Path
) -> None:
    token = accounts.sign_in("mika", PASSWORD)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept
