"""Data files of a working copy; ``tests/integration/test_wheel.py`` sees to those of a wheel."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from desktop_invoicer import assets
from desktop_invoicer.assets import asset


def test_a_data_file_is_found_by_its_parts() -> None:
    assert asset("README.md").is_file()


def test_without_a_name_it_is_the_folder_of_all() -> None:
    assert asset().is_dir()


def test_a_missing_file_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=re.escape("nowhere.txt is missing; install desktop-invoicer again")):
        asset("nowhere.txt")


def test_a_working_copy_reads_the_folder_beside_the_package() -> None:
    assert not files("desktop_invoicer").joinpath(assets.FOLDER).is_dir()
    assert asset().is_dir()
