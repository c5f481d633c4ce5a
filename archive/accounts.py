"""Who may open the board: accounts, sign-ins that expire, and one-time links."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Engine, delete, insert, select, update

from archive.tables import accounts, logins, sign_in_links
from speech.errors import AccessError

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
LINK_LIFETIME = timedelta(minutes=15)
FAILURES_ALLOWED = 5
LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 10


class Role(StrEnum):
    """What an account is for: scoring calls, cutting clips from them, all of it, or holding calls.

    An operator has the desk and nothing else.
    """

    OPERATOR = "operator"
    REVIEWER = "reviewer"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Accounts:
    """Local accounts. Secrets are kept as hashes only; a token is shown once, when it is made."""

    engine: Engine

    def add(self, name: str, password: str, role: Role) -> None:
        """Add an account. Raises AccessError for a short password or a name that is taken."""
        if len(password) < SHORTEST_PASSWORD:
            raise AccessError("account.short_password", name=name, least=SHORTEST_PASSWORD)
        self._insert(name, PasswordHasher().hash(password), role)

    def add_without_password(self, name: str, role: Role) -> None:
        """Add an account that can sign in by link only, unless it is there already."""
        if self.find(name) is None:
            self._insert(name, "", role)

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        with self.engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        return None if row is None else Account(row.name, Role(row.role))

    def all(self) -> list[Account]:
        """Every account by name."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name)).all()
        return [Account(row.name, Role(row.role)) for row in rows]

    def remove(self, name: str) -> None:
        """Remove an account with its sign-ins. Raises AccessError if there is none."""
        with self.engine.begin() as connection:
            removed = connection.execute(delete(accounts).where(accounts.c.name == name))
        if removed.rowcount == 0:
            raise AccessError("account.unknown", name=name)

    def sign_in(self, name: str, password: str) -> str:
        """The token of a new sign-in. Raises AccessError, the same for a wrong name or password.

        After five failures an account is locked for a quarter of an hour.
        """
        now = datetime.now(UTC)
        with self.engine.connect() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        if row is not None and row.locked_until is not None and row.locked_until > now:
            raise AccessError("account.locked", name=name)
        # A wrong name costs the same work, so that time does not tell names.
        has_password = row is not None and row.password_hash
        known = row.password_hash if row is not None and has_password else _nobody()
        if not _matches(known, password) or not has_password:
            self._count_failure(name, now)
            raise AccessError("account.wrong")
        with self.engine.begin() as connection:
            connection.execute(
                update(accounts)
                .where(accounts.c.name == name)
                .values(failures=0, locked_until=None)
            )
        return self._new_login(name, now)

    def make_link_token(self, name: str) -> str:
        """A token that signs this account in once, within a quarter of an hour."""
        token = secrets.token_urlsafe(32)
        with self.engine.begin() as connection:
            connection.execute(
                insert(sign_in_links).values(
                    token_sha256=_sha256(token),
                    account=name,
                    expires_at=datetime.now(UTC) + LINK_LIFETIME,
                )
            )
        return token

    def redeem_link(self, token: str) -> str:
        """The token of a new sign-in for a link's token, which is used up. Raises AccessError."""
        now = datetime.now(UTC)
        with self.engine.begin() as connection:
            row = connection.execute(
                delete(sign_in_links)
                .where(sign_in_links.c.token_sha256 == _sha256(token))
                .returning(sign_in_links.c.account, sign_in_links.c.expires_at)
            ).first()
        if row is None or row.expires_at < now:
            raise AccessError("account.link_used")
        account: str = row.account
        return self._new_login(account, now)

    def who(self, token: str, *, touch: bool = True) -> Account | None:
        """Who a sign-in belongs to while it is valid; `touch` counts as being active."""
        now = datetime.now(UTC)
        query = (
            select(logins, accounts.c.role)
            .join(accounts, accounts.c.name == logins.c.account)
            .where(logins.c.token_sha256 == _sha256(token))
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or row.expires_at < now or row.seen_at + IDLE < now:
            return None
        # One write a minute is enough to tell idle from active.
        if touch and row.seen_at + timedelta(minutes=1) < now:
            with self.engine.begin() as connection:
                connection.execute(
                    update(logins)
                    .where(logins.c.token_sha256 == _sha256(token))
                    .values(seen_at=now)
                )
        return Account(row.account, Role(row.role))

    def sign_out(self, token: str) -> None:
        """End a sign-in."""
        with self.engine.begin() as connection:
            connection.execute(delete(logins).where(logins.c.token_sha256 == _sha256(token)))

    def _insert(self, name: str, password_hash: str, role: Role) -> None:
        if not name.strip() or self.find(name) is not None:
            raise AccessError("account.name_taken", name=name)
        with self.engine.begin() as connection:
            connection.execute(
                insert(accounts).values(
                    name=name,
                    password_hash=password_hash,
                    role=role.value,
                    made_at=datetime.now(UTC),
                )
            )

    def _count_failure(self, name: str, now: datetime) -> None:
        of_name = accounts.c.name == name
        with self.engine.begin() as connection:
            connection.execute(
                update(accounts).where(of_name).values(failures=accounts.c.failures + 1)
            )
            connection.execute(
                update(accounts)
                .where(of_name, accounts.c.failures >= FAILURES_ALLOWED)
                .values(failures=0, locked_until=now + LOCK)
            )

    def _new_login(self, name: str, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        with self.engine.begin() as connection:
            connection.execute(delete(logins).where(logins.c.expires_at < now))
            connection.execute(
                insert(logins).values(
                    token_sha256=_sha256(token),
                    account=name,
                    made_at=now,
                    seen_at=now,
                    expires_at=now + LONGEST,
                )
            )
        return token


@cache
def _nobody() -> str:
    return PasswordHasher().hash(secrets.token_urlsafe())


def _matches(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except VerificationError:
        return False


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
