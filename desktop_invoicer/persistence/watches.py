"""The watch list: orders to ask VTEX about, since it has no list of all notifications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import Moment, jobs, watches

KEEP = timedelta(days=30)
"""Orders older than this are not put on the list again."""
LONGEST_WAIT = timedelta(days=1)
"""No order waits longer for its turn: what says so was written under a wrong clock."""


class WatchTable:
    """The watch list in the database, so that a restart forgets no order."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def watch(self, account: AccountName, orders: Sequence[OrderId], now: datetime) -> None:
        """Put orders on the list; those on it already stay as they are."""
        if not orders:
            return
        rows = [{"account": account, "order_id": order, "since": now, "ask_at": now} for order in orders]
        with self._database.writing() as connection:
            connection.execute(insert_or(watches).on_conflict_do_nothing(), rows)

    def watch_known(self, account: AccountName, now: datetime) -> None:
        """Put the orders of this desk's own jobs on the list: a return may be asked for on each."""
        known = (
            select(jobs.c.account, jobs.c.order_id, func.min(jobs.c.received_at), literal(now, type_=Moment))
            .where(jobs.c.account == account, jobs.c.received_at >= now - KEEP)
            .group_by(jobs.c.account, jobs.c.order_id)
        )
        columns = ["account", "order_id", "since", "ask_at"]
        with self._database.writing() as connection:
            connection.execute(insert(watches).prefix_with("OR IGNORE").from_select(columns, known))

    def due_watches(self, account: AccountName, now: datetime, limit: int) -> tuple[tuple[OrderId, datetime], ...]:
        """Give the orders to ask about now, each with the time since when it is watched; most overdue first."""
        query = (
            select(watches.c.order_id, watches.c.since)
            .where(watches.c.account == account, or_(watches.c.ask_at <= now, watches.c.ask_at > now + LONGEST_WAIT))
            .order_by(watches.c.ask_at)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple((OrderId(order), since) for order, since in connection.execute(query))

    def count(self, account: AccountName) -> int:
        """Count the orders of an account that are on the list."""
        query = select(func.count()).select_from(watches).where(watches.c.account == account)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def rescheduled(self, account: AccountName, order_id: OrderId, ask_at: datetime | None) -> None:
        """Ask again at ``ask_at``; ``None`` takes the order off the list."""
        mine = (watches.c.account == account, watches.c.order_id == order_id)
        change = delete(watches).where(*mine) if ask_at is None else update(watches).where(*mine).values(ask_at=ask_at)
        with self._database.writing() as connection:
            connection.execute(change)
