"""What there is to choose of a workspace, and what a wish comes to among it. Called by `studio`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.build.orders import Order
from generator.contract.loading import LoadedContract, LoadedReport
from generator.documents import ItemKind, list_documents, list_item_ids
from generator.errors import RealiseraError
from generator.preview.shelf import Shelf
from generator.rules.standing.letters import split_item
from generator.text.catalogs import list_known_languages
from generator.text.language import PSEUDO, Language
from generator.workspace import Files, Workspace


class Wish(Struct, frozen=True):
    """What somebody wants to see. Names that aren't among what there is stand for the first that is."""

    source: str = ""
    document: str = ""
    item: str = ""
    language: str = ""
    on: date | None = None


class Option(Struct, frozen=True):
    """One thing that can be chosen."""

    key: str
    label: str
    group: str = ""
    is_possible: bool = True
    """Whether something can be made of it."""
    lacks: tuple[str, ...] = ()
    """The fields of the contract that it would need."""


class Menu(Struct, frozen=True):
    """What there is to choose, and what is chosen of each."""

    sources: tuple[Option, ...] = ()
    documents: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    source: str = ""
    document: str = ""
    item: str = ""
    language: str = ""
    on: str = ""
    """The day, as YYYY-MM-DD."""

    def choose_item(self, items: Iterable[str], wanted: str) -> Menu:
        """The menu with these items, and the wanted one chosen if it is there."""
        options = tuple(Option(item, item) for item in items if item)
        return replace(self, items=options, item=_choose(options, wanted))


_MOST_NAMED = 200
"""Of more contracts than these, the titles aren't read: their files name them."""
_PSEUDO_NAME = "Pseudo"
"""What the language that nobody speaks is called: its code belongs to English."""


def make_menu(sources: Sequence[Path], workspace: Workspace, shelf: Shelf, wish: Wish, on: date) -> Menu:
    """The menu of a workspace before the source is read: all documents, no items."""
    files, languages = workspace.files, workspace.settings.languages
    find_label = shelf.find_label if len(sources) <= _MOST_NAMED else lambda _path: ""
    options = tuple(_name_source(workspace.root, path, find_label) for path in sources)
    specs = list_languages(files, languages)
    documents = tuple(Option(document.slug, shelf.find_title(document.slug)) for document in list_documents())
    return Menu(
        sources=options,
        documents=documents,
        languages=specs,
        source=_choose(options, wish.source),
        document=_choose(documents, wish.document),
        language=_choose(specs, wish.language),
        on=on.isoformat(),
    )


def narrow_menu(menu: Menu, loaded: LoadedContract | LoadedReport) -> Menu:
    """The menu with the documents that are made of such a source."""
    fitting = {each.slug for each in list_documents() if each.is_over_figures or isinstance(loaded, LoadedContract)}
    return replace(menu, documents=tuple(option for option in menu.documents if option.key in fitting))


def choose_document(menu: Menu, loaded: LoadedContract | LoadedReport, wish: Wish, on: date) -> Menu:
    """The menu with a document chosen, and with the items that the source has for it."""
    chosen = _choose(menu.documents, wish.document)
    document = next(each for each in list_documents() if each.slug == chosen)
    items = list_item_ids(document.item_kind, loaded.contract, on) if isinstance(loaded, LoadedContract) else ()
    return replace(menu, document=chosen).choose_item(items, wish.item)


def make_order(menu: Menu, on: date) -> Order:
    """The order of what is chosen, with what isn't translated marked."""
    document = next(each for each in list_documents() if each.slug == menu.document)
    items: dict[ItemKind, str] = {}
    if menu.item and document.item_kind == "step":
        items["deviation"], items["step"] = split_item(menu.item)
    elif menu.item:
        items[document.item_kind] = menu.item
    return Order(document, on, (menu.language,), items=items, draft=True)


def list_languages(files: Files, wanted: Sequence[str]) -> tuple[Option, ...]:
    """Every language that there is a catalog of, every pair of them, and what the workspace wants besides."""
    tags = list_known_languages(files)
    pairs = [f"{first}+{second}" for first, second in combinations(tags, 2)]
    specs = dict.fromkeys([*(spec for spec in wanted if set(spec.split("+")) <= set(tags)), *tags, *pairs])
    return tuple(Option(spec, " + ".join(name_language(tag) for tag in spec.split("+"))) for spec in specs)


def name_language(tag: str) -> str:
    """A language's own name, or its code where nobody has described it."""
    if tag == PSEUDO:
        return _PSEUDO_NAME
    try:
        return Language(tag).name
    except RealiseraError:
        return tag


def _name_source(root: Path | None, path: Path, find_label: Callable[[Path], str]) -> Option:
    key = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.as_posix()
    # A page can't ask for a name that isn't UTF-8.
    key = key.encode("utf-8", "backslashreplace").decode()
    folder, _, name = key.rpartition("/")
    return Option(key, " – ".join(filter(None, (find_label(path), name.removesuffix(path.suffix)))), folder)


def _choose(options: Sequence[Option], wanted: str) -> str:
    keys = [option.key for option in options]
    return wanted if wanted in keys else next(iter(keys), "")
