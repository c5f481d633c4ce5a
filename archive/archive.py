"""Opens a data folder: the one place that ties the database, the store and the readers together."""

from dataclasses import dataclass
from pathlib import Path

from archive.access_log import AccessLog
from archive.accounts import Accounts
from archive.call_back_store import CallBacks
from archive.customer_reader import CustomerReader
from archive.customers_store import CustomerStore
from archive.database import open_database
from archive.desk_store import Desk
from archive.dialogue_names import DialogueNames
from archive.journey_store import Journeys
from archive.live_store import LiveReader, LiveStore
from archive.reader import CallReader
from archive.store import CallStore


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything kept under one data folder."""

    folder: Path
    store: CallStore
    reader: CallReader
    accounts: Accounts
    access_log: AccessLog
    live: LiveStore
    live_reader: LiveReader
    customers: CustomerReader
    customer_store: CustomerStore
    desk: Desk
    journeys: Journeys
    dialogue_names: DialogueNames
    call_backs: CallBacks


def open_archive(folder: Path) -> Archive:
    """The archive in `folder`, made if it is new. Raises ArchiveError when it cannot be opened."""
    engine = open_database(folder)
    return Archive(
        folder=folder,
        store=CallStore(engine, folder),
        reader=CallReader(engine, folder),
        accounts=Accounts(engine),
        access_log=AccessLog(engine),
        live=LiveStore(engine),
        live_reader=LiveReader(engine, folder),
        customers=CustomerReader(engine),
        customer_store=CustomerStore(engine),
        desk=Desk(engine),
        journeys=Journeys(engine),
        dialogue_names=DialogueNames(engine),
        call_backs=CallBacks(engine, folder),
    )
