"""Contracts with random secrets, each with its twin, which differs in nothing else: the same number gives the same pair."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.documents.contracts import EXAMPLES

BASES = {"surgical-instruments": date(2024, 7, 1), "wound-care": date(2026, 11, 22)}
"""Examples, each with a day on which there is a meeting to invite to."""
_NAMES = {
    "surgical-instruments": ("Crescent Surgical Works", "Ravi Forging Cooperative", "Rhein Edelstahl GmbH"),
    "wound-care": ("Suzhou Gauze Manufacturing Co., Ltd.", "Lakshmi Spinning Mills", "Bomullsodlingar, ej namngivna"),
}
_FIRST = ("Bra", "Dro", "Fje", "Glu", "Kvy", "Mjå", "Plö", "Strä", "Zwi", "Qua")
_MIDDLE = ("vax", "zon", "kåf", "bry", "möz", "wux", "gäv", "pif")
_LAST = ("ek", "uz", "ow", "yx", "åv", "öm", "ip")
_SIGNS = "甲乙丙丁戊己庚辛壬癸鑫鹏鸿骏翔"
_CYRILLIC = ("Жуковщина", "Щербаковка", "Юбилейный", "Дзюдоист", "Цыплёнок", "Фигурный")
_COUNTRIES = {
    "BD": "bangladeshisk",
    "VN": "vietnamesisk",
    "KH": "kambodjansk",
    "ET": "etiopisk",
    "MX": "mexikansk",
    "PE": "peruansk",
    "MA": "marockansk",
    "LK": "lankesisk",
}
_PAIRS = ("sv", "en")


@dataclass(frozen=True)
class Pair:
    """A contract file and its twin, and what is looked for in what is made of the first."""

    first: Path
    second: Path
    secrets: tuple[str, ...]
    """Words of hidden names that stand nowhere else."""
    compounds: tuple[str, ...]
    """Words that a hidden name is a part of: they stay, since they mean something else."""
    invited: date
    """A day on which there is a meeting to invite to."""


class Drawing:
    """What is drawn for one contract, and for its twin: alike in all but the secrets."""

    def __init__(self, number: int, side: int) -> None:
        self._side = side
        self._shared = random.Random(number)  # noqa: S311 (the same numbers on every machine are wanted)
        self.own = random.Random(number * 2 + side + 1_000_000)  # noqa: S311
        self.base = self._shared.choice(tuple(BASES))
        self.words: list[str] = []
        self.compounds: tuple[str, ...] = ()
        self.forms: list[str] = []
        """How hidden values that are no names are written in running text."""
        text = (EXAMPLES / f"contracts/{self.base}.yaml").read_text(encoding="utf-8")
        self.data: dict[str, Any] = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 (it makes texts, and nothing else)

    def draw(self) -> dict[str, Any]:
        """The contract as plain data."""
        hidden = ["supply_chain[].name"]
        names = dict(zip(_NAMES[self.base], self._list_names(), strict=True))
        for link, name in zip(self.data["supply_chain"], names.values(), strict=True):
            link["name"] = name
        self.data = _rewrite(self.data, lambda text: _replace(text, names))
        self._mention(list(names.values()))
        for change in self._shared.sample(_CHANGES, self._shared.randrange(4)):
            hidden += change(self)
        for text in [text for text in _list_prose(self.data) if set(text) == set(_PAIRS)][:2]:
            for language in _PAIRS:
                text[language] = " ".join((text[language], *self.forms))
        bases = ("31 kap. 16 § OSL", "19 kap. 3 § OSL", "21 kap. 7 § OSL")
        entries = [(each, bases[0] if each == hidden[0] else self._shared.choice(bases)) for each in dict.fromkeys(hidden)]
        self.data["confidential"] = [{"fields": each, "basis": basis, "harm": "Skada."} for each, basis in entries]
        return self.data

    def _list_names(self) -> list[str]:
        """A name for each actor. The first may be a part of a word that stands in both contracts, and means something else."""
        parts = [_make_word(self._shared) for _ in range(2)]
        names = [self._name() for _ in range(3)]
        if self._shared.random() < 0.4:
            names[0] = parts[self._side]
            self.words.append(names[0])
            self.compounds = tuple(f"{part}borgen" for part in parts)
        return names

    def _word(self) -> str:
        """A word that stands in no other text."""
        word = _make_word(self.own)
        self.words.append(word)
        return word

    def _plain_word(self) -> str:
        """A word of letters from a to z."""
        word = unicodedata.normalize("NFKD", _make_word(self.own)).encode("ascii", "ignore").decode().lower()
        self.words.append(word)
        return word

    def _name(self) -> str:
        """A name, of a kind that the twin's has too or not: what it is says nothing."""
        kinds: tuple[Callable[[], str], ...] = (
            lambda: f"{self._word()} {self._word()}",
            lambda: f"{self._word()} & {self._word()} AB",
            lambda: f"{self._word()}-{self._word()}",
            lambda: f"{self._word()} o {self._word()}s Söner",
            lambda: f"{self._word()}'s <{self._word()}> Co., Ltd.",
            self._word,
            self._signs,
            self._cyrillic,
            lambda: f"{self._word()} 3 (fabrik)",
        )
        return self.own.choice(kinds)()

    def _signs(self) -> str:
        name = "".join(self.own.sample(_SIGNS, 4)) + "厂"
        self.words.append(name)
        return name

    def _cyrillic(self) -> str:
        name = self.own.choice(_CYRILLIC)
        self.words.append(name)
        return name

    def _mention(self, names: list[str]) -> None:
        """Name the names in prose, as people spell them, and words that they are a part of."""
        prose = [text for text in _list_prose(self.data) if "sv" in text and "en" in text]
        for text in self._shared.sample(prose, min(6, len(prose))):
            name, spell = names[self._shared.randrange(len(names))], self._shared.choice(_SPELLINGS)
            place = self._shared.choice(("Hos {} arbetade de. {}", "{1} ({0})", "{1} Se {0}: klart."))
            for language in _PAIRS:
                text[language] = place.format(spell(name), text[language])
        for text in prose[:1]:
            for language in _PAIRS:
                text[language] = " ".join((*self.compounds, text[language]))

    # What may be hidden beside names

    def hide_countries(self) -> list[str]:
        """Countries, which are the same wherever the contract says them."""
        links = self.data["supply_chain"]
        known = list(dict.fromkeys(link["country"] for link in links))
        new = dict(zip(known, self.own.sample(tuple(_COUNTRIES), len(known)), strict=True))
        self.forms += [f"({code}), {_COUNTRIES[code]}, {_COUNTRIES[code]}ägd" for code in new.values()]
        for part in (*links, *self.data["risks"]):
            if "country" in part:
                part["country"] = new[part["country"]]
            if "countries" in part:
                part["countries"] = [new.get(each, each) for each in part["countries"]]
        return ["supply_chain[].country"]

    def hide_ids(self) -> list[str]:
        """Ids, there and wherever they are referred to."""
        new = {link["id"]: f"{self._plain_word()}.{number}" for number, link in enumerate(self.data["supply_chain"])}
        for link in self.data["supply_chain"]:
            link["id"] = new[link["id"]]
        for activity in self.data["monitoring"]["activities"]:
            if "sites" in activity:
                activity["sites"] = [new[each] for each in activity["sites"]]
        for deviation in self.data.get("deviations", ()):
            if "location" in deviation:
                deviation["location"] = new[deviation["location"]]
        return ["supply_chain[].id", *(["deviations[].location"] if self.data.get("deviations") else [])]

    def hide_sums(self) -> list[str]:
        """Sums, and how many pieces."""
        self.data["value"]["amount"] = amount = str(self.own.randrange(10_000_000, 90_000_000))
        self.forms.append(f"{int(amount) // 1000} tkr, {int(amount) // 100_000 / 10:.1f} mnkr".replace(".", ","))
        for product in self.data["products"]:
            product["annual_value"]["amount"] = f"{self.own.randrange(10_000, 9_000_000)}.{self.own.randrange(100):02}"
            product["annual_volume"] = str(self.own.randrange(1000, 9_000_000))
        for activity in self.data["monitoring"]["activities"]:
            if "cost" in activity:
                activity["cost"]["amount"] = str(self.own.randrange(10_000, 500_000))
        fields = ("value.amount", "products[].annual_value.amount", "products[].annual_volume")
        return [*fields, "monitoring.activities[].cost.amount"]

    def hide_grades(self) -> list[str]:
        """How severe and likely risks are."""
        for risk in self.data["risks"]:
            risk["severity"], risk["likelihood"] = (str(self.own.randrange(1, 6)) for _ in range(2))
        return ["risks[].severity", "risks[].likelihood"]

    def hide_days(self) -> list[str]:
        """Days that something was found on, or that something is planned for."""
        if self.data.get("deviations"):
            for deviation in self.data["deviations"][:2]:
                found = date(2026, 3, 2) + timedelta(self.own.randrange(70))
                deviation["found"] = found.isoformat()
                self.forms.append(f"{found.day}/{found.month}-26, v. {found.isocalendar().week}, {found:%y%m%d}")
            return ["deviations[].found"]
        self.data["kickoff"]["date"] = (date(2026, 11, 30) + timedelta(self.own.randrange(25))).isoformat()
        return ["kickoff.date"]

    def hide_texts(self) -> list[str]:
        """Whole texts, of one paragraph or several, in both languages."""
        for risk in self.data["risks"]:
            said = " ".join(self._word() for _ in range(self.own.randrange(2, 30)))
            risk["description"] = {"sv": said, "en": f"{said}.\n\n{self._word()} {self._word()}"}
        for link in self.data["supply_chain"]:
            link["region"] = f"{self._word()} {self._word()}"
        return ["risks[].description", "supply_chain[].region"]

    def hide_persons(self) -> list[str]:
        """A person, and how to reach that person."""
        word = self._plain_word()
        person = self.data["supplier"]["contacts"]["account"]
        person |= {"name": f"{self._word()} {self._word()}", "email": f"{word}@supplier.example"}
        return ["supplier.contacts.account.name", "supplier.contacts.account.email"]


