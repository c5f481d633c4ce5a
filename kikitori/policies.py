"""Which policy a client's calls are redacted by, and what it is called beside them."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from kikitori.config import Config
from privacy.policy import Policy, load_policy
from speech.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A policy under its file's name and a fingerprint of all that it says; that tells it apart."""

    name: str
    policy: Policy = field(compare=False)


@dataclass(frozen=True, slots=True)
class Policies:
    """The policy for everybody, and those of single clients."""

    everybody: NamedPolicy
    clients: Mapping[str, NamedPolicy]

    def of(self, client: str) -> NamedPolicy:
        """The policy of a client's calls, however the name's characters are encoded."""
        return self.clients.get(_plain(client), self.everybody)


def read_policies(config: Config) -> Policies:
    """All policies the settings name, each read once. Raises DefinitionError naming the file."""
    clients: dict[str, NamedPolicy] = {}
    for client, path in config.clients.items():
        if _plain(client) in clients:
            raise DefinitionError("config.two_policies", client=client)
        clients[_plain(client)] = _read(path)
    return Policies(_read(config.policy), clients)


def _read(path: str) -> NamedPolicy:
    policy = load_policy(Path(path) if path else None)
    # The defaults beneath a client's file count too, so what is in force is fingerprinted.
    said = {part.name: getattr(policy, part.name) for part in fields(policy)}
    plain = json.dumps(said | {"kinds": dict(policy.kinds)}, sort_keys=True)
    digest = hashlib.sha256(plain.encode()).hexdigest()[:12]
    return NamedPolicy(f"{Path(path).name or 'default'} {digest}", policy)


def _plain(client: str) -> str:
    return unicodedata.normalize("NFKC", client).strip()
