"""What makes the product another: its own code, and plug-ins with theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator.build import fingerprints
from generator.files.plugins import Plugin, Plugins


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """The product is looked at anew by each test."""
    fingerprints.name_product.cache_clear()
    yield
    fingerprints.name_product.cache_clear()


def name_product() -> str:
    """How the product is called now."""
    fingerprints.name_product.cache_clear()
    return fingerprints.name_product()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plugin:
    """A plug-in that is used."""
    plugin = Plugin("visits", "1.0", tmp_path / "visits", ())
    plugin.folder.mkdir()
    (plugin.folder / "__init__.py").write_text("DAYS = 1\n", encoding="utf-8")
    monkeypatch.setattr(fingerprints, "list_plugins", lambda: Plugins((plugin,)))
    return plugin


@pytest.mark.parametrize("name", ["rules/costs.py", "rendering/word/body.py", "build/plan.py", "__init__.py"])
def test_every_module_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for path in (Path(generator.__file__).parent / each for each in (name, "__init__.py", "errors.py")):
        copy = tmp_path / path.relative_to(Path(generator.__file__).parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(generator, "__file__", str(tmp_path / "__init__.py"))
    before = name_product()
    (tmp_path / name).write_text("changed = True\n", encoding="utf-8")
    assert name_product() != before


def test_a_plugin_counts_with_its_version_and_its_code(plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> None:
    first = name_product()
    assert first.startswith("realisera ")
    assert ", visits 1.0 " in first
    (plugin.folder / "__init__.py").write_text("DAYS = 2\n", encoding="utf-8")
    second = name_product()
    newer = Plugin("visits", "1.1", plugin.folder, ())
    monkeypatch.setattr(fingerprints, "list_plugins", lambda: Plugins((newer,)))
    assert len({first, second, name_product()}) == 3
