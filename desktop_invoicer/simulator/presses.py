"""Presses *Request Invoice*: tells the invoicer, and keeps the notification only after its 2xx answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from desktop_invoicer.simulator import faults
from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.faults import Injector
from desktop_invoicer.simulator.records import JsonObject, Notification, Press

_ACCEPTED = frozenset({200, 201, 202, 204})
"""Anything else, and the operator sees a communication failure (facts: VTEX, section 1.1)."""
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Invoicer:
    """Where the account's Invoice Notifier sends its requests."""

    addresses: Callable[[Notification], Sequence[str]]
    """The desk that is told of a request, or several where an account has more than one."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Such as the token that the store set in the app."""


class Presser:
    """Operators who press the button for prepared requests, several at once."""

    def __init__(self, account: Account, injector: Injector) -> None:
        self._account = account
        self._injector = injector

    def press_all(
        self,
        wanted: Mapping[str, Sequence[Press]],
        origin: str,
        invoicer: Invoicer | None,
        *,
        attempts: int = 5,
        workers: int = 8,
    ) -> list[Notification]:
        """Press everything that orders wait for; gives what was kept.

        Without an invoicer the notifications are kept as if an earlier one had accepted them. A press that is not
        accepted is tried again, which is a new request with a new id.
        """
        with httpx.Client(timeout=_PATIENCE, follow_redirects=False, trust_env=False) as client:
            line = _Line(client, origin, invoicer, attempts)
            with ThreadPoolExecutor(workers) as pool:
                futures = [pool.submit(self._press_order, line, order_id, wanted[order_id]) for order_id in wanted]
                return [notification for future in futures for notification in future.result()]

    def _press_order(self, line: _Line, order_id: str, presses: Sequence[Press]) -> list[Notification]:
        place = ("press", order_id)
        if len(presses) > 1 and self._injector.strikes("out-of-order", place):
            if self._injector.choose(2, "out-of-order", place):
                with ThreadPoolExecutor(len(presses)) as pool:
                    pressed = list(pool.map(lambda press: self._press(line, order_id, press), presses))
            else:
                pressed = [self._press(line, order_id, press) for press in reversed(presses)]
        else:
            pressed = [self._press(line, order_id, press) for press in presses]
        return [notification for notification in pressed if notification]

    def _press(self, line: _Line, order_id: str, press: Press) -> Notification | None:
        place = ("press", order_id)
        for attempt in range(line.attempts):
            if attempt:
                time.sleep(min(attempt, 5) * self._account.pace)
            notification = self._account.request(order_id, press)
            if not self._tell(line, notification):
                continue
            late = faults.LATE_DETAILS_SECONDS if self._injector.strikes("late-details", place) else 0.0
            self._account.file(notification, timedelta(seconds=late * self._account.pace))
            return notification
        return None

    def _tell(self, line: _Line, notification: Notification) -> bool:
        place = ("press", notification.order_id)
        if not self._injector.strikes("duplicate", place):
            return line.tell(notification)
        if self._injector.choose(2, "duplicate", place):
            with ThreadPoolExecutor(2) as pool:
                return any(list(pool.map(line.tell, [notification, notification])))
        return any([line.tell(notification), line.tell(notification)])


@dataclass(frozen=True, slots=True)
class _Line:
    """The line to the invoicer."""

    client: httpx.Client
    origin: str
    invoicer: Invoicer | None
    attempts: int

    def tell(self, notification: Notification) -> bool:
        """Tell the invoicer, and say whether it accepted: of several desks, one at least."""
        if self.invoicer is None:
            return True
        body = {
            "orderId": notification.order_id,
            "notificationId": notification.id,
            "callbackUrl": f"{self.origin}/_v/invoice-notifier/{notification.order_id}/invoice",
        }
        answers = [self._post(url, body, self.invoicer.headers) for url in self.invoicer.addresses(notification)]
        return any(answers)

    def _post(self, url: str, body: JsonObject, headers: Mapping[str, str]) -> bool:
        try:
            answer = self.client.post(url, json=body, headers=dict(headers))
        except httpx.RequestError:
            return False
        return answer.status_code in _ACCEPTED
