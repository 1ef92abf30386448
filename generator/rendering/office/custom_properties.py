"""The properties of an Office file that no standard knows: the region's own, and our stamp. For `word` and `slides`.

Source: ECMA-376 part 1, 15.2.12.2 and 22.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from generator.rendering.office.package import parse_part, replace_parts

if TYPE_CHECKING:
    from collections.abc import MutableMapping

CUSTOM = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OWN = {f"{_OFFICE}/relationships/custom-properties": ("rOwnCustom", CUSTOM, _CONTENT)}
_PROPERTIES = f"{{{_OFFICE}/custom-properties}}"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users may name."""
_FIRST = 2
"""The first number that a property can have."""
_PRODUCT = "realisera"


def name_property(field: str) -> str:
    """What a field of the stamp is called among the properties of a file."""
    return f"{_PRODUCT} {field}" if field != _PRODUCT else _PRODUCT


def read_properties(part: bytes) -> dict[str, str]:
    """The properties in the part for them, by name.

    Raises:
        XMLSyntaxError: it isn't XML.
    """
    root = parse_part(part)
    return {each.get("name", ""): "".join(map(str, each.itertext())) for each in root.iterfind(f"{_PROPERTIES}property")}


def take_properties(parts: MutableMapping[str, bytes]) -> str:
    """The region's own properties as XML, which leave the parts of a layout; there is room for all at a fixed place then."""
    return "".join(map(_keep, replace_parts(parts, _OWN)))


def write_properties(stamp: Mapping[str, str], kept: str = "") -> str:
    """The part for properties: the region's own, and a stamp."""
    first = _FIRST + kept.count("<property ")
    own = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{escape(name_property(name))}">'
        f"<vt:lpwstr>{escape(value, quote=False)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(stamp.items(), first)
    )
    return f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{kept}{own}</Properties>'


def _keep(part: bytes) -> str:
    """The properties in a layout's part, but for a stamp that a document left there which a layout was made of."""
    if not part:
        return ""
    root = parse_part(part)
    own = [each for each in root.iterfind(f"{_PROPERTIES}property") if not _is_ours(each.get("name", ""))]
    for number, each in enumerate(own, _FIRST):
        each.set("pid", str(number))
    etree.cleanup_namespaces(root)
    texts = (etree.tostring(each, encoding="unicode", with_tail=False) for each in own)
    return "".join(texts)


def _is_ours(name: str) -> bool:
    return name == _PRODUCT or name.startswith(name_property(""))
