"""Where things live."""

from __future__ import annotations

from pathlib import Path

from desktop_invoicer.config import Home


def test_everything_is_below_the_home_that_the_environment_names(tmp_path: Path) -> None:
    home = Home.find({"DESKTOP_INVOICER_HOME": str(tmp_path)})

    files = [home.config_file, home.database_file, home.log_file, home.lock_file, home.control_file]
    assert home.config_file == tmp_path / "config.toml"
    assert all(path.is_relative_to(tmp_path) for path in [*files, home.documents, home.control_socket])
    assert len(set(files)) == len(files)


def test_an_empty_variable_names_no_home() -> None:
    assert Home.find({"DESKTOP_INVOICER_HOME": ""}) == Home.find({})


def test_without_the_variable_the_systems_folders_are_taken() -> None:
    home = Home.find({})

    assert {folder.is_absolute() for folder in (home.settings, home.data, home.documents, home.logs)} == {True}
    assert "desktop-invoicer" in home.config_file.as_posix()


def test_a_relative_home_does_not_move_with_the_working_folder() -> None:
    assert Home.below(Path("here")).data.is_absolute()
