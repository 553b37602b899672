"""Which document is due, and why (design.md, section 4; facts: fiscal, section 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import Choices, DocumentModel, Presence, Setting
from desktop_invoicer.domain.decision import Against, Decision, Missing, Reason, decide, facts_of
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Address, Channel, Order
from desktop_invoicer.domain.policy import Environment, StorePolicy
from desktop_invoicer.domain.rules import BuyerKind, Effect, Handover, Rule, RulePack, SaleFacts
from tests.builders import (
    BUYER_CNPJ,
    NOW,
    a_buyer,
    a_draft,
    a_draft_line,
    a_line,
    a_store,
    an_order,
    the_rules,
)

NFE, NFCE = DocumentModel.NFE, DocumentModel.NFCE
TODAY = date(2026, 11, 20)
EVERYTHING = frozenset({Missing.BUYER_TAX_ID, Missing.BUYER_NAME, Missing.BUYER_ADDRESS})
SALE = SaleFacts(TODAY, Operation.SALE, Handover.PICKUP, BuyerKind.PERSON, Cents(9990), store_uf="RJ", known=EVERYTHING)
ANONYMOUS = replace(SALE, buyer=BuyerKind.NOBODY, known=frozenset())
COMPANY = replace(SALE, buyer=BuyerKind.COMPANY)
DELIVERY = replace(SALE, handover=Handover.DELIVERY, presence=Presence.DISTANCE, is_in_store=False, destination_uf="RJ")
RETURNS = [operation for operation in Operation if operation is not Operation.SALE]
HOME = Address(street="Rua das Acácias", number="10", city="Rio de Janeiro", state="RJ", postal_code="22451-000")

cases = st.builds(
    SaleFacts,
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    operation=st.sampled_from(Operation),
    handover=st.sampled_from(Handover),
    buyer=st.sampled_from(BuyerKind),
    value=st.sampled_from([1, 9990, 999_999, 1_000_000, 20_000_000, 20_000_001]).map(Cents),
    presence=st.sampled_from(Presence),
    is_in_store=st.booleans(),
    store_uf=st.sampled_from(["", "RJ", "SP"]),
    destination_uf=st.sampled_from(["", "RJ", "SP"]),
    environment=st.sampled_from(Environment),
    known=st.frozensets(st.sampled_from(sorted(EVERYTHING))),
    is_masked=st.booleans(),
)
models = st.sampled_from(DocumentModel)
choices = st.builds(
    Choices,
    delivery=models,
    company_buyer=models,
    identified_buyer=models,
    pickup=st.sampled_from(Presence),
)


def a_choosing_store(chosen: Choices | None = None) -> StorePolicy:
    return replace(a_store(), choices=chosen or Choices())


def decided(facts: SaleFacts, chosen: Choices | None = None, rules: RulePack | None = None) -> Decision:
    return decide(facts, a_choosing_store(chosen), rules or the_rules())


def changed(name: str, **changes: object) -> RulePack:
    """Give the shipped rules with one of them changed."""
    pack = the_rules()
    rules = tuple(replace(rule, **changes) if rule.name == name else rule for rule in pack.rules)  # type: ignore[arg-type]
    return replace(pack, rules=rules)


# sales that are taken along


def test_a_pickup_without_identified_buyer_takes_an_nfce_and_nothing_else() -> None:
    decision = decided(ANONYMOUS)

    assert (decision.model, decision.reasons) == (NFCE, (Reason.PICKUP_ANONYMOUS,))
    assert (decision.alternatives, decision.against) == ((), Against.BUYER_UNKNOWN)
    assert decision.missing == ()


def test_a_pickup_with_cpf_takes_an_nfce_and_may_take_an_nfe() -> None:
    decision = decided(SALE)

    assert (decision.model, decision.reasons) == (NFCE, (Reason.PICKUP_IDENTIFIED,))
    assert (decision.alternatives, decision.against) == ((NFE,), Against.UNUSUAL)


def test_a_company_that_picks_up_takes_an_nfe_and_may_take_an_nfce() -> None:
    decision = decided(COMPANY)

    assert (decision.model, decision.reasons) == (NFE, (Reason.COMPANY_BUYER,))
    assert (decision.alternatives, decision.against) == ((NFCE,), Against.UNUSUAL)
    assert Reason.COMPANY_BAN_REVOKED in decision.notes


def test_an_nfce_to_a_company_tells_what_it_does_not_give() -> None:
    notes = decided(COMPANY, Choices(company_buyer=NFCE)).notes

    assert {Reason.NFCE_GIVES_NO_CREDIT, Reason.NO_NFE_AFTERWARDS} <= set(notes)


@given(day=st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_the_ban_of_an_nfce_to_a_company_was_revoked_before_it_began(day: date) -> None:
    assert NFCE in decided(replace(COMPANY, day=day)).alternatives


@pytest.mark.parametrize(("day", "is_banned"), [(date(2026, 5, 3), False), (date(2026, 5, 4), True)])
def test_rules_that_do_not_know_of_the_revocation_ban_the_nfce(day: date, *, is_banned: bool) -> None:
    decision = decided(replace(COMPANY, day=day), rules=changed("company_ban", revoked=None))

    assert (Reason.COMPANY_BANNED in decision.reasons) is is_banned
    assert (decision.alternatives == ()) is is_banned


@pytest.mark.parametrize(("value", "model"), [(20_000_000, NFCE), (20_000_001, NFE)], ids=["at_the_ceiling", "above"])
def test_a_sale_above_the_ceiling_takes_an_nfe(value: int, model: DocumentModel) -> None:
    decision = decided(replace(SALE, value=Cents(value)))

    assert decision.model is model
    assert (Reason.ABOVE_CEILING in decision.reasons) == (model is NFE)


def test_a_state_may_have_a_ceiling_of_its_own() -> None:
    (national,) = [rule for rule in the_rules().rules if rule.name == "ceiling"]
    lower = replace(national, uf=frozenset({"RJ"}), when=replace(national.when, above=Cents(5000)))
    rules = replace(the_rules(), rules=(*the_rules().rules, lower))

    assert decided(SALE, rules=rules).model is NFE
    assert decided(replace(SALE, store_uf="SP"), rules=rules).model is NFCE


@pytest.mark.parametrize(("value", "missing"), [(999_999, ()), (1_000_000, (Missing.BUYER_TAX_ID,))])
def test_from_ten_thousand_reais_on_the_buyer_is_named(value: int, missing: tuple[Missing, ...]) -> None:
    assert decided(replace(ANONYMOUS, value=Cents(value))).missing == missing


# sales at a distance


def test_a_delivery_takes_an_nfe_and_may_take_an_nfce() -> None:
    decision = decided(DELIVERY)

    assert (decision.model, decision.reasons) == (NFE, (Reason.DELIVERY,))
    assert (decision.alternatives, decision.missing) == ((NFCE,), ())
    assert decision.notes == (Reason.SMALL_DANFE,)


def test_a_part_that_is_delivered_makes_the_whole_a_delivery_and_is_told() -> None:
    decision = decided(replace(DELIVERY, handover=Handover.MIXED))

    assert (decision.model, decision.reasons) == (NFE, (Reason.MIXED_CHANNELS,))


def test_a_delivery_to_another_state_says_so_first_and_leaves_no_choice() -> None:
    decision = decided(replace(DELIVERY, destination_uf="SP"))

    assert decision.reasons == (Reason.OTHER_STATE, Reason.DELIVERY)
    assert (decision.alternatives, decision.against) == ((), Against.RULED_OUT)


def test_a_demand_of_the_law_overrules_the_choice_of_the_store() -> None:
    decision = decided(replace(DELIVERY, destination_uf="SP"), Choices(delivery=NFCE))

    assert (decision.model, decision.reasons) == (NFE, (Reason.OTHER_STATE,))


def test_states_that_are_not_known_are_named_as_gaps() -> None:
    decision = decided(replace(DELIVERY, store_uf="", destination_uf=""))

    assert decision.reasons == (Reason.DELIVERY,)
    assert decision.missing == (Missing.STORE_UF, Missing.DESTINATION_UF)


@pytest.mark.parametrize("unknown", ["store_uf", "destination_uf"])
def test_goods_that_may_leave_the_state_take_no_nfce_as_an_alternative(unknown: str) -> None:
    decision = decided(replace(DELIVERY, **{unknown: ""}))  # type: ignore[arg-type]

    assert (decision.model, decision.alternatives, decision.against) == (NFE, (), Against.STATE_UNKNOWN)


@pytest.mark.parametrize(("day", "asks"), [(date(2026, 8, 2), False), (date(2026, 8, 3), True)])
def test_a_sale_at_a_distance_names_the_buyer_since_august_2026(day: date, *, asks: bool) -> None:
    pickup = replace(ANONYMOUS, presence=Presence.DISTANCE, is_in_store=False, day=day)

    expected = (Missing.BUYER_TAX_ID, Missing.BUYER_ADDRESS) if asks else ()
    assert decided(pickup).missing == expected


def test_an_nfce_for_a_delivery_names_the_buyer_at_any_time() -> None:
    facts = replace(DELIVERY, day=date(2026, 1, 2), buyer=BuyerKind.NOBODY, known=frozenset())

    assert decided(facts, Choices(delivery=NFCE)).missing == (Missing.BUYER_TAX_ID, Missing.BUYER_ADDRESS)


def test_a_pickup_without_a_buyer_tells_that_the_law_is_not_settled() -> None:
    assert decided(replace(ANONYMOUS, is_in_store=False)).notes == (Reason.PICKUP_UNSETTLED,)
    assert decided(ANONYMOUS).notes == ()


@pytest.mark.parametrize(
    ("known", "is_masked", "missing"),
    [
        (EVERYTHING, False, ()),
        (EVERYTHING - {Missing.BUYER_NAME}, False, (Missing.BUYER_NAME,)),
        (frozenset(), False, (Missing.BUYER_TAX_ID, Missing.BUYER_NAME, Missing.BUYER_ADDRESS)),
        (EVERYTHING - {Missing.BUYER_NAME}, True, (Missing.UNMASKED_DATA, Missing.BUYER_NAME)),
    ],
    ids=["nothing", "name", "all", "masked"],
)
def test_an_nfe_tells_what_it_misses_of_the_buyer(
    known: frozenset[Missing], missing: tuple[Missing, ...], *, is_masked: bool
) -> None:
    assert decided(replace(DELIVERY, known=known, is_masked=is_masked)).missing == missing


def test_hidden_data_does_not_matter_where_none_is_needed() -> None:
    assert decided(replace(ANONYMOUS, is_masked=True)).missing == ()


def test_a_document_that_lacks_the_buyer_is_no_alternative() -> None:
    decision = decided(replace(DELIVERY, buyer=BuyerKind.NOBODY, known=frozenset()))

    assert (decision.alternatives, decision.against) == ((), Against.BUYER_UNKNOWN)


# what comes back


@pytest.mark.parametrize("operation", RETURNS)
@pytest.mark.parametrize("buyer", list(BuyerKind))
def test_every_return_takes_an_nfe_and_nothing_else(operation: Operation, buyer: BuyerKind) -> None:
    decision = decided(replace(SALE, operation=operation, buyer=buyer))

    reason = Reason.LATE_CANCELLATION if operation is Operation.CANCELLATION else Reason.RETURN
    assert (decision.model, decision.reasons) == (NFE, (reason,))
    assert (decision.alternatives, decision.against) == ((), Against.RULED_OUT)


def test_a_return_from_another_state_says_both() -> None:
    facts = replace(DELIVERY, operation=Operation.RETURN, destination_uf="SP")

    assert decided(facts).reasons == (Reason.RETURN, Reason.OTHER_STATE)


def test_a_return_without_buyer_needs_nobodys_data_and_names_the_store() -> None:
    decision = decided(replace(ANONYMOUS, operation=Operation.RETURN))

    assert decision.missing == ()
    assert decision.notes == (Reason.RETURN_WITHOUT_BUYER, Reason.RETURN_NAMES_ITEMS)


def test_a_return_of_a_buyer_whom_vtex_hides_needs_the_data() -> None:
    decision = decided(replace(ANONYMOUS, operation=Operation.RETURN, is_masked=True))

    assert decision.missing == (Missing.UNMASKED_DATA, Missing.BUYER_TAX_ID, Missing.BUYER_NAME)


@pytest.mark.parametrize(("uf", "note"), [("RJ", Reason.CANCELLATION_ALSO_LATE), ("SP", Reason.CANCELLATION_WINDOW)])
def test_how_long_a_cancellation_is_taken_depends_on_the_state(uf: str, note: Reason) -> None:
    assert decided(replace(SALE, operation=Operation.CANCELLATION, store_uf=uf)).notes == (note,)


# what the store chooses


@pytest.mark.parametrize(
    ("facts", "chosen", "model", "reasons"),
    [
        (DELIVERY, Choices(delivery=NFCE), NFCE, (Reason.DELIVERY, Reason.STORE_CHOICE)),
        (COMPANY, Choices(company_buyer=NFCE), NFCE, (Reason.COMPANY_BUYER, Reason.STORE_CHOICE)),
        (SALE, Choices(identified_buyer=NFE), NFE, (Reason.PICKUP_IDENTIFIED, Reason.STORE_CHOICE)),
    ],
    ids=[setting.value for setting in Setting],
)
def test_the_store_decides_where_the_law_leaves_it_open(
    facts: SaleFacts, chosen: Choices, model: DocumentModel, reasons: tuple[Reason, ...]
) -> None:
    decision = decided(facts, chosen)

    assert (decision.model, decision.reasons) == (model, reasons)
    assert decision.against is Against.STORE_CHOICE


def test_of_two_choices_the_stricter_counts() -> None:
    to_a_company = replace(DELIVERY, buyer=BuyerKind.COMPANY)

    decision = decided(to_a_company, Choices(delivery=NFCE))

    assert (decision.model, decision.reasons) == (NFE, (Reason.COMPANY_BUYER,))


# where it comes from


def test_every_rule_that_spoke_is_named_with_its_source_and_its_dates() -> None:
    decision = decided(replace(ANONYMOUS, presence=Presence.DISTANCE, is_in_store=False))

    assert decision.rules_date == the_rules().as_of
    by_rule = {ground.rule: ground for ground in decision.grounds}
    assert list(by_rule) == ["final_consumer", "at_a_distance"]
    assert by_rule["at_a_distance"].valid_from == date(2026, 8, 3)
    assert by_rule["at_a_distance"].certainty is Certainty.LIKELY
    assert all(ground.source and ground.checked_on <= the_rules().as_of for ground in decision.grounds)


def test_a_rule_of_the_state_itself_is_told_as_such() -> None:
    decision = decided(replace(SALE, operation=Operation.CANCELLATION, store_uf="RJ"))

    assert {ground.rule: ground.uf for ground in decision.grounds}["cancellation_window"] == "RJ"
    assert decision.grounds[0].uf == ""


def test_a_test_document_is_told_as_one() -> None:
    assert Reason.TEST_DOCUMENT in decided(replace(SALE, environment=Environment.HOMOLOGATION)).notes


# any combination


@given(facts=cases, chosen=choices)
def test_exactly_one_model_is_due_with_a_reason_and_a_source(facts: SaleFacts, chosen: Choices) -> None:
    decision = decided(facts, chosen)

    assert decision.reasons
    assert decision.grounds
    assert decision.model not in decision.alternatives
    assert decision.against is not None


@given(facts=cases, chosen=choices)
def test_what_the_law_demands_is_due_whatever_the_store_chooses(facts: SaleFacts, chosen: Choices) -> None:
    demanded = {rule.model for rule in speaking(facts) if rule.effect is Effect.REQUIRE}

    decision = decided(facts, chosen)

    assert demanded <= {decision.model}
    assert not demanded or decision.alternatives == ()


@given(facts=cases, chosen=choices)
def test_what_is_asked_and_not_known_is_named(facts: SaleFacts, chosen: Choices) -> None:
    decision = decided(facts, chosen)

    asked = {
        what
        for rule in speaking(facts)
        if rule.effect is Effect.ASK and rule.is_about(decision.model)
        for what in rule.asks
    }
    assert asked - facts.known == set(decision.missing) & EVERYTHING


@given(facts=cases, chosen=choices)
def test_an_alternative_is_never_an_nfe_for_nobody(facts: SaleFacts, chosen: Choices) -> None:
    decision = decided(facts, chosen)

    assert NFE not in decision.alternatives or Missing.BUYER_TAX_ID in facts.known


def speaking(facts: SaleFacts) -> list[Rule]:
    return [rule for rule in the_rules().in_force(facts.day, facts.store_uf) if rule.when.holds(facts)]


REACHING: list[SaleFacts] = [
    replace(facts, **circumstances, day=day)
    for day in (date(2026, 1, 2), TODAY)
    for facts in (
        SALE,
        ANONYMOUS,
        COMPANY,
        DELIVERY,
        *(replace(base, operation=operation) for base in (SALE, ANONYMOUS) for operation in Operation),
    )
    for circumstances in (
        {},
        {"store_uf": "SP"},
        {"handover": Handover.MIXED, "destination_uf": "SP"},
        {"value": Cents(1_000_000)},
        {"value": Cents(20_000_001)},
        {"presence": Presence.DISTANCE, "is_in_store": False},
        {"is_masked": True},
        {"is_in_store": False},
        {"environment": Environment.HOMOLOGATION},
    )
]


def test_every_rule_is_reached_by_some_case_save_the_one_that_never_began() -> None:
    heard = {
        (ground.rule, ground.reason)
        for facts in REACHING
        for chosen in (Choices(), Choices(NFCE, NFCE, NFE))
        for ground in decided(facts, chosen).grounds
    }

    assert {(rule.name, rule.reason) for rule in the_rules().rules} - heard == {("company_ban", Reason.COMPANY_BANNED)}


def test_every_reason_is_given_by_some_rule_or_by_the_store() -> None:
    assert {rule.reason for rule in the_rules().rules} | {Reason.STORE_CHOICE} == set(Reason)


# from the order to what the rules look at


def facts(order: Order, *channels: Channel, store: StorePolicy | None = None, now: datetime = NOW) -> SaleFacts:
    draft = a_draft(lines=[a_draft_line(index, channel=channel) for index, channel in enumerate(channels)])
    return facts_of(draft, order, store or a_store(), now)


def test_the_day_is_that_of_brasilia() -> None:
    late = datetime(2026, 8, 3, 2, 59, tzinfo=UTC)

    assert facts(an_order(), Channel.PICKUP, now=late).day == date(2026, 8, 2)
    assert facts(an_order(), Channel.PICKUP, now=late + timedelta(minutes=1)).day == date(2026, 8, 3)


@pytest.mark.parametrize(
    ("channels", "handover"),
    [
        ([Channel.PICKUP], Handover.PICKUP),
        ([Channel.DELIVERY], Handover.DELIVERY),
        ([Channel.PICKUP, Channel.DELIVERY], Handover.MIXED),
        ([], Handover.PICKUP),
    ],
)
def test_only_the_asked_items_tell_how_the_goods_reach_the_buyer(channels: list[Channel], handover: Handover) -> None:
    order = an_order(lines=[a_line(0), a_line(1), a_line(2, channel=Channel.DELIVERY)])

    assert facts(order, *channels).handover is handover


@pytest.mark.parametrize(
    ("buyer", "kind"),
    [
        (a_buyer(), BuyerKind.PERSON),
        (a_buyer(tax_id=""), BuyerKind.NOBODY),
        (a_buyer(tax_id=BUYER_CNPJ, is_company=True), BuyerKind.COMPANY),
    ],
    ids=["cpf", "nobody", "cnpj"],
)
def test_a_buyer_is_what_the_tax_id_says(buyer: object, kind: BuyerKind) -> None:
    assert facts(an_order(buyer=buyer), Channel.PICKUP).buyer is kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("is_in_store", "channel", "pickup", "presence"),
    [
        (True, Channel.PICKUP, Presence.DISTANCE, Presence.IN_PERSON),
        (True, Channel.DELIVERY, Presence.DISTANCE, Presence.IN_PERSON),
        (False, Channel.PICKUP, Presence.IN_PERSON, Presence.IN_PERSON),
        (False, Channel.PICKUP, Presence.DISTANCE, Presence.DISTANCE),
        (False, Channel.DELIVERY, Presence.IN_PERSON, Presence.DISTANCE),
    ],
)
def test_the_store_says_what_the_pickup_of_an_online_order_is(
    channel: Channel, pickup: Presence, presence: Presence, *, is_in_store: bool
) -> None:
    store = a_choosing_store(Choices(pickup=pickup))

    assert facts(an_order(is_in_store=is_in_store), channel, store=store).presence is presence


@pytest.mark.parametrize(
    ("address", "is_known"),
    [(HOME, True), (replace(HOME, number=""), True), (replace(HOME, street=""), False), (None, False)],
    ids=["whole", "no_number", "no_street", "none"],
)
def test_an_address_is_known_when_a_document_can_name_it(address: Address | None, *, is_known: bool) -> None:
    line = replace(a_line(channel=Channel.DELIVERY), address=address)

    known = facts(an_order(lines=[line]), Channel.DELIVERY).known

    assert (Missing.BUYER_ADDRESS in known) is is_known


def test_a_pickup_tells_no_address() -> None:
    assert facts(an_order(), Channel.PICKUP).known == {Missing.BUYER_TAX_ID, Missing.BUYER_NAME}
    assert facts(an_order(buyer=a_buyer(name="", tax_id="")), Channel.PICKUP).known == frozenset()


def test_models_have_the_names_that_people_write() -> None:
    assert [model.label for model in DocumentModel] == ["NF-e", "NFC-e"]
