"""The head of a PO file: what a person or another program has written there is kept. Called by `po_files`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import unescape
from babel.plural import to_gettext
from msgspec import Struct, field

STRING = r'"(?:[^"\\]|\\.)*"'
_HEAD = re.compile(rf'\A((?:#[^\n]*\n|\s*\n)*)msgid ""[ \t]*\r?\nmsgstr((?:\s*{STRING})+)')
_PLURALS = "Plural-Forms"
_UTF_8 = re.compile(r"charset=utf-?8\b", re.IGNORECASE)


class Header(Struct):
    """The fields at the head of a catalog, in their order, and the comments before them."""

    fields: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def plural_count(self) -> int:
        """How many forms a counted thing has; who says more than any language has says nothing."""
        found = re.search(r"nplurals\s*=\s*([1-6])(?!\d)", self.fields.get(_PLURALS, ""))
        return int(found[1]) if found else 2

    def list_lines(self) -> Iterator[str]:
        """The lines of the head as they stand in the file."""
        yield from (f"# {remark}".rstrip() for remark in self.remarks)
        yield from ('msgid ""', 'msgstr ""')
        for name, value in self.fields.items():
            escaped = f"{name}: {value}".rstrip().replace("\\", "\\\\").replace('"', '\\"')
            yield f'"{escaped}\\n"'


def read_header(text: str) -> Header:
    """The head of a catalog; an empty one if it has none."""
    head = _HEAD.match(text)
    if head is None:
        return Header()
    remarks = (line.removeprefix("#").strip() for line in head[1].splitlines() if re.match(r"#(\s|$)", line))
    lines = "".join(unescape(string) for string in re.findall(STRING, head[2])).split("\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return Header({name.strip(): value.strip() for name, _, value in pairs}, tuple(remarks))


def complete_header(header: Header, lang: str) -> Header:
    """The head with all that a catalog in a language must say; what it says already is left as it is."""
    ours = {
        "Language": lang.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        _PLURALS: find_plural_rule(lang),
    }
    if not lang:
        del ours["Language"], ours[_PLURALS]
    said = {name: _mend(name, value, lang) for name, value in header.fields.items() if value or name not in ours}
    if not _UTF_8.search(said.get("Content-Type", "")):
        said.pop("Content-Type", None)
    order = dict.fromkeys([*header.fields, *ours])
    return Header({name: said.get(name, ours.get(name, "")) for name in order}, header.remarks)


def _mend(name: str, value: str, lang: str) -> str:
    """What a field says, where a program has written there what a person was to replace and nobody needs to."""
    if name == "Project-Id-Version" and value in {"PROJECT VERSION", "PACKAGE VERSION"}:
        return "realisera"
    if name == "Report-Msgid-Bugs-To" and value == "EMAIL@ADDRESS":
        return ""
    if name == "Language-Team" and value.endswith("<LL@li.org>"):
        return Locale.parse(lang.replace("-", "_")).english_name or "" if lang else ""
    return value


def find_plural_rule(lang: str) -> str:
    """The rule of a language's plural forms: the one that gettext's programs know, or else that of the CLDR."""
    if not lang:
        return ""
    locale = Locale.parse(lang.replace("-", "_"))
    if locale.language in PLURALS or str(locale) in PLURALS:
        return str(get_plural(locale).plural_forms)
    return str(to_gettext(locale.plural_form)).rstrip(";") + ";"
