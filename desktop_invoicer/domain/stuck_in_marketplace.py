"""Why an order that VTEX has invoices of keeps an earlier state in its marketplace (facts: VTEX, section 7)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.domain.invoice_key import find_defect
from desktop_invoicer.domain.marketplaces import Demand, MarketplaceRule
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import EarlierInvoice
from desktop_invoicer.domain.order_case import OrderCase
from desktop_invoicer.domain.problem import Problem, ProblemCode

Facts = dict[str, str | int]

_ROOT = 8
"""Characters of a CNPJ that name the company; the next four name its place."""


def causes(case: OrderCase) -> Iterator[Cause]:
    """Give what is wrong with each invoice, and whether VTEX's workflow stopped."""
    for invoice in case.outputs:
        if invoice.key in case.sight.cancelled and not _came_back(case, invoice):
            yield case.cause(Problem(ProblemCode.KEY_CANCELLED, {"number": invoice.number}), Repair.ADMIN)
        elif case.rule is not None:
            yield from _of_key(case, case.rule, invoice)
        if case.rule is not None:
            yield from _of_xml(case, case.rule, invoice)
    if case.order.is_in_error:
        yield _of_workflow(case)


def _of_key(case: OrderCase, rule: MarketplaceRule, invoice: EarlierInvoice) -> Iterator[Cause]:
    facts: Facts = {"number": invoice.number, "marketplace": rule.name, "back_office": rule.back_office}
    is_demanded = case.sight.policy.demands_key(rule.name)
    repair = _repair_of_key(case, invoice)
    defect = find_defect(invoice.key)
    if not invoice.key:
        likelihood = _likelihood(rule.key, or_likely=is_demanded)
        problem = Problem(ProblemCode.KEY_MISSING, {**facts, "required": int(rule.key is Demand.REQUIRED)})
        yield case.cause(problem, repair, likelihood)
    elif defect is not None:
        problem = Problem(ProblemCode.KEY_INVALID, {**facts, "key": invoice.key, "defect": defect.value})
        yield case.cause(problem, repair, _likelihood(rule.key, or_likely=True))
    elif case.sight.cnpj and (issuer := _issuer(invoice.key)) != case.sight.cnpj:
        problem = Problem(ProblemCode.KEY_NOT_OURS, {**facts, "document": issuer, "store": case.sight.cnpj})
        is_branch = issuer[:_ROOT] == case.sight.cnpj[:_ROOT]  # the company's own, from another of its places
        yield case.cause(problem, repair, Likelihood.POSSIBLE if is_branch else Likelihood.LIKELY)


def _repair_of_key(case: OrderCase, invoice: EarlierInvoice) -> Repair:
    """Tell how a key gets there: where VTEX did not take one that was sent again, only people can see to it."""
    if invoice.number in case.sight.untaken:
        return Repair.BACK_OFFICE
    return Repair.ADMIN if case.left else Repair.SEND_KEY  # of a part, a number sent again could be booked twice


def _of_xml(case: OrderCase, rule: MarketplaceRule, invoice: EarlierInvoice) -> Iterator[Cause]:
    if invoice.has_xml or rule.xml is Demand.UNKNOWN:
        return
    facts: Facts = {"number": invoice.number, "marketplace": rule.name, "back_office": rule.back_office}
    problem = Problem(ProblemCode.XML_MISSING, {**facts, "embeds": int(case.sight.policy.embeds_xml)})
    yield case.cause(problem, Repair.BACK_OFFICE, _likelihood(rule.xml, or_likely=True))


def _of_workflow(case: OrderCase) -> Cause:
    """Tell where the error stands: of a marketplace's order in the Bridge, of another one in the order itself."""
    if case.rule is None:
        return case.cause(Problem(ProblemCode.BRIDGE_ERROR), Repair.SUPPORT)
    facts: Facts = {"marketplace": case.rule.name, "false_alarms": int(case.rule.has_false_alarms)}
    return case.cause(Problem(ProblemCode.BRIDGE_ERROR, facts), Repair.BRIDGE)


def _came_back(case: OrderCase, invoice: EarlierInvoice) -> bool:
    """Tell whether VTEX knows that the sale of a cancelled note was undone."""
    back = [each for each in case.order.invoices if each.type is InvoiceType.INPUT]
    return any(each.key == invoice.key for each in back) or sum(each.value for each in back) >= case.invoiced


def _likelihood(demand: Demand, *, or_likely: bool) -> Likelihood:
    if demand is Demand.REQUIRED:
        return Likelihood.CERTAIN
    return Likelihood.LIKELY if or_likely or demand is Demand.WANTED else Likelihood.POSSIBLE


def _issuer(key: str) -> str:
    read = read_access_key(key)
    return read.cnpj if isinstance(read, AccessKey) else ""
