"""Who looks for notifications that nobody announced: one for each account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import SystemRandom

from desktop_invoicer.bootstrap.clock import SystemClock
from desktop_invoicer.config import Settings
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.ports import WatchList
from desktop_invoicer.engine.watcher import Rhythm, Watcher
from desktop_invoicer.vtex.watch import next_ask, orders_a_round


def make_watchers(
    settings: Settings, intake: Intake, watch_list: WatchList, rhythm: Rhythm
) -> Mapping[AccountName, Watcher]:
    """Make the watcher of each account, at most as quick as its budget allows."""
    rhythm = replace(rhythm, orders_a_round=orders_a_round(settings.polling.requests_per_minute, rhythm.round))
    return {
        account.name: Watcher(
            account=account.name,
            vtex=intake.accounts[account.name],
            watch_list=watch_list,
            intake=intake,
            clock=SystemClock(),
            plan=next_ask,
            has_feed=account.feed,
            rhythm=rhythm,
            random=SystemRandom(),
        )
        for account in settings.accounts
    }
