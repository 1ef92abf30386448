"""Other forms of hidden values in running text: what is masked, and what is shown to a person."""

from __future__ import annotations

import shutil
from datetime import date, time
from decimal import Decimal

import pytest

from generator.contract.fields import Count, Country, Day, Number, Planned, TimeOfDay
from generator.contract.values import Month
from generator.errors import InputError
from generator.masking.contracts import Cleaner
from generator.masking.everyday import read_everyday_words
from generator.masking.stand_ins import MARKS
from generator.masking.writing import read_writing
from generator.masking.written_values import Forms
from generator.workspace import PACKAGE, find_workspace
from tests.masking.secrets import WORKSPACE, mask_file, write_contract

WRITINGS = [read_writing(WORKSPACE.files, tag) for tag in ("sv", "en")]
EVERYDAY = read_everyday_words(WORKSPACE.files)


def read(value, annotation, text):
    """A text with `…` for what is masked, and what of it is left for a person to read."""
    forms = Forms(WRITINGS, EVERYDAY).list(value, annotation)
    masked = MARKS.sub("…", Cleaner({}, dict.fromkeys(forms, 0)).clean(text))
    doubtful = {masked[found.start : found.end] for form in forms if not form.is_sure for found in form.find(masked)}
    return masked, max(doubtful, key=len, default="")


@pytest.mark.parametrize(
    ("text", "masked", "doubtful"),
    [
        ("den 3 mars", "den …", ""),
        ("den 3:e mars kom de", "den … kom de", ""),
        ("3\N{NO-BREAK SPACE}mars", "…", ""),
        ("den tredje mars", "den …", ""),
        ("tisdagen den 3 mars 2026 och onsdag 3 mars", "… och …", ""),
        ("on Tuesday, 3 March 2026", "on …", ""),
        ("1–3 mars och 3–5 mars 2026", "… och …", ""),
        ("3 och 4 mars", "…", ""),
        ("den 3 mars 2025", "den 3 mars 2025", ""),
        ("den 13 mars", "den 13 mars", "mars"),
        ("den 2.3 mars", "den 2.3 mars", "mars"),
        ("on 3 March or March 3rd, 2026", "on … or …", ""),
        ("on the third of March", "on the …", ""),
        ("on 3 march", "on 3 march", "3 march"),
        ("den 3/3", "den …", ""),
        ("3/3 eller punkt 3.3", "3/3 eller punkt 3.3", "3/3"),
        ("3/3-26, 3.3.2026, 260303 och 2026-3-3", "…, …, … och …", ""),
        ("vecka 10, v. 10, v10 och 2026-W10", "…, …, … och …", ""),
        ("v. 9–10 och v. 10-12", "… och …", ""),
        ("vecka 11 och v. 100", "vecka 11 och v. 100", ""),
        ("vecka 10 2025", "vecka 10 2025", ""),
        ("week 10, 2026", "…", ""),
        ("i mars", "i mars", "mars"),
        ("i mars 2025", "i mars 2025", ""),
    ],
)
def test_a_day_is_known_without_its_year_and_by_its_week(text, masked, doubtful):
    assert read(date(2026, 3, 3), Day, text) == (masked, doubtful)


@pytest.mark.parametrize(
    ("text", "doubtful"), [("section 5 may apply", "5 may"), ("they told us in May", "May"), ("in mayhem", "")]
)
def test_a_month_that_is_another_word_too_is_for_a_person_to_read(text, doubtful):
    assert read(date(2026, 5, 5), Day, text) == (text, doubtful)


def test_of_a_hidden_month_its_name_with_the_year_is_masked():
    assert read(Month(2026, 3), Planned, "i mars 2026, 2026-03 och i mars 2025, mars") == ("i …, … och i mars 2025, mars", "mars")


def test_a_time_is_known_by_what_stands_before_it():
    text = "kl. 09.00, klockan 9, at 9:00, kl. 9.15 eller 9.00"
    assert read(time(9, 0), TimeOfDay, text) == ("…, …, …, kl. 9.15 eller 9.00", "9.00")


@pytest.mark.parametrize(
    ("text", "masked", "doubtful"),
    [
        ("142 tkr, 142k SEK och 142 tusen kronor", "…, … och …", ""),
        ("0,14 mnkr eller 0.142 million", "… eller …", ""),
        ("SEK 142,000 och 142 000 kr", "… och …", ""),
        ("SEK142350, 142350kr och 142 350SEK", "…, … och …", ""),
        ("142 000", "142 000", "142 000"),
        ("142 000 st", "142 000 st", "142 000"),
        ("140 000 kr", "140 000 kr", "140 000"),
        ("140 tkr", "140 tkr", "140 tkr"),
        ("0,1 mnkr", "0,1 mnkr", "0,1 mnkr"),
        ("142 k", "142 k", "142 k"),
        ("hundrafyrtiotvå tusen kronor", "… kronor", ""),
        ("etthundrafyrtiotvåtusen trehundrafemtio", "…", ""),
        ("one hundred and forty-two thousand", "…", ""),
        ("1 142 tkr, 14,2 tkr och 143 tkr", "1 142 tkr, 14,2 tkr och 143 tkr", ""),
    ],
)
def test_a_sum_is_known_cut_short_rounded_and_in_words(text, masked, doubtful):
    assert read(Decimal(142350), Number, text) == (masked, doubtful)


