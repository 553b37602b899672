"""Where settings, data, documents and logs live."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "DESKTOP_INVOICER_HOME"
_NAME = "desktop-invoicer"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation. One program holds a home at a time."""

    settings: Path
    data: Path
    documents: Path
    logs: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> Home:
        """Take the folders of the system, or those below ``$DESKTOP_INVOICER_HOME`` when that is set."""
        environ = os.environ if environ is None else environ
        if root := environ.get(VARIABLE):
            return cls.below(Path(root))
        from platformdirs import PlatformDirs  # not needed where the variable is set

        folders = PlatformDirs(_NAME, appauthor=False)
        data = folders.user_data_path
        return cls(folders.user_config_path, data, data / "documents", folders.user_log_path)

    @classmethod
    def below(cls, root: Path) -> Home:
        """Put everything below one folder."""
        root = root.expanduser().absolute()
        return cls(root, root / "data", root / "documents", root / "logs")

    @property
    def config_file(self) -> Path:
        """The settings, ``config.toml``."""
        return self.settings / "config.toml"

    @property
    def rules_file(self) -> Path:
        """Fiscal rules that are newer than those that come with the program, ``rules.toml``; mostly not there."""
        return self.settings / "rules.toml"

    @property
    def marketplaces_file(self) -> Path:
        """What marketplaces need, newer than what comes with the program, ``marketplaces.toml``; mostly not there."""
        return self.settings / "marketplaces.toml"

    @property
    def settings_files(self) -> tuple[Path, ...]:
        """Everything that people wrote down for this desk, and that may not be there."""
        return self.config_file, self.rules_file, self.marketplaces_file

    @property
    def database_file(self) -> Path:
        """The encrypted database."""
        return self.data / "invoicer.db"

    @property
    def log_file(self) -> Path:
        """The log that is being written; older ones stand beside it."""
        return self.logs / "desktop-invoicer.log"

    @property
    def lock_file(self) -> Path:
        """The file whose lock tells that a program holds this home."""
        return self.data / "home.lock"

    @property
    def control_socket(self) -> Path:
        """Where the holder listens for commands, if the system's sockets allow so long a path."""
        return self.data / "control.sock"

    @property
    def control_file(self) -> Path:
        """The key of the holder's socket and its real address; only this user can read it."""
        return self.data / "control.json"

    def create(self) -> None:
        """Make the folders, each readable by this user only where the system knows modes; those there stay as is."""
        for folder in (self.settings, self.data, self.documents, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
