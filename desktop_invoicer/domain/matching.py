"""Which job a document is for, when nobody says so: the order or the sale it names, else value, buyer and items.

A document that could serve two jobs, or that fits one not quite, is never attached by itself: a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from desktop_invoicer.domain.check import WORST_FIRST, Check, CheckName, Verdict
from desktop_invoicer.domain.document import DocumentContent, DocumentKind, Paper
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.fit import is_plain, is_proved
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.scan import ScanKind, read_scan

_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")
_DIGITS_OF_AN_ORDER = 5
"""A word with fewer digits names no order."""
_MOST_NAMES = 100
"""So many words of a document are kept; one that has more is a list, not a note."""
_LONGEST_TEXT = 5000
"""What infCpl, the longest of these texts, has room for."""
MOST_OF_A_VALUE = 20
"""So many jobs and files of one value are looked at for each other: more are no help to anybody, but may be rivals."""
_COMPARED = frozenset({CheckName.BUYER, CheckName.ITEMS, CheckName.VALUE})


def order_name(order_id: str) -> str:
    """Give an order id as it is compared: ``xPed`` has room for 15 characters, so hyphens may be left out."""
    return order_id.replace("-", "").upper()


def orders_named(content: DocumentContent | None) -> frozenset[str]:
    """Give the words of a document that may be order ids, as ``order_name`` writes them."""
    if content is None:
        return frozenset()
    words = set(map(order_name, _words(content)))
    likely = sorted(word for word in words if sum(map(str.isdigit, word)) >= _DIGITS_OF_AN_ORDER)
    return frozenset(likely[:_MOST_NAMES])


def names_some_order(content: DocumentContent) -> bool:
    """Tell whether a document names an order, whichever it is."""
    return any(read_scan(word).kind is ScanKind.ORDER for word in _words(content))


def names(content: DocumentContent | None, order_id: OrderId) -> bool:
    """Tell whether a document names an order."""
    return order_name(order_id) in orders_named(content)


def originals_named(paper: Paper) -> frozenset[str]:
    """Give the keys of the documents that a document takes back, as far as it names any."""
    if paper.document.kind is DocumentKind.CANCELLATION:
        return frozenset({paper.document.key.text})
    return frozenset() if paper.content is None else frozenset(paper.content.references[:_MOST_NAMES])


def takes_back(checks: Iterable[Check]) -> bool:
    """Tell whether a document names what the order of a return was sold with: that is as good as its number."""
    return any((check.name, check.verdict) == (CheckName.ORIGINAL, Verdict.OK) for check in checks)


def may_be_exact(content: DocumentContent | None, order_id: OrderId) -> bool:
    """Tell whether a document is worth comparing with a job of the order: its content is known, of no other order."""
    if content is None:
        return False
    return not any(_names_another(word, order_id) for word in _words(content))  # whose request may be still to come


def is_exact(checks: Sequence[Check], content: DocumentContent | None, order_id: OrderId) -> bool:
    """Tell whether a document is beyond doubt the one that a job of the order waits for.

    Nothing is wrong and nothing to be looked at, its content is proved, and it names the order and no other; or it
    names none at all, the order's buyer is the one it names, and value and items are those of the job.
    """
    if not (may_be_exact(content, order_id) and is_proved(checks) and is_plain(checks)):
        return False
    if names(content, order_id):
        return True
    verdicts = {check.name: check.verdict for check in checks}
    buyers = next((check for check in checks if check.name is CheckName.BUYER), None)
    is_same_buyer = buyers is not None and buyers.found is not None and buyers.found == buyers.expected
    return is_same_buyer and all(verdicts.get(name) is Verdict.OK for name in _COMPARED)


def best_first(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Order candidates by how likely they are: exact, naming the order, with the least that is wrong, oldest first."""

    def rank(match: Match) -> tuple[object, ...]:
        verdicts = [check.verdict for check in match.checks]
        wrong = [verdicts.count(verdict) for verdict in WORST_FIRST[:-1]]
        file = 0 if match.file is None else match.file.id
        return (not match.is_exact, not match.names_order, wrong, match.job.id, file)

    return tuple(sorted(matches, key=rank))


def sure_match(of_file: Sequence[Match], of_job: Sequence[Match], candidates: int) -> Match | None:
    """Give the one match of a file that a person would only nod at, or ``None``.

    ``of_file`` are the jobs that a file may be for, ``of_job`` the files for the best of them, each ``best_first`` and
    at least all that are exact; ``candidates`` says how many there were to choose from.
    Requests of one order that ask for the same items are alike: the oldest takes the document, as long as there are no
    more documents than requests. What a job had and was not to keep is given to another by a person only.
    """
    jobs = [match for match in of_file if match.is_exact]
    documents = {match.document.key for match in of_job if match.is_exact}
    orders = {(match.job.account, match.job.order_id) for match in jobs}
    was_freed = any(match.file is not None and match.file.was_freed for match in jobs)
    if len(orders) != 1 or len(documents) > len(jobs) or was_freed:
        return None
    has_rivals = candidates >= MOST_OF_A_VALUE and not jobs[0].names_order
    are_alike = len(jobs) == 1 or all(map(_has_its_items, jobs))
    return jobs[0] if are_alike and not has_rivals else None


def _has_its_items(match: Match) -> bool:
    return any((check.name, check.verdict) == (CheckName.ITEMS, Verdict.OK) for check in match.checks)


def _words(content: DocumentContent) -> Iterator[str]:
    for text in (*content.order_texts, *(item.order_text for item in content.items)):
        yield from _WORD.findall(text[:_LONGEST_TEXT])


def _names_another(word: str, order_id: OrderId) -> bool:
    """Tell whether a word is an order's id, and neither this one's nor a part of it: marketplaces put words before."""
    return read_scan(word).kind is ScanKind.ORDER and order_name(word) not in order_name(order_id)


def meant_match(matches: Sequence[Match]) -> Match | None:
    """Give the one job that a document which a person brought can only be meant for, or ``None``.

    ``matches`` are ``best_first``. Jobs of the order that the document names go before all others, and what may be
    attached before what may not.
    """
    likely = [match for match in matches if match.names_order] or matches
    fitting = [match for match in likely if match.may_be_attached]
    alone = (group[0] for group in (likely, fitting) if len(group) == 1)
    return sure_match(likely, (), len(likely)) or next(alone, None)
