"""Office files that are damaged in one place, for the tests of what finds such damage."""

from __future__ import annotations

import io
import re
import zipfile


def damage(data: bytes, part: str, pattern: str, instead: str) -> bytes:
    """The file with the first match of a pattern in a part replaced; there has to be one."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text, count = re.subn(pattern, instead, content.decode(), count=1, flags=re.DOTALL)
                assert count == 1, f"{part} has no {pattern}"
                content = text.encode()
            new.writestr(name, content)
    return changed.getvalue()
