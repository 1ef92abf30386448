"""Packages that bring documents: which are used, where their files lie, and why others aren't used."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from generator.files.plugins import GROUP, Plugins, choose_plugins


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that puts a Python package where Python finds it."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(name):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('nobody asked for this code')\n", encoding="utf-8")
        return tmp_path / name

    return make


def choose(own=(), **packages):
    """What is used of packages, each with its entry points as `slug=module:object`."""
    entries = {
        (name, "1.0"): [EntryPoint(*line.split("="), GROUP) for line in lines]
        for name, lines in packages.items()
    }  # fmt: skip
    return choose_plugins(entries, own)


def test_without_packages_there_are_none():
    assert choose(own=["action-plan"]) == Plugins(())


def test_packages_come_by_name_and_their_documents_too_and_no_code_of_theirs_runs(install):
    later, earlier = install("visits"), install("audits")
    chosen = choose(visits=["visit=visits.deep:VISIT", "call=visits:CALL"], audits=["audit=audits:AUDIT"])
    assert chosen.findings == ()
    assert [(plugin.name, plugin.version, plugin.folder) for plugin in chosen.used] == [
        ("audits", "1.0", earlier),
        ("visits", "1.0", later),
    ]
    assert [entry.name for entry in chosen.used[1].entries] == ["call", "visit"]


def test_a_package_that_is_not_there_is_named(install):
    install("visits")
    chosen = choose(gone=["gone=gone:GONE"], visits=["visit=visits:VISIT"])
    assert [plugin.name for plugin in chosen.used] == ["visits"]
    [finding] = chosen.findings
    assert str(finding) == (
        "error: the package gone isn't used: there is no Python package 'gone'\n"
        "  hint: install it again, or take it out: pip uninstall gone"
    )


def test_a_module_has_no_folder_for_its_texts(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "flat_module.py").write_text("", encoding="utf-8")
    chosen = choose(flat=["flat=flat_module:FLAT"])
    assert [str(finding).split("\n")[0] for finding in chosen.findings] == [
        "error: the package flat isn't used: there is no Python package 'flat_module'"
    ]


@pytest.mark.parametrize("module", ["", ".relative", "no-name\0"])
def test_a_module_that_has_no_name_is_not_there(module):
    chosen = choose(odd=[f"odd={module}:ODD"])
    assert chosen.used == ()
    assert [finding.values["package"] for finding in chosen.findings] == ["odd"]


def test_a_name_of_the_products_is_taken(install):
    install("visits")
    chosen = choose(own=["action-plan"], visits=["visit=visits:VISIT", "action-plan=visits:PLAN"])
    assert chosen.used == ()
    [finding] = chosen.findings
    assert str(finding).startswith(
        "error: the package visits isn't used: its document 'action-plan' has the name of one of realisera\n"
    )


def test_of_two_packages_with_the_same_name_for_a_document_the_first_is_used(install):
    install("visits")
    install("audits")
    chosen = choose(visits=["visit=visits:VISIT"], audits=["visit=audits:VISIT"])
    assert [plugin.name for plugin in chosen.used] == ["audits"]
    [finding] = chosen.findings
    assert str(finding).startswith("error: the package visits isn't used: its document 'visit' has the name of one of audits\n")
