"""A template for slides, brought into one form, whichever program made it. For `rendering.pagination`."""

from __future__ import annotations

import io
import zipfile

from generator.files.office.package import POWERPOINT, Package


class SlidesLayout(Package):
    """A template for slides: what python-pptx reads, and what is told of it."""

    def __init__(self, layout: str, data: bytes) -> None:
        """Reads the template.

        Raises:
            TextError: it isn't a PowerPoint file.
        """
        super().__init__(layout, data, POWERPOINT)
        self.data = data if self._is_as_it_was(data) else self._pack()
        """The file in one form."""

    def _is_as_it_was(self, data: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return self.parts.keys() == set(file.namelist()) and all(file.read(name) == part for name, part in self.parts.items())

    def _pack(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, part in self.parts.items():
                file.writestr(name, part)
        return buffer.getvalue()