@pytest.mark.parametrize(
    ("value", "text", "masked"),
    [
        (Decimal(1_000_000), "en miljon, 1 mnkr och 1 000 tkr", "…, … och …"),
        (Decimal(950), "950 kr, 950:- och 950 stycken", "…, … och 950 stycken"),
        (Decimal(0), "0 kr", "0 kr"),
    ],
)
def test_a_round_sum_and_a_small_one_are_known(value, text, masked):
    assert read(value, Number, text)[0] == masked


def test_a_number_of_things_is_known_in_thousands_but_not_as_money():
    assert read(12_000, Count, "12 tusen st, 12 tkr") == ("… st, …", "")


@pytest.mark.parametrize(
    ("code", "text", "masked", "doubtful"),
    [
        ("CN", "kinesiska fabriker, kinesernas, Kinesiskt", "… fabriker, …, …", ""),
        ("CN", "kinesisktillverkad, kinesiskägd och en kinesisk-ägd", "…, … och en …", ""),
        ("CN", "Chinese workers, China's and PRC", "… workers, … and …", ""),
        ("CN", "Qingdao (CN), CN-266000, CHN", "Qingdao (…), …, …", ""),
        ("CN", "varor enligt CN", "varor enligt CN", "CN"),
        ("CN", "cn", "cn", ""),
        ("CN", "info@factory.cn", "info@factory.cn", "factory.cn"),
        ("IN", "ett indiskret ord", "ett indiskret ord", ""),
        ("SE", "svenska kronor", "svenska kronor", "svenska"),
        ("CD", "kongolesisk kobolt", "kongolesisk kobolt", "kongolesisk"),
        ("CD", "DR Kongo", "…", ""),
        ("PL", "a pole", "a pole", "pole"),
        ("MM", "Burma, Myanmar", "…, …", ""),
        ("US", "USA:s, let us", "…, let us", ""),
    ],
)
def test_a_country_is_known_by_its_people_its_goods_and_its_codes(code, text, masked, doubtful):
    assert read(code, Country, text) == (masked, doubtful)


def test_contracts_are_masked_so(tmp_path):
    path = write_contract(tmp_path, ("A Forge", "B Forge", "C Forge"), ("supply_chain[].country", "deviations[].found"))
    text = path.read_text(encoding="utf-8")
    day = text[text.index("found: ") + len("found: ") :][: len("2026-03-10")]
    said = f"I pakistansk regi, {int(day[8:])}/{int(day[5:7])}-{day[2:4]}, arbetade"
    path.write_text(text.replace("Låga styckpriser", said), encoding="utf-8")
    causes = [each.root_cause for each in mask_file(path).contract.deviations if each.root_cause]
    masked = next(cause.by_language["sv"] for cause in causes if "arbetade" in cause.by_language["sv"])
    assert MARKS.sub("…", masked).startswith("I … regi, …, arbetade")


def test_an_id_that_names_a_country_in_another_way_is_refused(tmp_path):
    path = write_contract(tmp_path, ("A Forge", "B Forge", "C Forge"), ("supply_chain[].country",))
    path.write_text(path.read_text(encoding="utf-8").replace("R1", "pakistansk"), encoding="utf-8")
    with pytest.raises(InputError, match="this names what is hidden"):
        mask_file(path)


def test_a_regions_own_words_are_taken_instead(tmp_path):
    (tmp_path / "realisera.toml").write_text("", encoding="utf-8")
    folder = tmp_path / "content/written"
    folder.mkdir(parents=True)
    (folder / "sv.yaml").write_text("countries: {CN: [mittenrikisk]}\nendings: [t, a]\n", encoding="utf-8")
    writings = [read_writing(find_workspace(tmp_path).files, "sv")]
    cleaner = Cleaner({}, dict.fromkeys(Forms(writings, ()).list("CN", Country), 0))
    assert MARKS.sub("…", cleaner.clean("mittenrikiska, kinesiska")) == "…, kinesiska"


@pytest.mark.parametrize("said", ["countries: [CN]", "endings: s", "scales: {tusen: [tkr]}", "weks: [vecka]", "- vecka"])
def test_a_file_that_is_otherwise_is_refused(tmp_path, said):
    (tmp_path / "realisera.toml").write_text("", encoding="utf-8")
    shutil.copytree(PACKAGE / "content/written", tmp_path / "content/written")
    (tmp_path / "content/written/sv.yaml").write_text(f"{said}\n", encoding="utf-8")
    with pytest.raises(InputError, match="this isn't how words of running text are listed"):
        read_writing(find_workspace(tmp_path).files, "sv")


def test_a_language_without_a_file_has_its_months_and_countries():
    writings = [read_writing(WORKSPACE.files, "fi")]
    cleaner = Cleaner({}, dict.fromkeys(Forms(writings, ()).list(date(2026, 3, 3), Day), 0))
    assert MARKS.sub("…", cleaner.clean("3. maaliskuuta")) == "…"
