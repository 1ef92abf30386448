"""The layout in `templates/typst/`: a region's files over the product's own, and nothing from elsewhere. Called by `writer`."""

from __future__ import annotations

import json
import re
import shutil
import weakref
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from generator.errors import Finding, Place, TextError
from generator.rendering.logo import measure_logo, read_logo
from generator.rendering.other_fonts import OtherFont
from generator.rendering.template_files import read_text
from generator.text.layout_words import list_said
from generator.workspace import PACKAGE, Files

FOLDER = "templates/typst"
MAIN = "main.typ"
_PACKAGE = re.compile(r'"@[\w-]+/[^"]*"')


class Templates:
    """The files of the layout and the words in them that are translated, and the fonts: copied to where nothing else is.

    Typst reads files of one folder, and all fonts that it finds in one.
    """

    def __init__(self, files: Files, fonts: Iterable[Path]) -> None:
        """Reads all files.

        Raises:
            TextError: a part of the layout is not UTF-8, or brings in a package, which would be fetched from elsewhere.
        """
        room = Path(mkdtemp(prefix="realisera-"))
        weakref.finalize(self, shutil.rmtree, room, ignore_errors=True)
        self.folder, self.fonts, self.nothing = (room / name for name in ("layout", "fonts", "nothing"))
        # Files, and not inputs: of what has other inputs, Typst lays out everything anew, and is told them only where it exports.
        self.document = self.folder / "document.json"
        self._setting = self.folder / "setting.json"
        self._said = ""
        self.logo = read_logo(files)
        self.logo_ratio = measure_logo(self.logo)
        self.words: dict[str, None] = {}
        self.own = ""
        """A file of the layout that isn't the product's own, where there is one."""
        for name in files.list_names(f"{FOLDER}/**/*"):
            path = files.find(name)
            if path:
                self._copy(files, path, name.removeprefix(f"{FOLDER}/"))
                self.own = self.own or ("" if path == PACKAGE / name else name)
        self.fonts.mkdir()
        for path in fonts:
            shutil.copy(path, self.fonts)

    def set_up(self, direction: str, air: float) -> None:
        """Say what the layout depends on: whether text runs `ltr` or `rtl`, and how much air there is, from 0 to 1."""
        said = json.dumps({"direction": direction, "air": air})
        if said != self._said:
            self._said = ""  # until it is said: the disk may be full
            # Anew, since some systems wait for the disk once a file that held something is emptied.
            self._setting.unlink(missing_ok=True)
            self._setting.write_text(said, encoding="utf-8")
            self._said = said

    def add_fonts(self, fonts: Iterable[OtherFont]) -> Path:
        """A folder of its own with other fonts in it."""
        folder = Path(mkdtemp(dir=self.fonts.parent))
        for font in fonts:
            (folder / font.name).write_bytes(font.load())
        return folder

    def _copy(self, files: Files, path: Path, name: str) -> None:
        if path.suffix.lower() == ".typ":
            text = read_text(files, f"typst/{name}")
            _check_packages(text, name)
            self.words |= dict.fromkeys(word.text for word in list_said(text, f"{FOLDER}/{name}"))
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _check_packages(source: str, name: str) -> None:
    if package := _PACKAGE.search(source):
        place = Place(f"{FOLDER}/{name}", source.count("\n", 0, package.start()) + 1)
        hint = "copy what you need of it into templates/typst/: a document fetches nothing from elsewhere"
        raise TextError(Finding("a layout uses no packages", place, package[0], hint))