_CHANGES = (
    Drawing.hide_countries,
    Drawing.hide_ids,
    Drawing.hide_sums,
    Drawing.hide_grades,
    Drawing.hide_days,
    Drawing.hide_texts,
    Drawing.hide_persons,
)
_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    lambda name: f"{name}s" if name[-1].isalpha() and name[-1] < "Ā" else name,
    lambda name: name.replace(" ", "\N{NO-BREAK SPACE}"),
    lambda name: name.replace(" ", "\N{ZERO WIDTH SPACE} "),
    lambda name: name.replace(" ", "-"),
    lambda name: name.replace(" ", "/"),
    lambda name: name.replace(" ", "_"),
    lambda name: name.replace(" ", ""),
    lambda name: name.replace(" ", "\n"),
    lambda name: f"{name[:3]}\N{SOFT HYPHEN}{name[3:]}",
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: f"”{name}”",
    lambda name: name.removesuffix(" AB"),
    lambda name: name.replace("o", "о").replace("a", "а").replace("e", "е"),  # noqa: RUF001 (Cyrillic letters)
)


def write_pair(folder: Path, number: int) -> Pair:
    """The files of a pair, both by the name that they are to be known by."""
    paths, drawings = [], [Drawing(number, side) for side in (0, 1)]
    for side, drawing in zip(("one", "two"), drawings, strict=True):
        path = folder / side / "contract.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(drawing.draw(), ensure_ascii=False, indent=1), encoding="utf-8")
        paths.append(path)
    return Pair(paths[0], paths[1], tuple(drawings[0].words), drawings[0].compounds, BASES[drawings[0].base])


def _make_word(source: random.Random) -> str:
    """A word of the parts that no other text has side by side."""
    return "".join(source.choice(part) for part in (_FIRST, _MIDDLE, _MIDDLE, _LAST))


def _rewrite(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _rewrite(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [_rewrite(each, change) for each in value]
    return change(value)


def _replace(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _list_prose(value: Any) -> list[dict[str, str]]:
    """The texts in a contract that say something in two languages, in order."""
    if isinstance(value, dict):
        if set(value) == set(_PAIRS):
            return [value]
        return [found for key, each in value.items() if key not in {"title", "category"} for found in _list_prose(each)]
    return [found for each in value for found in _list_prose(each)] if isinstance(value, list) else []
