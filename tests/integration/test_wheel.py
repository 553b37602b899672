"""What is handed out as a wheel."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = {".md", ".po", ".pot"}


@pytest.mark.skipif(find_spec("hatchling") is None, reason="the build backend is not installed")
def test_a_wheel_carries_the_data_files_inside_the_package(tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603 (our own build)
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}

    data = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and path.suffix not in NOT_SHIPPED]
    assert names >= {f"desktop_invoicer/{path.relative_to(ROOT).as_posix()}" for path in data}
    assert "desktop_invoicer/__init__.py" in names
    assert {name.split("/")[0] for name in names} == {"desktop_invoicer"}
    assert [name for name in names if Path(name).suffix in NOT_SHIPPED] == []
