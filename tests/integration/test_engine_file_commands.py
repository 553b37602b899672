"""Files of watched folders by command, as the command line asks for them."""

from __future__ import annotations

import json
from typing import Any

from desktop_invoicer.domain.filing import FileRead, FileState, Stamp
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import BUYER_CNPJ, ORDER_ID, a_document, a_paper, an_item
from tests.counter import OPERATOR, Counter


async def ask(shop: Counter, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
    answer = await shop.commands.answer(command, arguments)
    return json.loads(json.dumps(answer))


async def listed(shop: Counter, *states: FileState) -> Any:  # noqa: ANN401 (JSON)
    return (await ask(shop, "files", states=[state.value for state in states or FileState]))["result"]


async def test_files_are_listed_by_state_and_counted(shop: Counter) -> None:
    broken = FileRead("/xml/cut.xml", Stamp(10, 1), problem=Problem(ProblemCode.KEY_CHECK_DIGIT))
    await shop.filing.take([broken, shop.folder.put("a.xml", a_paper())])

    (file,) = (await listed(shop, FileState.UNREADABLE))["files"]
    assert file["path"] == "/xml/cut.xml"
    assert file["problem"]["problem"] == "key_check_digit"
    assert file["document"] is None
    assert (await listed(shop))["counts"] == {
        "unmatched": 1,
        "proposed": 0,
        "attached": 0,
        "unreadable": 1,
        "set_aside": 0,
    }


async def test_a_file_shows_the_jobs_that_it_may_be_for_and_what_speaks_against_them(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ, items=[an_item(quantity=2)]))])
        (file,) = (await listed(shop, FileState.PROPOSED))["files"]
        (candidate,) = (await ask(shop, "file", file=file["file"]))["result"]["candidates"]

    assert (candidate["job"], candidate["order"], candidate["value"]) == (job, ORDER_ID, 9990)
    assert [problem["problem"] for problem in candidate["problems"]] == ["buyer_differs", "items_differ"]
    assert (candidate["names_order"], candidate["is_exact"], candidate["may_be_attached"]) == (False, False, True)


async def test_a_person_gives_a_file_to_a_job(shop: Counter) -> None:
    async with shop.at_work():
        await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])
        (file,) = (await listed(shop))["files"]
        attached = (await ask(shop, "attach_file", file=file["file"], job=ORDER_ID, operator=OPERATOR))["result"]

        assert attached["document"]["key"] == a_document().key.text
        assert (await listed(shop))["files"][0]["order"] == ORDER_ID


async def test_a_file_is_set_aside_and_taken_back(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("a.xml", a_paper())])
    (file,) = (await listed(shop))["files"]

    aside = (await ask(shop, "set_file_aside", file=file["file"], operator=OPERATOR))["result"]
    back = (await ask(shop, "take_file_back", file=file["file"]))["result"]

    assert (aside["state"], back["state"]) == ("set_aside", "unmatched")


async def test_a_file_that_is_not_there_is_told(shop: Counter) -> None:
    answer = await ask(shop, "file", file=9)

    assert answer["error"]["kind"] == "FileChangedError"
