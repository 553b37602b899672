"""The program's own icon is there in the sizes that panels, menus and packages ask for."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from desktop_invoicer.assets import asset


@pytest.mark.parametrize("size", [16, 32, 48, 128, 256])
def test_the_picture_has_the_size_of_its_name(size: int) -> None:
    image = QImage.fromData(asset("icons", "app", f"desktop-invoicer-{size}.png").read_bytes())

    assert (image.width(), image.height()) == (size, size)


@pytest.mark.parametrize("size", [16, 32, 48, 128, 256])
def test_the_corners_let_the_panel_through(size: int) -> None:
    image = QImage.fromData(asset("icons", "app", f"desktop-invoicer-{size}.png").read_bytes())

    assert image.pixelColor(0, 0).alpha() < 128
    assert image.pixelColor(size // 2, size // 16).alpha() == 255
