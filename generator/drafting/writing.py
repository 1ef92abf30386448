"""A draft as the YAML file that an officer would like to read, with what is open as comments. Called by `cli` and `saving`.

Whatever is written is read again: it must hold the draft's values, letter by letter. Where it doesn't, all is put in quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from generator.contract import fields
from generator.contract.choices import Choice
from generator.contract.models import Contract, Extension, Money, Part, Penalty, Person
from generator.contract.nodes import read_nodes
from generator.contract.schema import describe_field
from generator.contract.shape import find_item, find_part, find_value, read_keys, strip, type_of
from generator.drafting.draft import Draft, Note, Values, list_open
from generator.errors import fill

Translate = Callable[[str], str]
_WIDTH = 120
_STEP = "  "
_ON_ONE_LINE = (Money, Penalty, Person, Extension)
"""Parts that are written between braces where they are short."""
_TEXTUAL = (fields.Line, fields.Prose, fields.ProperName, fields.Cpv, fields.Section, fields.TimeOfDay, fields.Against)
"""Types whose values other readers of YAML would take for something else."""
_LOOKS_OTHERWISE = re.compile(
    r"[-+.]?[0-9][0-9_.,:]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F]+|true|false|yes|no|on|off|y|n|null|~|[0-9]{4}-[0-9]{2}-[0-9]{2}.*",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*[^\s\x00-\x1f])?")
_UNFIT_PLAIN, _UNFIT_IN_BRACES = re.compile(r":(?:\s|$)|\s#|\s$"), re.compile(r"[,\[\]{}]")
_BLOCK = re.compile(r"[^\s\x00-\x1f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u0085\u2028\u2029\ufeff]*")


def write_draft(draft: Draft, translate: Translate, on: date, schema: str = "") -> bytes:
    """The file of a draft. `translate` gives its comments in the language that they are to have; `schema` is where editors look.

    Raises:
        ValueError: what the draft holds can't stand in a file.
    """
    for quoted in (False, True):
        text = _Writer(draft, translate, quoted=quoted).write(on, schema)
        nodes = read_nodes(text.encode("utf-8", "replace"))
        if not nodes.problems and nodes.data == draft.values:
            return text.encode()
    message = f"the draft of {draft.id} can't be written"
    raise ValueError(message)


class _Writer(Struct, frozen=True):
    """Writes one draft."""

    draft: Draft
    translate: Translate
    quoted: bool

    def write(self, on: date, schema: str) -> str:
        """The text of the file."""
        lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
        lines += self.comment(self.draft.origin, {"day": on.isoformat()})
        for note in self.draft.notes.get("", ()):
            lines += self.comment(note)
        lines += self.write_map(Contract, self.draft.values, "", "")
        return "\n".join(lines) + "\n"

    def comment(self, note: Note, more: Mapping[str, str] | None = None, indent: str = "") -> list[str]:
        """A note as comments, each line of it."""
        said = fill(self.translate(note.message), {**note.values, **(more or {})})
        return [f"{indent}# {_make_safe(line)}".rstrip() for line in said.split("\n")]

    def write_map(self, part: type[Part] | None, values: Values, pattern: str, indent: str) -> list[str]:
        """The keys of a section in the order of the models, those that are open as comments."""
        lines: list[str] = []
        known = list(read_keys(part)) if part else []
        blanks = self.list_keys_of_blanks(pattern)
        for key in dict.fromkeys([*known, *values, *blanks]):
            kind = type_of(read_keys(part)[key][1]) if part and key in known else None
            inner = f"{pattern}.{key}" if pattern else key
            if key in values:
                lines += self.write_key(key, kind, values[key], inner, indent)
            elif key in blanks or inner in self.draft.notes:
                lines += self.write_blank(key, kind, inner, indent)
        return lines

    def list_keys_of_blanks(self, pattern: str) -> list[str]:
        """The keys in a section that are open if they aren't there."""
        start = f"{pattern}." if pattern else ""
        open_ones = (blank for blank in list_open(self.draft.values) if blank.startswith(start))
        return list(dict.fromkeys(blank.removeprefix(start).split(".")[0] for blank in open_ones))

    def write_key(self, key: str, kind: Any, value: Any, pattern: str, indent: str) -> list[str]:
        """A key with its value; behind it what the source says of it."""
        lines = [line for note in self.draft.notes.get(pattern, ()) for line in self.comment(note, indent=indent)]
        name = self.write_scalar(key, None, in_braces=False)
        part, item = find_part(kind), find_item(kind)
        if isinstance(value, dict):
            flow = self.write_flow(value, kind)
            is_text = part is None and find_value(kind) is None
            if not value or ((is_text or part in _ON_ONE_LINE) and len(flow) + len(indent) + len(key) < _WIDTH):
                return [*lines, f"{indent}{name}: {flow}"]
            deeper = self.write_map(part, value, pattern, indent + _STEP) if not find_value(kind) else []
            if person := find_value(kind):
                deeper = self.write_contacts(find_part(person), value, pattern, indent + _STEP)
            return [*lines, f"{indent}{name}:", *deeper]
        if isinstance(value, list):
            return [*lines, *self.write_list(name, item, value, pattern, indent)]
        return [*lines, *self.write_text(f"{indent}{name}:", value, kind, indent)]

    def write_contacts(self, part: type[Part] | None, values: Values, pattern: str, indent: str) -> list[str]:
        """Persons by role, each on a line of its own; roles that are open as comments."""
        lines: list[str] = []
        for role in dict.fromkeys([*values, *self.list_keys_of_blanks(pattern)]):
            inner = f"{pattern}.{role}"
            if role in values:
                lines += [line for note in self.draft.notes.get(inner, ()) for line in self.comment(note, indent=indent)]
                lines.append(f"{indent}{self.write_scalar(role, None, in_braces=False)}: {self.write_flow(values[role], part)}")
            else:
                lines += self.write_blank(role, part, inner, indent)
        return lines

    def write_list(self, name: str, item: Any, values: Sequence[Any], pattern: str, indent: str) -> list[str]:
        """A list: between brackets where it is short, else an item a line."""
        flow = f"{indent}{name}: {self.write_flow(values, item)}"
        if not any(isinstance(value, dict) for value in values) and len(flow) < _WIDTH:
            return [flow]
        lines = [f"{indent}{name}:"]
        dash = indent + _STEP
        for value in values:
            if isinstance(value, dict):
                on_line = self.write_flow(value, item)
                if len(dash) + len(on_line) + len("- ") < _WIDTH and "\\n" not in on_line:
                    lines.append(f"{dash}- {on_line}")
                    continue
                inner = self.write_item(find_part(item), value, f"{pattern}[]", dash + _STEP)
                lines += [f"{dash}- {inner[0].removeprefix(dash + _STEP)}", *inner[1:]]
            else:
                lines.append(f"{dash}- {self.write_scalar(value, item, in_braces=False)}")
        return lines

    def write_item(self, part: type[Part] | None, values: Values, pattern: str, indent: str) -> list[str]:
        """An item of a list, its keys in the order of the models."""
        known = read_keys(part) if part else {}
        lines: list[str] = []
        for key in dict.fromkeys([*(key for key in known if key in values), *values]):
            kind = type_of(known[key][1]) if key in known else None
            lines += self.write_key(key, kind, values[key], f"{pattern}.{key}", indent)
        return lines

    def write_blank(self, key: str, kind: Any, pattern: str, indent: str, *, is_inside: bool = False) -> list[str]:
        """A key that is open: what it is, what the source says, and the key as a comment to fill in.

        Inside a section that is a comment, only what is said of it is one: so it stands when the section's marks are deleted.
        """
        said = describe_field(pattern)
        notes = [*([Note(said)] if said else []), *self.draft.notes.get(pattern, ())]
        lines = [line for note in notes for line in self.comment(note, indent=indent)]
        part = find_part(kind)
        mark = "" if is_inside else "# "
        if (part and part not in _ON_ONE_LINE) or find_value(kind):
            inner = find_part(kind) or find_part(find_value(kind))
            body = [
                line
                for name in self.list_keys_of_blanks(pattern)
                for line in self.write_blank(
                    name, type_of(read_keys(part)[name][1]) if part else inner, f"{pattern}.{name}", _STEP, is_inside=True
                )
            ]
            return [*lines, f"{indent}{mark}{key}:", *(f"{indent}{mark}{line}" for line in body)]
        return [*lines, f"{indent}{mark}{key}: {self.write_example(kind)}"]

    def write_example(self, kind: Any) -> str:
        """What is to be written into a field, by its type."""
        kind = strip(kind)
        if isinstance(kind, type) and issubclass(kind, Choice):
            return " | ".join(member.value for member in kind)
        if find_part(kind) is Person:
            return "{name: …, email: …}"
        if find_part(kind) is Money:
            return "{amount: …, currency: SEK}"
        if find_item(kind):
            return "[…, …]"
        return _EXAMPLES.get(kind, "…")

    def write_text(self, start: str, value: str, kind: Any, indent: str) -> list[str]:
        """A text after its key: on the same line, or several lines of it below."""
        if "\n" in value and not self.quoted and all(map(_BLOCK.fullmatch, filter(None, value.split("\n")))):
            body = value.strip("\n").split("\n")
            if "\n".join(body) + "\n" == value or "\n".join(body) == value:
                sign = "|" if value.endswith("\n") else "|-"
                return [f"{start} {sign}", *(f"{indent}{_STEP}{line}".rstrip() for line in body)]
        return [f"{start} {self.write_scalar(value, kind, in_braces=False)}"]

    def write_flow(self, value: Any, kind: Any) -> str:
        """A value on one line, between brackets or braces."""
        if isinstance(value, dict):
            part, each = find_part(kind), find_value(kind)
            known = read_keys(part) if part else {}
            keys = [*(key for key in known if key in value), *(key for key in value if key not in known)]
            kinds = {key: type_of(known[key][1]) if key in known else each or (kind if not part else None) for key in keys}
            pairs = (f"{self.write_scalar(key, None, in_braces=True)}: {self.write_flow(value[key], kinds[key])}" for key in keys)
            return f"{{{', '.join(pairs)}}}"
        if isinstance(value, list):
            item = find_item(kind) or kind
            return f"[{', '.join(self.write_flow(each, item) for each in value)}]"
        return self.write_scalar(value, kind, in_braces=True)

    def write_scalar(self, text: str, kind: Any, *, in_braces: bool) -> str:
        """A text as it stands, or in quotes where it needs them."""
        looks_otherwise = _LOOKS_OTHERWISE.fullmatch(text) and strip(kind) in _TEXTUAL
        unfit = _UNFIT_PLAIN.search(text) or (in_braces and _UNFIT_IN_BRACES.search(text))
        if self.quoted or looks_otherwise or unfit or not _PLAIN.fullmatch(text):
            return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return text


_EXAMPLES: Mapping[Any, str] = {
    fields.Day: "ÅÅÅÅ-MM-DD",
    fields.Planned: "ÅÅÅÅ-MM",
    fields.TimeOfDay: '"09:00"',
    fields.YesNo: "true | false",
    fields.Country: "SE",
}


def _make_safe(line: str) -> str:
    """A line fit for a comment: what YAML refuses in any place is left out."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]", "", line)
