"""How the simulated fiscal program leaves its XML in a folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.errors import NoFiscalDocumentError, UnreadableDocumentError
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator import Faults, Simulator
from desktop_invoicer.simulator.drop_folder import DropFolder, key_of

MANY = 40


class Shop:
    """A store whose fiscal program leaves documents in a folder."""

    def __init__(self, folder: Path, faults: str = "none", seed: int = 1) -> None:
        self.simulator = Simulator(faults=Faults.named(faults), seed=seed)
        self.folder = folder
        folder.mkdir()
        self.drops = DropFolder(folder, self.simulator, seed)

    def issue(self) -> tuple[bytes, str]:
        (story,) = self.simulator.add_stories(["anonymous-pickup"])
        items = [{"itemIndex": 0, "quantity": 1}]
        return self.simulator.issue_document(order=story.order_id, items=items, value=12990, model="65"), story.order_id

    def drop_many(self) -> dict[Path, bytes]:
        return {self.drops.drop(xml, order): xml for xml, order in (self.issue() for _ in range(MANY))}

    def kinds(self) -> Counter[str]:
        return Counter(kind_of(file) for file in self.files())

    def files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


def kind_of(file: Path) -> str:
    try:
        document = read_paper(file.read_bytes()).document
    except NoFiscalDocumentError:
        return "no document"
    except UnreadableDocumentError:
        return "unreadable"
    if document.kind is DocumentKind.CANCELLATION:
        return "cancellation"
    store = "ours" if document.key.cnpj == "11222333000181" else "of another store"
    return f"{store}, {'authorised' if document.is_authorised else 'not authorised'}"


@pytest.mark.parametrize("faults", ["none", "folder"])
def test_every_document_stands_whole_in_the_folder_of_its_month(tmp_path: Path, faults: str) -> None:
    shop = Shop(tmp_path / "xml", faults)
    dropped = shop.drop_many()

    assert {path: path.read_bytes() for path in dropped} == dropped
    for path in dropped:
        issued_at = read_paper(path.read_bytes()).document.issued_at
        assert path.parent == shop.folder / f"{issued_at:%Y}" / f"{issued_at:%m}"


def test_files_of_all_kinds_stand_beside_the_documents(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "xml")
    shop.drop_many()

    kinds = shop.kinds()
    assert kinds.keys() == {
        "ours, authorised",
        "ours, not authorised",
        "of another store, authorised",
        "no document",
    }
    assert kinds["ours, authorised"] > MANY
    assert list((shop.folder / "copia").rglob("*.xml"))


def test_nothing_unfinished_is_left_and_every_file_is_counted(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "xml", "folder")
    shop.drop_many()

    assert {file.suffix for file in shop.files()} == {".xml"}
    assert shop.drops.count == len(shop.files())


def test_the_same_seed_leaves_the_same_kinds_of_files(tmp_path: Path) -> None:
    shops = [Shop(tmp_path / str(number), seed=seed) for number, seed in enumerate((1, 1, 2))]
    for shop in shops:
        shop.drop_many()

    first, again, other = (shop.kinds() for shop in shops)
    assert first == again
    assert first != other


def test_an_event_is_dropped_under_the_name_of_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "xml")
    xml, order = shop.issue()

    path = shop.drops.drop(shop.simulator.fiscal_program.cancel(key_of(xml)), order)

    assert path.name == f"110111-{key_of(xml)}-procEventoNFe.xml"
    assert shop.files() == [path]


def test_a_cancelled_document_stays_beside_its_event(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "xml")
    xml, order = shop.issue()
    path = shop.drops.drop(xml, order)
    shop.drops.cancel(xml)

    (event,) = (file for file in shop.files() if kind_of(file) == "cancellation")
    assert read_paper(event.read_bytes()).document.key.text == key_of(xml)
    assert path.exists()


def test_what_lies_there_from_before_is_a_sale_of_nobody_and_a_cut_file(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "xml")
    shop.drops.leave_remains()

    assert shop.kinds()["unreadable"] == 1
    assert shop.drops.count == 2
