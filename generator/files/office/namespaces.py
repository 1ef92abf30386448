"""XML of Office with the prefixes that everybody expects. Called by `word`.

Any prefix may stand for any namespace, and the values of some attributes are prefixes. What we write uses the usual ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_USUAL = {W: "w", R: "r"}
_LISTS = (
    f"{{{_COMPATIBILITY}}}Ignorable",
    f"{{{_COMPATIBILITY}}}MustUnderstand",
    f"{{{_COMPATIBILITY}}}ProcessContent",
    "Requires",
)
"""Attributes whose values are prefixes."""


def use_usual_prefixes(root: etree._Element, needed: Iterable[str] = (W,)) -> etree._Element:
    """The same part, where `w:` and `r:` mean what they usually do everywhere; it itself where they do.

    `needed` are the namespaces that must be there.
    """
    if all(root.nsmap.get(_USUAL[uri]) == uri for uri in needed) and not _is_rebound(root):
        return root
    found = {uri: prefix for element in root.iter(etree.Element) for prefix, uri in element.nsmap.items()}
    names: dict[str, str] = dict(_USUAL)
    for uri, prefix in found.items():
        if uri not in names:
            names[uri] = _choose_prefix(prefix, set(names.values()))
    return _copy(root, None, {prefix: uri for uri, prefix in names.items()}, names)


def _is_rebound(root: etree._Element) -> bool:
    """Whether a usual prefix means something else anywhere, or what it means has another."""
    prefixes = {prefix: uri for uri, prefix in _USUAL.items()}
    bindings = {binding for element in root.iter(etree.Element) for binding in element.nsmap.items()}
    return any(
        prefixes.get(prefix or "", uri) != uri or _USUAL.get(uri, prefix or "") != (prefix or "") for prefix, uri in bindings
    )


def _choose_prefix(prefix: str | None, taken: set[str]) -> str:
    stem = prefix or "ns"
    return next(name for number in range(len(taken) + 1) if (name := stem if not number else f"{stem}{number}") not in taken)


def _copy(old: etree._Element, parent: etree._Element | None, nsmap: dict[str, str], names: dict[str, str]) -> etree._Element:
    tag = str(old.tag)
    attributes = {
        str(name): _rename_list(str(value), old, names) if name in _LISTS else str(value) for name, value in old.items()
    }
    new = etree.Element(tag, attributes, nsmap) if parent is None else etree.SubElement(parent, tag, attributes)
    new.text, new.tail = old.text, old.tail if parent is not None else None
    for child in old.iterchildren(etree.Element):
        _copy(child, new, nsmap, names)
    return new


def _rename_list(value: str, element: etree._Element, names: dict[str, str]) -> str:
    """A list of prefixes, some with the name of an element, as they are called now."""
    renamed = []
    for each in value.split():
        prefix, colon, rest = each.partition(":")
        renamed.append(names.get(element.nsmap.get(prefix, ""), prefix) + colon + rest)
    return " ".join(renamed)
