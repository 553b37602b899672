"""Watched folders: what stands in real folders, and what is told of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import (
    FileGone,
    FileId,
    FileRead,
    FileState,
    FolderNews,
    FolderSeen,
    FoundFile,
    Stamp,
)
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.folders.events import gives_events
from desktop_invoicer.fiscal.folders.file import Healing, read_file, read_found
from desktop_invoicer.fiscal.folders.look import MOST_LEVELS, Look
from desktop_invoicer.fiscal.folders.survey import survey
from desktop_invoicer.fiscal.folders.tempo import Tempo
from desktop_invoicer.fiscal.folders.watch import FolderWatch
from desktop_invoicer.fiscal.strict_xml import MAX_BYTES
from tests.unit.fiscal.notes import a_note, an_authorised_note
from tests.waiting import PATIENCE, until

NOTE = an_authorised_note()
OTHER_NOTE = an_authorised_note(a_note(vnf="12.50"))
HURRIED = Tempo(
    look=0.03,
    looking=0.5,
    breath=0,
    flock=0.002,
    settle=0.02,
    reading=0.9,
    retry=0.02,
    slowest_retry=0.05,
    patience=0.4,
)
needs_rights = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")


class Desk:
    """Takes news as the desk does, and lets a test wait for them."""

    def __init__(self) -> None:
        self.news: list[FolderNews] = []
        self.opened: list[bytes] = []
        self.failures: list[Exception] = []
        self._changed = threading.Condition()

    def take(self, news: Sequence[FolderNews]) -> None:
        with self._changed:
            if self.failures:
                failure = self.failures.pop()
                self._changed.notify_all()
                raise failure
            self.news += news
            self._changed.notify_all()

    def read(self, content: bytes) -> Paper:
        with self._changed:
            self.opened.append(content)
            self._changed.notify_all()
        return read_paper(content)

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), self.news[-20:]

    def wait_for_file(self, path: Path) -> FileRead:
        self.wait(lambda: bool(self.told(path)))
        return self.told(path)[-1]

    def wait_for_problem(self, code: ProblemCode | None) -> FolderSeen:
        self.wait(lambda: bool(self.seen) and (self.seen[-1].problem and self.seen[-1].problem.code) == code)
        return self.seen[-1]

    def told(self, path: Path) -> list[FileRead]:
        return [item for item in self.files if item.path == str(path)]

    @property
    def files(self) -> list[FileRead]:
        return [item for item in self.news if isinstance(item, FileRead)]

    @property
    def gone(self) -> list[str]:
        return [item.path for item in self.news if isinstance(item, FileGone)]

    @property
    def seen(self) -> list[FolderSeen]:
        return [item for item in self.news if isinstance(item, FolderSeen)]


class NoEvents:
    """An operating system that tells nothing."""

    def __init__(self, changed: object) -> None:
        del changed

    def watch(self, folder: str) -> bool:
        return not folder

    def stop(self) -> None:
        """Nothing is watched."""


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "xml"
    path.mkdir()
    return path


@contextmanager
def watching(  # the parts of a watch that a test may change
    desk: Desk,
    *folders: Path,
    known: Mapping[str, Stamp] | None = None,
    tempo: Tempo = HURRIED,
    read: Callable[[bytes], Paper] | None = None,
    events: bool = False,
) -> Iterator[FolderWatch]:
    system = {} if events else {"make_events": NoEvents}
    watch = FolderWatch(folders, read or desk.read, lambda: known or {}, desk.take, tempo=tempo, **system)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def stamp_of(path: Path) -> Stamp:
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns)


def found_file(path: Path) -> FoundFile:
    modified_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=path.stat().st_mtime_ns // 1000)
    document = read_paper(path.read_bytes()).document
    return FoundFile(FileId(1), str(path), modified_at, FileState.UNMATCHED, document)


def problem_of(news: FileRead) -> ProblemCode | None:
    return news.problem.code if news.problem else None


def test_a_file_is_told_with_its_document_and_stamp(desk: Desk, folder: Path) -> None:
    with watching(desk, folder):
        desk.wait_for_problem(None)
        (folder / "nota.XML").write_bytes(NOTE)
        news = desk.wait_for_file(folder / "nota.XML")

    assert news.paper == read_paper(NOTE)
    assert news.stamp == stamp_of(folder / "nota.XML")


def test_what_the_system_tells_is_read_without_waiting_for_a_look(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True, tempo=replace(HURRIED, look=600)):
        desk.wait_for_problem(None)
        (folder / "nota.xml").write_bytes(NOTE)

        assert desk.wait_for_file(folder / "nota.xml").paper


def test_a_new_subfolder_is_looked_into_at_once(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True, tempo=replace(HURRIED, look=600)):
        desk.wait_for_problem(None)
        (folder / "2026" / "11").mkdir(parents=True)
        (folder / "2026" / "11" / "nota.xml").write_bytes(NOTE)

        assert desk.wait_for_file(folder / "2026" / "11" / "nota.xml").paper


def test_a_folder_that_took_the_place_of_another_gives_events_too(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True):
        desk.wait_for_problem(None)
        folder.rename(folder.with_name("away"))
        folder.mkdir()
        (folder / "nota.xml").write_bytes(NOTE)

        assert desk.wait_for_file(folder / "nota.xml").paper


def test_reading_a_file_does_not_call_for_reading_it_again(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True):
        (folder / "nota.xml").write_bytes(NOTE)
        desk.wait_for_file(folder / "nota.xml")
        (folder / "other.xml").write_bytes(OTHER_NOTE)
        desk.wait_for_file(folder / "other.xml")

    assert desk.opened == [NOTE, OTHER_NOTE]


def test_a_file_written_in_pieces_is_told_once_and_whole(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    with watching(desk, folder):
        with path.open("wb", buffering=0) as file:
            file.write(NOTE[:300])
            desk.wait(lambda: NOTE[:300] in desk.opened)
            file.write(NOTE[300:])
        desk.wait_for_file(path)

    assert [news.paper for news in desk.files] == [read_paper(NOTE)]


def test_a_file_that_stays_cut_is_told_and_read_again_when_it_changes(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE[:300])
    with watching(desk, folder):
        cut = desk.wait_for_file(path)
        path.write_bytes(NOTE)
        desk.wait(lambda: len(desk.files) == 2)

    assert problem_of(cut) is ProblemCode.FILE_UNREADABLE
    assert desk.files[1].paper == read_paper(NOTE)


def test_an_old_file_that_is_cut_is_told_at_once(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE[:300])
    os.utime(path, (1_700_000_000, 1_700_000_000))
    with watching(desk, folder, tempo=replace(HURRIED, patience=600)):
        assert problem_of(desk.wait_for_file(path)) is ProblemCode.FILE_UNREADABLE

    assert len(desk.opened) == 1


def test_a_file_moved_into_place_is_told_and_its_former_name_never(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True, tempo=replace(HURRIED, look=600)):
        desk.wait_for_problem(None)
        (folder / "nota.tmp").write_bytes(NOTE)
        (folder / "nota.tmp").rename(folder / "nota.xml")
        desk.wait_for_file(folder / "nota.xml")

    assert [news.path for news in desk.files] == [str(folder / "nota.xml")]


def test_a_replaced_file_is_read_again(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE)
    with watching(desk, folder):
        desk.wait_for_file(path)
        (folder / "new").write_bytes(OTHER_NOTE)
        (folder / "new").replace(path)
        desk.wait(lambda: len(desk.files) == 2)

    assert desk.files[1].paper == read_paper(OTHER_NOTE)
    assert desk.gone == []


def test_a_file_replaced_while_it_is_read_is_read_again(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE[:-1] + b"\n>")
    with watching(desk, folder, known={str(path): Stamp(1, 1)}):
        desk.wait_for_file(path)
        for _ in range(20):
            path.write_bytes(NOTE)
            path.write_bytes(OTHER_NOTE)
        desk.wait(lambda: desk.files[-1].paper == read_paper(OTHER_NOTE))

    assert {news.paper.xml for news in desk.files if news.paper} <= {NOTE[:-1] + b"\n>", NOTE, OTHER_NOTE}


def test_a_file_that_was_deleted_is_told_gone(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE)
    with watching(desk, folder, known={str(path): stamp_of(path), str(folder / "former.xml"): Stamp(1, 1)}):
        desk.wait(lambda: desk.gone == [str(folder / "former.xml")])
        path.unlink()
        desk.wait(lambda: len(desk.gone) == 2)

    assert desk.gone[1] == str(path)
    assert desk.opened == []


def test_a_share_that_is_away_for_a_while_makes_no_file_gone(desk: Desk, folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.xml").write_bytes(NOTE)
    with watching(desk, folder):
        desk.wait(lambda: len(desk.files) == 3)
        folder.rename(folder.with_name("away"))
        away = desk.wait_for_problem(ProblemCode.FOLDER_MISSING)
        folder.with_name("away").rename(folder)
        back = desk.wait_for_problem(None)

    assert (away.files, back.files) == (0, 3)
    assert desk.gone == []
    assert len(desk.opened) == 3


def test_a_folder_that_is_empty_all_at_once_is_not_believed(desk: Desk, folder: Path) -> None:
    mount_point = folder.with_name("mount point")
    mount_point.mkdir()
    for number in range(20):
        (folder / f"{number}.xml").write_bytes(NOTE)
    with watching(desk, folder):
        desk.wait(lambda: len(desk.files) == 20)
        folder.rename(folder.with_name("away"))
        mount_point.rename(folder)
        empty = desk.wait_for_problem(ProblemCode.FOLDER_EMPTIED)
        (folder / "new.xml").write_bytes(NOTE)
        desk.wait(lambda: len(desk.gone) == 20)

    assert empty.problem is not None
    assert empty.problem.facts["files"] == 20


def test_a_folder_that_goes_away_during_a_look_is_not_taken_for_empty(folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.xml").touch()
    look = Look(str(folder))
    files = look.files()

    next(files)
    folder.rename(folder.with_name("away"))
    folder.mkdir()

    assert list(files) == []
    assert not look.is_complete


def test_a_folder_that_is_missing_at_first_is_watched_once_it_is_there(desk: Desk, folder: Path) -> None:
    folder.rmdir()
    with watching(desk, folder, events=True):
        desk.wait_for_problem(ProblemCode.FOLDER_MISSING)
        folder.mkdir()
        (folder / "nota.xml").write_bytes(NOTE)

        assert desk.wait_for_file(folder / "nota.xml").paper


@needs_rights
def test_a_folder_that_may_not_be_read_is_told(desk: Desk, folder: Path) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "nota.xml").write_bytes(NOTE)
    with watching(desk, folder):
        desk.wait_for_file(folder / "ours" / "nota.xml")
        (folder / "ours").chmod(0)
        desk.wait_for_problem(ProblemCode.FOLDER_FORBIDDEN)
        (folder / "ours").chmod(0o700)
        desk.wait_for_problem(None)

    assert desk.gone == []


@needs_rights
def test_a_forbidden_file_is_told_once_and_read_when_it_may_be(desk: Desk, folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE)
    path.chmod(0)
    with watching(desk, folder):
        forbidden = desk.wait_for_file(path)
        path.chmod(0o600)
        desk.wait(lambda: len(desk.files) == 2)

    assert problem_of(forbidden) is ProblemCode.FILE_FORBIDDEN
    assert forbidden.stamp != stamp_of(path)
    assert desk.files[1].paper


def test_a_file_too_large_for_a_document_is_told_without_being_opened(desk: Desk, folder: Path) -> None:
    with (folder / "huge.xml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with watching(desk, folder):
        news = desk.wait_for_file(folder / "huge.xml")

    assert problem_of(news) is ProblemCode.FILE_TOO_LARGE
    assert desk.opened == []


def test_a_document_whose_key_is_wrong_is_told_with_its_first_problem(desk: Desk, folder: Path) -> None:
    (folder / "nota.xml").write_bytes(an_authorised_note(a_note(key="1" * 44)))
    with watching(desk, folder):
        news = desk.wait_for_file(folder / "nota.xml")

    assert problem_of(news) in {ProblemCode.KEY_CHECK_DIGIT, ProblemCode.KEY_CONTRADICTS_CONTENT}


def test_what_is_no_fiscal_document_is_told_as_neither_document_nor_problem(desk: Desk, folder: Path) -> None:
    def read(content: bytes) -> Paper:
        raise errors.NoFiscalDocumentError(content.decode())

    (folder / "request.xml").write_bytes(b"inutNFe")
    with watching(desk, folder, read=read):
        news = desk.wait_for_file(folder / "request.xml")

    assert (news.paper, news.problem) == (None, None)


def test_a_defect_of_ours_keeps_only_one_file_from_being_read(desk: Desk, folder: Path) -> None:
    def read(content: bytes) -> Paper:
        if content == b"poison":
            raise ZeroDivisionError
        return read_paper(content)

    (folder / "poison.xml").write_bytes(b"poison")
    (folder / "nota.xml").write_bytes(NOTE)
    with watching(desk, folder, read=read):
        news = desk.wait_for_file(folder / "poison.xml")
        assert desk.wait_for_file(folder / "nota.xml").paper

    assert problem_of(news) is ProblemCode.INTERNAL


def test_ten_thousand_old_files_are_opened_once_each(desk: Desk, folder: Path) -> None:
    def read(content: bytes) -> Paper:
        desk.opened.append(content)
        raise errors.NoFiscalDocumentError(content.decode())

    (folder / "0.xml").write_bytes(b"request")
    for number in range(1, 10_000):  # links are made more quickly than files
        os.link(folder / "0.xml", folder / f"{number}.xml")
    with watching(desk, folder, read=read, events=True):
        desk.wait(lambda: len(desk.files) == 10_000)

    assert len(desk.opened) == 10_000
    assert len({news.path for news in desk.files}) == 10_000
    assert [(seen.files, seen.problem) for seen in desk.seen] == [(10_000, None)]


def test_old_files_are_read_the_newest_first(desk: Desk, folder: Path) -> None:
    for number in range(200):
        path = folder / f"{number:03}.xml"
        path.write_bytes(NOTE)
        os.utime(path, ns=(0, number * 37 % 200 * 10**9))
    with watching(desk, folder):
        desk.wait(lambda: len(desk.files) == 200)

    times = [news.stamp.modified_ns for news in desk.files]
    assert times == sorted(times, reverse=True)


def test_known_files_are_not_opened(desk: Desk, folder: Path) -> None:
    for number in range(100):
        (folder / f"{number}.xml").write_bytes(NOTE)
    known = {str(path): stamp_of(path) for path in folder.iterdir()}
    with watching(desk, folder, known=known):
        desk.wait_for_problem(None)
        (folder / "new.xml").write_bytes(OTHER_NOTE)
        desk.wait_for_file(folder / "new.xml")

    assert desk.opened == [OTHER_NOTE]


def test_what_arrives_comes_before_what_was_there(desk: Desk, folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.xml").write_bytes(NOTE)
    with watching(desk, folder, tempo=replace(HURRIED, batch_files=2, reading=0.05, longest_rest=0.5)):
        desk.wait(lambda: len(desk.files) >= 2)
        (folder / "new.xml").write_bytes(OTHER_NOTE)
        os.utime(folder / "new.xml", (1, 1))
        desk.wait_for_file(folder / "new.xml")

        assert len(desk.files) < 300


def test_no_delivery_holds_more_than_a_batch(desk: Desk, folder: Path) -> None:
    sizes: list[int] = []

    def take(news: Sequence[FolderNews]) -> None:
        sizes.append(len(news))
        desk.take(news)

    for number in range(30):
        (folder / f"{number}.xml").write_bytes(NOTE)
    tempo = replace(HURRIED, batch_files=10, batch_bytes=3 * len(NOTE))
    watch = FolderWatch([folder], desk.read, dict, take, make_events=NoEvents, tempo=tempo)
    watch.start()
    desk.wait(lambda: len(desk.files) == 30)
    watch.stop()

    assert max(sizes) == 3


def test_news_that_the_database_cannot_take_are_brought_again(desk: Desk, folder: Path) -> None:
    desk.failures = [errors.StorageBusyError(), errors.StorageFullError("jobs.db", "full"), ZeroDivisionError()]
    (folder / "nota.xml").write_bytes(NOTE)
    with watching(desk, folder):
        desk.wait_for_file(folder / "nota.xml")

    assert desk.failures == []
    assert len(desk.files) == len(desk.seen) == len(desk.opened) == 1


def test_a_desk_that_ends_ends_the_watch(desk: Desk, folder: Path) -> None:
    desk.failures = [errors.ServiceStoppedError()]
    with watching(desk, folder):
        desk.wait(lambda: desk.failures == [])
        for thread in [thread for thread in threading.enumerate() if thread.name == "watched-folders"]:
            thread.join(PATIENCE)

        assert "watched-folders" not in {thread.name for thread in threading.enumerate()}
    assert desk.news == []


def test_stopping_in_a_batch_delivers_nothing_of_it(desk: Desk, folder: Path) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def read(content: bytes) -> Paper:
        reading.set()
        go_on.wait(PATIENCE)
        return read_paper(content)

    for number in range(5):
        (folder / f"{number}.xml").write_bytes(NOTE)
    with watching(desk, folder, read=read) as watch:
        assert reading.wait(PATIENCE)
        stopping = threading.Thread(target=watch.stop)
        stopping.start()
        go_on.set()
        stopping.join(PATIENCE)

    assert desk.files == []


def test_a_thread_that_does_not_end_is_told_in_the_log(
    desk: Desk, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def read(content: bytes) -> Paper:
        reading.set()
        go_on.wait(PATIENCE)
        return read_paper(content)

    (folder / "nota.xml").write_bytes(NOTE)
    with watching(desk, folder, read=read, tempo=replace(HURRIED, stop=0.01)) as watch:
        assert reading.wait(PATIENCE)
        watch.stop()
        go_on.set()

    assert "watched-folders did not end" in caplog.text


def test_starting_and_stopping_twice_does_no_harm(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, events=True) as watch:
        watch.start()
        desk.wait_for_problem(None)
        threads = [thread.name for thread in threading.enumerate()]
        watch.stop()
        watch.stop()
        watch.start()
        desk.wait(lambda: len(desk.seen) == 2)

    assert threads.count("watched-folders") == 1


def test_a_watch_of_no_folder_has_no_thread(desk: Desk) -> None:
    with watching(desk):
        assert "watched-folders" not in {thread.name for thread in threading.enumerate()}


def test_names_of_every_kind_can_be_told_and_shown(desk: Desk, folder: Path) -> None:
    (folder / "Emissão de março").mkdir()
    (folder / "Emissão de março" / "cópia ção.xml").write_bytes(NOTE)
    with watching(desk, folder):
        assert desk.wait_for_file(folder / "Emissão de março" / "cópia ção.xml").paper


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_escaped(desk: Desk, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/nota \xe7.xml"))).write_bytes(NOTE)
    with watching(desk, folder, events=True):
        news = desk.wait_for_file(folder / "nota \\xe7.xml")
        (Path(os.fsdecode(os.fsencode(folder) + b"/nota \xe7.xml"))).unlink()
        desk.wait(lambda: desk.gone == [news.path])

    assert news.paper


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_made_to_write_lines_of_its_own_is_escaped(desk: Desk, folder: Path) -> None:
    (folder / "nota\n\x1b[31m\\xe7.xml").write_bytes(NOTE)
    with watching(desk, folder, events=True):
        news = desk.wait_for_file(folder / "nota\\x0a\\x1b[31m\\x5cxe7.xml")

    assert news.paper


def test_a_folder_within_a_watched_one_is_told_once(desk: Desk, folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "nota.xml").write_bytes(NOTE)
    with watching(desk, folder, inner, folder, events=True):
        desk.wait_for_file(inner / "nota.xml")
        (folder / "other.xml").write_bytes(OTHER_NOTE)
        desk.wait_for_file(folder / "other.xml")

    assert len(desk.files) == 2
    assert {(seen.path, seen.files) for seen in desk.seen} >= {(str(inner), 1)}


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_linked_folder_is_watched_but_no_link_within_is_followed(desk: Desk, folder: Path) -> None:
    linked = folder.with_name("linked")
    linked.symlink_to(folder, target_is_directory=True)
    (folder / "again").symlink_to(folder, target_is_directory=True)
    with watching(desk, linked, events=True, tempo=replace(HURRIED, look=600)):
        desk.wait_for_problem(None)
        (folder / "nota.xml").write_bytes(NOTE)
        desk.wait_for_file(linked / "nota.xml")

    assert [news.path for news in desk.files] == [str(linked / "nota.xml")]


def test_a_file_is_read_again_as_long_as_it_is_what_was_found(folder: Path) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE)
    found = found_file(path)

    assert read_file(found, read_paper) == read_paper(NOTE)

    os.utime(path, ns=(0, 1))
    with pytest.raises(errors.FileChangedError):
        read_file(found, read_paper)


@pytest.mark.parametrize("content", [None, b"", NOTE[:300], an_authorised_note(a_note(nnf="43"))])
def test_a_file_that_is_gone_or_other_than_found_is_not_read_again(folder: Path, content: bytes | None) -> None:
    path = folder / "nota.xml"
    path.write_bytes(NOTE)
    found, modified_ns = found_file(path), path.stat().st_mtime_ns

    path.unlink()
    if content is not None:
        path.write_bytes(content)
        os.utime(path, ns=(modified_ns, modified_ns))

    with pytest.raises(errors.FileChangedError):
        read_file(found, read_paper)


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names in folders there")
def test_a_pipe_is_never_waited_for(desk: Desk, folder: Path) -> None:
    os.mkfifo(folder / "pipe.xml")
    with watching(desk, folder):
        assert desk.wait_for_problem(None).files == 0

    with pytest.raises(errors.FileChangedError):
        read_found(str(folder / "pipe.xml"), Stamp(0, 0), read_paper)


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names in folders there")
def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for_either(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xml")
    written = os.open(folder / "pipe.xml", os.O_RDWR)

    try:
        with pytest.raises(errors.FileChangedError):
            read_found(str(folder / "pipe.xml"), Stamp(0, 0), read_paper)
    finally:
        os.close(written)


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_that_leads_nowhere_hides_no_other_file(folder: Path) -> None:
    for number in range(20):
        (folder / f"{number}.xml").touch()
        (folder / f"circle {number}.xml").symlink_to(folder / f"circle {number}.xml")
    look = Look(str(folder))

    assert len(list(look.files())) == 20
    assert (look.problem, look.is_complete) == (None, True)


def test_a_file_that_cannot_be_opened_is_told_with_a_stamp_that_no_file_has(folder: Path) -> None:
    reading = read_found(str(folder / f"{'long' * 100}.xml"), Stamp(10, 20), read_paper)

    assert problem_of(reading.news) is ProblemCode.FILE_FORBIDDEN
    assert reading.news.stamp == Stamp(-1, 20)
    assert reading.healing is Healing.ANY_TIME


def test_subfolders_below_the_deepest_level_are_left_alone(folder: Path) -> None:
    deepest = folder.joinpath(*(["d"] * MOST_LEVELS))
    (deepest / "d").mkdir(parents=True)
    (deepest / "nota.xml").touch()
    (deepest / "d" / "too deep.xml").touch()

    assert [path for path, _ in Look(str(folder)).files()] == [str(deepest / "nota.xml")]


def test_a_survey_counts_for_a_limited_time(folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.xml").touch()

    whole, cut = survey(folder, PATIENCE), survey(folder, -1)

    assert (whole.files, whole.has_more, whole.problem, whole.gives_events) == (3, False, None, True)
    assert (cut.files, cut.has_more) == (1, True)


def test_a_folder_that_is_not_there_gives_no_events(folder: Path) -> None:
    found = survey(folder / "nowhere", PATIENCE)

    assert found.problem is not None
    assert not found.gives_events
    assert not gives_events(folder / "nowhere")


def test_a_watch_is_settled_once_all_that_is_there_was_told(desk: Desk, folder: Path) -> None:
    (folder / "nota.xml").write_bytes(NOTE)
    going_on = threading.Event()

    def read(content: bytes) -> Paper:
        assert going_on.wait(PATIENCE)
        return desk.read(content)

    with watching(desk, folder, read=read) as watch:
        desk.wait_for_problem(None)
        before = watch.is_settled
        going_on.set()
        desk.wait_for_file(folder / "nota.xml")

        assert not before
        settles(watch)


def test_a_watch_waits_for_a_file_that_is_being_written(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, tempo=replace(HURRIED, patience=PATIENCE)) as watch:
        (folder / "nota.xml").write_bytes(NOTE[:200])
        desk.wait(lambda: len(desk.opened) > 1)
        before = watch.is_settled
        (folder / "nota.xml").write_bytes(NOTE)
        desk.wait_for_file(folder / "nota.xml")

        assert not before
        settles(watch)


def test_a_folder_that_cannot_be_reached_is_not_waited_for(desk: Desk, folder: Path) -> None:
    with watching(desk, folder, folder.with_name("away")) as watch:
        settles(watch)

    assert len(desk.seen) == 2


def test_nothing_to_watch_is_settled() -> None:
    assert FolderWatch([], read_paper, dict, lambda _news: None).is_settled


def test_a_hurried_tempo_keeps_shares_and_sizes() -> None:
    tempo, hurried = Tempo(), Tempo().hurried(0.5)

    assert (hurried.look, hurried.settle, hurried.patience) == (tempo.look / 2, tempo.settle / 2, tempo.patience / 2)
    assert (hurried.looking, hurried.batch_files, hurried.stop) == (tempo.looking, tempo.batch_files, tempo.stop)


def settles(watch: FolderWatch) -> None:
    """Wait until a watch has told everything."""
    until(lambda: watch.is_settled, "the end of what it tells")
