"""Gives new findings the next free code of their room, and retires codes that nothing says any more. Called by `make reference`.

No code is changed or used again. A message that the source doesn't show as one is added to `generator/finding_codes.txt` by hand.
"""
# ruff: noqa: INP001 (a script, beside the package)

from __future__ import annotations

import ast
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from typing import NamedTuple

from generator.contract.date_order import DATE_RULES
from generator.finding_codes import FILE, FindingCode, Kind, list_codes
from tools.reference.messages import list_messages
from tools.reference.pages import ROOT, read_words

FROZEN = ROOT / "tests" / "finding_codes.txt"
"""What each code has ever been given for, by lines of code and message."""


class Room(NamedTuple):
    """What a range of codes is about: its first number, and whose messages get one of it, by patterns of modules."""

    first: int
    name: str
    modules: tuple[str, ...]


ROOMS = (
    Room(1001, "files", ("contract/syntax.py", "files/*.py", "errors.py", "contract/editing.py", "cli/commands.py")),
    Room(2001, "contracts", ("contract/messages.py", "contract/case.py", "contract/meaning.py", "contract/understanding.py")),
    Room(2501, "orders", ()),
    Room(3001, "workspace", ("workspace.py", "documents/plugin_types.py", "files/plugins.py", "contract/*.py")),
    Room(4001, "texts", ("text/*.py", "translating/*.py", "cli/locale/*.py")),
    Room(5001, "layouts", ("rendering/*.py", "files/office/*.py", "cli/layout/*.py")),
    Room(
        6001,
        "making",
        ("build/*.py", "documents/*.py", "output/*.py", "masking/*.py", "provenance/*.py", "reporting/*.py", "preview/*.py"),
    ),
    Room(7001, "recording", ("recording/*.py", "forms/*.py")),
    Room(8001, "drafting", ("drafting/*.py",)),
    Room(9001, "command", ("cli/*.py",)),
)


_SEVERITIES = {
    "translating/checks/": ("error", "warning"),
    "contract/ladder_lacks.py": ("warning",),
    "recording/obstacles.py": ("error", "warning"),
    "documents/escalation_letter.py": ("error", "warning"),
}
"""How severe the findings of modules are that don't say so beside the message. What stands in the way of a step is a warning once
the step is in the log."""
_HEAD = """\
# The code of each kind of finding: its messages as they stand in the program, and of the order of dates what holds of them.
# A line that is indented is another message of the code above it. An `error` stops what it is about, a `warning` may be ignored,
# `either` is an error in one place and a warning in another, and `retired` is said no more. A code is never changed or used
# again; who rewords a message leaves it its code. `make reference` gives new messages a code.
"""


def update_codes(codes: Iterable[FindingCode]) -> list[FindingCode]:
    """The codes as they are to be: those that are there, without messages that nothing says, and new ones."""
    said, known = list_said(), list_texts()
    kept = [_renew(each, said, known) for each in codes]
    coded = {message for each in kept if each.kind != "retired" for message in each.messages}
    numbers = {int(each.code.removeprefix("RE")) for each in kept}
    for message, (room, kind) in said.items():
        if message not in coded:
            number = max([room.first - 1, *(number for number in numbers if find_room(f"RE{number}") is room)]) + 1
            numbers.add(number)
            kept.append(FindingCode(f"RE{number}", kind, (message,)))
    return sorted(kept, key=lambda each: each.code)


@cache
def list_said() -> dict[str, tuple[Room, Kind]]:
    """Every message that the program is seen to say, once, with the first room that says it, and how severe it is."""
    said: dict[str, list[tuple[Room, str]]] = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        name = path.relative_to(ROOT / "generator").as_posix()
        for each in list_messages(name):
            severities = next((given for start, given in _SEVERITIES.items() if name.startswith(start)), (each.severity,))
            said.setdefault(each.message, []).extend((_choose_room(name), severity) for severity in severities)
    found = {
        message: (min(room for room, _ in places), _sum_up({severity for _, severity in places}))
        for message, places in said.items()
    }
    return found | {rule.words: (ROOMS[2], rule.severity) for rule in DATE_RULES}


@cache
def list_texts() -> frozenset[str]:
    """Every text of the program, and what holds of dates: a code whose messages aren't there is retired."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "generator").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _choose_room(module: str) -> Room:
    """The room of a module: of those whose patterns fit, the one that is said most exactly."""
    fitting = ((pattern, room) for room in ROOMS for pattern in room.modules if fnmatch(module, pattern))
    return max(fitting, key=lambda each: len(each[0]))[1]


def _sum_up(severities: set[str]) -> Kind:
    return "either" if len(severities) > 1 else "warning" if "warning" in severities else "error"


def _renew(code: FindingCode, said: dict[str, tuple[Room, Kind]], known: frozenset[str]) -> FindingCode:
    """The code with the messages that are still there, as severe as they are seen to be; retired if there are none."""
    messages = tuple(message for message in code.messages if message in known)
    if code.kind == "retired" or not messages:
        return FindingCode(code.code, "retired", code.messages)
    kinds = {said[message][1] for message in messages if message in said}
    if code.kind == "either" or kinds <= {code.kind}:
        return FindingCode(code.code, code.kind, messages)
    return FindingCode(code.code, next(iter(kinds)) if len(kinds) == 1 else "either", messages)


def find_room(code: str) -> Room:
    """The room that a code is of."""
    return next(room for room in reversed(ROOMS) if f"RE{room.first}" <= code)


def write_codes(codes: Iterable[FindingCode]) -> str:
    """The file of the codes."""
    lines, room = [_HEAD.rstrip("\n")], None
    for each in codes:
        if (own := find_room(each.code)) is not room:
            room = own
            lines.append(f"\n# {read_words('en')['messages'][room.name]}")
        first, *more = each.messages
        lines += [f"{each.code} {each.kind:<7} {first}", *(f"{'':<15}{message}" for message in more)]
    return "\n".join([*lines, ""])


def write_frozen(codes: Iterable[FindingCode]) -> str:
    """The list that holds codes to what they were given for: each with its messages, and what it was given for before."""
    lines = set(FROZEN.read_text(encoding="utf-8").splitlines()) if FROZEN.is_file() else set()
    lines |= {f"{each.code} {message}" for each in codes for message in each.messages}
    return "\n".join([*sorted(lines), ""])


def update_files() -> None:
    """Write the file of the codes, and the list that holds them to what they were given for."""
    codes = update_codes(list_codes().values())
    FILE.write_text(write_codes(codes), encoding="utf-8", newline="\n")
    FROZEN.write_text(write_frozen(codes), encoding="utf-8", newline="\n")
    list_codes.cache_clear()


if __name__ == "__main__":
    update_files()
