"""One order: what keeps it back is told by number, honestly, and each has its one button."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.cause import Likelihood, Repair
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.scan import read_scan
from desktop_invoicer.errors import VtexUnavailableError
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.why.cause_card import CauseCard
from desktop_invoicer.ui.why.moves import Move, is_done_here, move_of
from tests.builders import a_job
from tests.ui.why.asker import Asker
from tests.ui.why.builders import OF_SHOP, ORDER, PAGE, a_cause, a_diagnosis, a_lost_key
from tests.ui.wording import cut

LIKELY = Likelihood.LIKELY


def test_a_sound_order_is_told_calmly(asker: Asker) -> None:
    asker.asks(a_diagnosis())

    assert "Nothing wrong here" in asker.text
    assert "Open the Bridge" not in asker.buttons()


def test_a_sound_order_of_a_marketplace_leads_to_the_bridge(asker: Asker) -> None:
    asker.asks(a_diagnosis(marketplace="Cnova"))
    asker.press("Open the Bridge")

    assert "If Cnova shows an earlier state" in asker.text
    assert asker.browser.opened == ["https://lojatestegavea.example/bridge"]


def test_causes_are_numbered_in_the_order_they_came(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_lost_key(), a_cause(ProblemCode.JOB_PENDING, Repair.JOB, job=7, likelihood=LIKELY)))

    cards = [card.accessibleName() for card in asker.page.findChildren(CauseCard)]
    assert [name.split(":")[0] for name in cards] == ["Cause 1", "Cause 2"]
    assert "2 things, the likeliest first" in asker.text


def test_a_cause_tells_how_sure_it_is_and_whose_turn(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_lost_key(), marketplace="Cnova"))

    assert "For certain" in asker.text
    assert "Manager: Send the right key again" in asker.text
    assert "Can be put right from here" in asker.text


def test_what_only_the_back_office_can_do_has_no_button(asker: Asker) -> None:
    xml = a_cause(ProblemCode.XML_MISSING, Repair.BACK_OFFICE, {**OF_SHOP, "embeds": 0})

    asker.asks(a_diagnosis(xml, marketplace="Cnova"))

    assert "Cannot be put right from here: by hand in the marketplace's back office" in asker.text
    assert not asker.page.findChildren(CauseCard)[0].findChildren(Button)


def test_one_thing_stands_out(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_lost_key(), a_cause(ProblemCode.JOB_PENDING, Repair.JOB, job=7)))

    assert asker.buttons("primary") == ["Send the key again…"]


def test_a_pending_job_is_led_to(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_cause(ProblemCode.JOB_PENDING, Repair.JOB, job=7)))
    asker.press("Go to the job")

    assert [job.id for job in asker.jobs] == [7]


def test_a_request_that_waits_in_vtex_is_fetched_and_led_to(asker: Asker) -> None:
    asker.desk.fetched = (a_job(job_id=9),)

    asker.asks(a_diagnosis(a_cause(ProblemCode.NOT_ASKED_FOR, Repair.REQUEST, {"order": ORDER, "requests": 1})))
    asker.press("Fetch the request")

    assert [job.id for job in asker.jobs] == [9]


def test_a_request_that_is_gone_is_told(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_cause(ProblemCode.NOT_ASKED_FOR, Repair.REQUEST, {"order": ORDER, "requests": 1})))
    asker.press("Fetch the request")

    assert "VTEX asks for nothing of this order now." in asker.text
    assert not asker.jobs


def fetching(asker: Asker) -> None:
    """Fetch the request of an order, and look at another one before VTEX has said anything."""
    asker.asks(a_diagnosis(a_cause(ProblemCode.NOT_ASKED_FOR, Repair.REQUEST, {"order": ORDER, "requests": 1})))
    asker.desk.waits = True
    asker.press("Fetch the request")
    asker.page.order.show_diagnosis(a_diagnosis(order="v70530117str-01"))


def test_a_request_that_is_gone_is_not_told_over_another_order(asker: Asker) -> None:
    fetching(asker)

    asker.desk.go_on()
    asker.settle()

    assert asker.desk.asked[-1] == f"add {ORDER}"
    assert not asker.page.order.notice.text


def test_a_request_that_was_fetched_does_not_lead_away_from_another_order(asker: Asker) -> None:
    asker.desk.fetched = (a_job(job_id=9),)
    fetching(asker)

    asker.desk.go_on()
    asker.settle()

    assert not asker.jobs
    assert asker.workplace.toasts.text == f"1 request found for order {ORDER}."


def test_the_page_where_it_is_put_right_is_opened(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_cause(ProblemCode.INVOICED_SHORT, Repair.ADMIN, {"open": 10}, link=PAGE)))
    asker.press("Open in VTEX", asker.page.order.answer)

    assert asker.browser.opened == [PAGE]


def test_what_takes_time_is_asked_again(asker: Asker) -> None:
    asker.asks(a_diagnosis(a_cause(ProblemCode.CHANGE_IN_FLIGHT, Repair.WAIT)))
    asker.press("Ask again", asker.page.order.answer)

    assert asker.desk.asked[-1] == f"order lojatestegavea {ORDER}"


@pytest.mark.parametrize(
    ("repair", "facts", "move"),
    [
        (Repair.JOB, {}, Move.JOB),
        (Repair.NOTHING, {}, Move.JOB),
        (Repair.SEND_KEY, {}, Move.KEY),
        (Repair.REQUEST, {"requests": 1}, Move.FETCH),
        (Repair.REQUEST, {}, Move.JOB),
        (Repair.WAIT, {}, Move.AGAIN),
        (Repair.ADMIN, {}, Move.LINK),
        (Repair.SUPPORT, {}, Move.LINK),
        (Repair.BRIDGE, {}, Move.LINK),
    ],
)
def test_each_repair_has_its_one_move(repair: Repair, facts: dict[str, str | int], move: Move) -> None:
    assert move_of(a_cause(ProblemCode.NOT_ASKED_FOR, repair, facts, link=PAGE, job=7)) is move


@pytest.mark.parametrize("repair", [Repair.ADMIN, Repair.BRIDGE, Repair.SUPPORT, Repair.BACK_OFFICE, Repair.NOTHING])
def test_nothing_is_promised_that_only_others_can_do(repair: Repair) -> None:
    assert not is_done_here(a_cause(ProblemCode.ORDER_GONE, repair, link=PAGE, job=7))


def test_several_orders_are_offered(asker: Asker) -> None:
    asker.asks(a_diagnosis(order="v70530116str-01"), a_diagnosis(order="v70530117str-01"), text="v705301")
    asker.press("v70530117str-01")

    assert asker.page.order.diagnosis is not None
    assert asker.page.order.diagnosis.order_id == "v70530117str-01"
    assert "v70530116str-01" not in asker.buttons()


def test_an_order_that_nobody_knows_is_told(asker: Asker) -> None:
    asker.asks(a_diagnosis(), text="v99999999str-01")

    assert "v99999999str-01" in asker.page.order.notice.text
    assert asker.page.order.diagnosis is None


def test_a_vtex_that_does_not_answer_is_told(asker: Asker) -> None:
    asker.desk.refusal = VtexUnavailableError("HTTP 503")

    asker.asks(a_diagnosis())

    assert asker.page.order.notice.text
    assert asker.page.order.diagnosis is None


def test_a_scan_is_asked_about_and_judged(asker: Asker) -> None:
    asker.desk.know(a_diagnosis())

    with asker.qtbot.waitSignal(asker.page.scan_judged) as judged:
        asker.page.take_scan(read_scan(ORDER))

    assert judged.args == [True, ""]
    assert asker.page.order.diagnosis is not None


def test_a_damaged_key_is_not_asked_about(asker: Asker) -> None:
    asker.asks(a_diagnosis(), text="1" * 44)

    assert not asker.desk.asked
    assert asker.page.order.notice.text


def test_an_answer_to_an_earlier_question_is_dropped(asker: Asker) -> None:
    asker.desk.know(a_diagnosis(order="v70530116str-01"), a_diagnosis(order="v70530117str-01"))

    asker.page.order.ask_meant("v70530116str-01")
    asker.page.order.ask_meant("v70530117str-01")
    asker.settle()

    assert asker.page.order.diagnosis is not None
    assert asker.page.order.diagnosis.order_id == "v70530117str-01"


def test_the_job_in_view_elsewhere_is_asked_about(asker: Asker) -> None:
    asker.desk.know(a_diagnosis())

    asker.page.show_job(a_job(order_id=ORDER))
    asker.settle()

    assert asker.desk.asked == [f"order lojatestegavea {ORDER}"]
    assert "Nothing wrong here" in asker.text


def test_commands_are_possible_once_there_is_an_answer(asker: Asker) -> None:
    assert not asker.page.possible

    asker.asks(a_diagnosis())

    assert asker.page.possible == {Command.RETRY, Command.OPEN_IN_VTEX, Command.COPY_ORDER}


def test_f10_opens_the_order(asker: Asker) -> None:
    asker.asks(a_diagnosis())
    asker.page.perform(Command.OPEN_IN_VTEX)
    asker.settle()

    assert asker.browser.opened == [PAGE]


def test_an_answer_follows_the_theme(asker: Asker, theme: Theme) -> None:
    asker.asks(a_diagnosis(a_lost_key()))
    theme.apply(scale=150)
    asker.settle()

    assert [card.isVisible() for card in asker.page.order.answer.findChildren(CauseCard)] == [True]


def test_the_order_stays_readable_in_large_letters(asker: Asker, theme: Theme) -> None:
    theme.apply(scale=200)
    asker.asks(a_diagnosis())
    asker.page.window().resize(1000, 700)
    asker.settle()

    field = asker.page.order.field
    assert asker.page.window().width() == 1000
    assert field.width() > field.fontMetrics().horizontalAdvance(ORDER) + 60
    assert not list(cut(asker.page.order))
