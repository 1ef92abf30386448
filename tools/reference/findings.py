"""The pages of every finding by its code, and of an example of each with its mend."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.cli.words import find_translation
from generator.finding_codes import Example, FindingCode, list_codes, read_help
from tools.finding_codes import find_room
from tools.finding_examples import CONTRACT
from tools.reference.pages import begin_page, escape_text, read_words, write_table

_MISTAKES = {"en": "mistakes.md", "sv": "misstag.md"}
_SETTINGS = '```toml\n[check]\nignore = ["RE2068"]\n```'


def write_messages(lang: str) -> str:
    """The page of all messages in a language."""
    words = read_words(lang)["messages"]
    pages = list(begin_page(lang, "messages"))
    pages.append(f"## {words['ignoring_head']}\n\n{words['ignoring']}\n\n{_SETTINGS}\n\n{words['ignoring_more']}\n")
    codes = [each for each in list_codes().values() if each.kind != "retired"]
    for room, group in groupby(codes, key=lambda each: find_room(each.code)):
        lead = f"{words['orders_lead']}\n\n" if room.name == "orders" else ""
        rows = [row for code in group for row in _write_rows(lang, code)]
        pages.append(f"## {words[room.name]}\n\n{lead}{write_table(words['head'], rows)}")
    if retired := [each for each in list_codes().values() if each.kind == "retired"]:
        rows = [row for code in retired for row in _write_rows(lang, code)]
        pages.append(f"## {words['retired']}\n\n{write_table(words['head'], rows)}")
    return "\n".join(pages)


def _write_rows(lang: str, code: FindingCode) -> Iterator[tuple[str, str, str]]:
    """A row for each message and hint of a code; the first can be linked to."""
    say, words, helped = find_translation(lang), read_words(lang)["messages"], read_help().get(code.code)
    name = f"[{code.code}]({_MISTAKES[lang]}#{code.code.lower()})" if helped and helped.example else code.code
    first = f'<a id="{code.code.lower()}"></a>{name}'
    mark = f"*{words[code.kind]}:* " if code.is_ignorable else ""
    for message in code.messages:
        for hint in (helped.hints.get(message) if helped else None) or [""]:
            yield first, mark + escape_text(say(message)), escape_text(say(hint)) if hint else ""
            first = code.code


def write_mistakes(lang: str) -> str:
    """The page of the examples in a language."""
    helped = read_help()
    examples = [(each, found.example) for each in list_codes().values() if (found := helped.get(each.code)) and found.example]
    parts = (_write_example(lang, code, example) for code, example in examples)
    return "\n".join([*begin_page(lang, "mistakes"), *parts])


def _write_example(lang: str, code: FindingCode, example: Example) -> str:
    say, words = find_translation(lang), read_words(lang)["mistakes"]
    said = " · ".join(escape_text(say(message)) for message in code.messages)
    place = [] if example.file == CONTRACT else [words["in_file"].format(file=example.file)]
    blocks = [_fence(example.broken), _fence(example.told[lang]), words["mended"], _fence(example.mended)]
    return "\n\n".join([f"## {code.code}", said, *place, *blocks]) + "\n"


def _fence(text: str) -> str:
    return "```text\n" + text.strip("\n") + "\n```"
