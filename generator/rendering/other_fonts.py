"""Fonts beside those of `templates/fonts/`, for letters that none of them has. For both PDF engines.

First those installed with this program (its extra `fonts`), which are the same on every machine; then those
of the machine. A font that forbids to be embedded is passed over.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from generator.errors import Finding
from generator.files.extras import write_install_command

MACHINE = tuple(
    map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"))
)
"""Where systems have their fonts."""
_INSTALLED = "fontpkg.family"
"""The entry points of packages that bring a font."""
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_NOT_EMBEDDED = 0x0002
"""Source: OpenType specification, OS/2, fsType."""


class OtherFont(NamedTuple):
    """A font for letters that others haven't."""

    family: str
    path: Path
    letters: frozenset[int]
    is_of_machine: bool
    """Whether another machine may have another, or none."""

    def load(self) -> bytes:
        """The font alone in a file, in its usual weight and width: the same bytes for the same font."""
        return _load(self.path)

    @property
    def name(self) -> str:
        """What its file may be called: the same for the same font."""
        data = self.load()
        return f"other-{hashlib.sha256(data).hexdigest()[:16]}.{'otf' if data.startswith(b'OTTO') else 'ttf'}"


def find_fonts(letters: Collection[str]) -> tuple[OtherFont, ...]:
    """The fewest fonts that together have all the letters; none where some letter is in no font."""
    left = {ord(letter) for letter in letters}
    found: list[OtherFont] = []
    while left:
        best = max(_list_fonts(), key=lambda font: (len(font.letters & left), not font.is_of_machine), default=None)
        if best is None or not best.letters & left:
            return ()
        found.append(best)
        left -= best.letters
    return tuple(found)


def name_packages() -> str:
    """The packages with fonts that are installed, with their versions: with others, some letters are set in another font."""
    known = (entry.dist for entry in entry_points(group=_INSTALLED))
    return ", ".join(sorted({f"{dist.name} {dist.version}" for dist in known if dist})) or "no packages with fonts"


def tell_font(font: OtherFont) -> Finding:
    """A warning where another machine may not have a font."""
    message = (
        "letters that no font of the layout has are set in '{family}', a font of this machine: elsewhere the file may differ"
    )
    hint = "put a font that has them into templates/fonts/ and its fonts.css, or: {command}"
    values = {"family": font.family, "command": write_install_command("fonts")}
    return Finding(message, hint=hint, values=values, severity="warning")


@cache
def _list_fonts() -> tuple[OtherFont, ...]:
    """All other fonts: those of packages before those of the machine, upright ones of usual weight before the rest."""
    installed = sorted(entry_points(group=_INSTALLED), key=lambda entry: entry.name)
    packages = (find_spec(entry.value) for entry in installed)
    folders = [(Path(spec.origin).parent, False) for spec in packages if spec and spec.origin]
    folders += [(folder, True) for folder in MACHINE]
    found = (_read(path, is_of_machine=own) for folder, own in folders for path in _list_files(folder))
    return tuple(font for font in found if font)


def _list_files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES) if folder.is_dir() else ()
    return sorted(found, key=lambda path: ("regular" not in path.stem.lower(), "sans" not in path.stem.lower(), path.as_posix()))


def _read(path: Path, *, is_of_machine: bool) -> OtherFont | None:
    """The font in a file; None where it can't be read, has no outlines or forbids to be embedded."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            if not {"glyf", "CFF "} & set(font.keys()) or font["OS/2"].fsType & 0xF == _NOT_EMBEDDED:
                return None
            return OtherFont(font["name"].getBestFamilyName() or "?", path, frozenset(font.getBestCmap() or ()), is_of_machine)
    except Exception:  # noqa: BLE001 (a library may fail in any way over a font that anybody may have made)
        return None


@cache
def _load(path: Path) -> bytes:
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 (a twentieth of a second, and few need other fonts)

    with TTFont(path, fontNumber=0, recalcTimestamp=False) as font:
        if "fvar" not in font and path.suffix.lower() in {".ttf", ".otf"}:
            return path.read_bytes()
        if "fvar" in font:
            instantiateVariableFont(font, {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}, inplace=True)
        buffer = io.BytesIO()
        font.save(buffer, reorderTables=None)
        return buffer.getvalue()
