"""What a client's line calls its dialogs, questions and choices, so that people read words, not ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import JSON, Column, Engine, String, Table, select
from sqlalchemy.dialects.sqlite import insert

from archive.tables import metadata

Names: TypeAlias = Mapping[str, Mapping[str, str]]
"""By language, then by what is named: "dialog.reserve", "slot.guests", "choice.cancel"."""

dialogue_names = Table(
    "dialogue_names",
    metadata,
    Column("client", String, primary_key=True),
    Column("names", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class DialogueNames:
    """Both sides: whoever answers calls tells the names, the board reads them."""

    engine: Engine

    def keep(self, client: str, names: Names) -> None:
        """Keep names of a client's line beside those of its other lines; the latest go before."""
        known = self.of(client)
        joined = {
            language: {**known.get(language, {}), **names.get(language, {})}
            for language in {*known, *names}
        }
        row = {"client": client, "names": joined}
        told = insert(dialogue_names).values(row)
        with self.engine.begin() as connection:
            connection.execute(told.on_conflict_do_update(index_elements=["client"], set_=row))

    def of(self, client: str) -> Names:
        """The names a client's lines told; none where it has no line of its own."""
        query = select(dialogue_names.c.names).where(dialogue_names.c.client == client)
        with self.engine.connect() as connection:
            names: Names | None = connection.scalar(query)
        return names or {}
