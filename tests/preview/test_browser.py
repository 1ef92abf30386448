"""The preview in a real browser: it follows changes at once, can be used by keyboard, and has no faults that axe finds."""

from __future__ import annotations

import importlib.resources
import json
import shutil
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from generator.workspace import PACKAGE
from tests.preview.conftest import Preview, write_catalog

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

PLAN = {"source": "contracts/surgical-instruments.yaml", "document": "action-plan", "item": "D1", "language": "en"}
START = "Planen visar vad ni som leverantör ska göra för att rätta till en avvikelse från kontraktsvillkoren."
WHOM = "{{ view.officer.name if view.is_form else reach(view.officer) }}"
LEAD = f"{START} Undrar ni över något? Hör gärna av er till {WHOM}."
SOON, LATE = 2.0, 20.0
"""Seconds: how soon a change is to be seen, and how long a busy machine may take."""
SEEN = "iframe:not(.coming)"


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(**getattr(request, "param", {"viewport": {"width": 1280, "height": 800}}))
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert troubles == []


def visit(page: Page, preview: Preview, **wish: str) -> None:
    page.goto(f"{preview.address}?{urlencode({**PLAN, **wish})}")
    page.locator(SEEN).first.wait_for()


def find_frame(page: Page, number: int = 0) -> Frame:
    element = page.locator(SEEN).nth(number).element_handle()
    assert element
    frame = element.content_frame()
    assert frame
    return frame


def wait_for_text(page: Page, text: str) -> None:
    page.frame_locator(SEEN).get_by_text(text).first.wait_for(timeout=LATE * 1000)


def translate(preview: Preview, translation: str, before: str = "") -> None:
    write_catalog(preview.root, f'{before}msgid "{LEAD}"\nmsgstr "{translation} {WHOM}"\n')


def test_a_changed_translation_is_seen_within_two_seconds(page: Page, preview: Preview) -> None:
    visit(page, preview)
    waits = []
    for number in range(4):
        started = time.monotonic()
        translate(preview, f"Translated anew, number {number}.")
        wait_for_text(page, f"Translated anew, number {number}.")
        waits.append(time.monotonic() - started)
    assert min(waits) < SOON
    assert "Shown anew" in page.locator("#status").inner_text()
    write_catalog(preview.root)
    wait_for_text(page, "The plan shows what you as the supplier")


def test_the_place_in_the_document_is_kept(page: Page, preview: Preview) -> None:
    visit(page, preview)
    find_frame(page).evaluate("scrollTo(0, 900)")
    top = find_frame(page).evaluate("document.querySelectorAll('table.grid')[0].getBoundingClientRect().top")
    page.wait_for_timeout(300)
    translate(preview, "Long. " * 300)
    page.frame_locator(SEEN).get_by_text("Long. Long.").wait_for(timeout=LATE * 1000, state="attached")
    now = find_frame(page).evaluate("document.querySelectorAll('table.grid')[0].getBoundingClientRect().top")
    assert abs(now - top) < 3
    write_catalog(preview.root)


def test_a_click_on_a_text_shows_its_message(page: Page, preview: Preview) -> None:
    visit(page, preview)
    page.frame_locator(SEEN).get_by_text("The plan shows what you").click()
    details = page.locator("#details")
    details.get_by_text(START).wait_for()
    details.get_by_text("locales/en/LC_MESSAGES/documents.po:").wait_for()
    assert "action-plan.md:" in details.inner_text()
    assert page.locator("#list [aria-current]").inner_text().startswith("Planen visar vad ni")


@pytest.mark.parametrize("page", [{"viewport": {"width": 375, "height": 800}}], indirect=True)
def test_the_words_in_the_place_of_a_drawing_can_be_clicked(page: Page, preview: Preview) -> None:
    visit(page, preview, document="followup-plan", item="")
    words = page.frame_locator(SEEN).locator(".words li[data-message]").first
    words.click()
    page.locator("#details").get_by_text("locales/en/LC_MESSAGES/documents.po:").wait_for()
    assert "chosen" in (words.get_attribute("class") or "")


def test_the_keyboard_is_enough(page: Page, preview: Preview) -> None:
    visit(page, preview)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the texts
    page.locator("#texts:focus").wait_for()
    while page.evaluate("document.activeElement.dataset.id") is None:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#details .words").first.wait_for()
    page.get_by_role("button", name="Show in the document").focus()
    page.keyboard.press("Enter")
    frame = find_frame(page)
    frame.wait_for_selector("[data-message]:focus")
    page.keyboard.press("Tab")
    frame.wait_for_selector(".lead > :first-child:focus")
    page.keyboard.press("Enter")
    page.locator("#message:focus").wait_for()
    page.locator("#details .words").first.wait_for()
    page.keyboard.press("Escape")
    frame.wait_for_selector(".lead > :first-child:focus")


def test_what_is_not_translated_is_marked(page: Page, preview: Preview) -> None:
    translate(preview, "We have seen.", "#, fuzzy\n")
    # The product's own translation stands over a fuzzy one; a text of the workspace's own has none.
    content = preview.root / "content/action-plan.md"
    content.parent.mkdir()
    content.write_text("# Åtgärdsplan\n\nHelt ny text.\n\nEn till.\n", encoding="utf-8")
    write_catalog(preview.root, '#, fuzzy\nmsgid "En till."\nmsgstr "One more."\n')
    try:
        visit(page, preview)
        frame = find_frame(page)
        frame.wait_for_selector("html.marked [data-message$=' missing']")
        frame.wait_for_selector("html.marked [data-message$=' fuzzy']")
        page.get_by_role("radio", name="To do").check()
        assert page.locator("#list button").count() == 2
        assert page.locator("#counts").inner_text() == "To translate: 1. Fuzzy: 1."
        page.get_by_label("Mark what isn't translated").uncheck()
        frame.wait_for_selector("html:not(.marked)")
    finally:
        content.unlink()
        write_catalog(preview.root)


def test_a_mistake_is_shown_in_place_of_the_document_until_it_is_mended(page: Page, preview: Preview) -> None:
    visit(page, preview)
    contract = preview.root / PLAN["source"]
    whole = contract.read_text(encoding="utf-8")
    contract.write_text("format: 1\nid: [\n", encoding="utf-8")
    page.locator(".findings.wrong").get_by_text("surgical-instruments.yaml:").first.wait_for(timeout=LATE * 1000)
    assert page.locator("iframe").count() == 0
    assert "can't be shown" in page.locator("#status").inner_text()
    contract.write_text(whole, encoding="utf-8")
    wait_for_text(page, "The plan shows what you as the supplier")
    assert page.locator(".findings.wrong").count() == 0


def test_a_broken_catalog_is_shown_with_its_line(page: Page, preview: Preview) -> None:
    visit(page, preview)
    path = write_catalog(preview.root, 'msgid "x"\nmsgstr "y\n')
    page.locator(".findings.wrong").get_by_text("documents.po:7").first.wait_for(timeout=LATE * 1000)
    path.unlink()
    wait_for_text(page, "The plan shows what you as the supplier")
    write_catalog(preview.root)


def test_two_documents_stand_side_by_side_and_scroll_together(page: Page, preview: Preview) -> None:
    visit(page, preview, language="sv", beside="en")
    page.locator(SEEN).nth(1).wait_for()
    page.frame_locator(SEEN).first.get_by_text("Planen visar vad ni").first.wait_for()
    page.frame_locator(SEEN).nth(1).get_by_text("The plan shows what you").wait_for()
    page.locator(SEEN).first.hover()
    page.mouse.wheel(0, 700)
    find_frame(page, 1).wait_for_function("scrollY > 300")


def test_the_page_itself_does_not_scroll_where_there_is_room(page: Page, preview: Preview) -> None:
    visit(page, preview)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_choices_stay_in_the_address(page: Page, preview: Preview) -> None:
    visit(page, preview)
    page.get_by_label("Language").select_option("sv+en")
    page.get_by_label("About").select_option("D2")
    page.frame_locator(SEEN).get_by_text("D2").first.wait_for()
    page.reload()
    page.frame_locator(SEEN).get_by_role("heading", name="Åtgärdsplan / Action plan").wait_for()
    assert page.get_by_label("About").input_value() == "D2"


def run_axe(target: Page | Frame) -> list[str]:
    """What axe finds, each as a rule and the first place."""
    source = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    target.evaluate(source)
    found: dict[str, Any] = target.evaluate("axe.run(document, {iframes: false})")
    return [
        f"{each['id']}: {json.dumps(each['nodes'][0]['target'])} {each['nodes'][0]['html'][:120]}" for each in found["violations"]
    ]


def test_the_menu_says_what_can_not_be_made(page: Page, preview: Preview) -> None:
    visit(page, preview, source="contracts/cleaning.yaml", document="contacts")
    options = page.locator("#document option").all_text_contents()
    assert options[0] == "Guide till kontraktsvillkoren"
    assert "Riskanalys – needs risks" in options
    assert "Åtgärdsplan – can't be made now" in options
    assert page.locator("#document").input_value() == "contacts"


@pytest.mark.parametrize(
    "page",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}},
    ],
    indirect=True,
    ids=["light", "dark", "small"],
)
def test_axe_finds_nothing(page: Page, preview: Preview) -> None:
    visit(page, preview, beside="sv")
    page.frame_locator(SEEN).first.locator("p.lead > *").first.click()
    page.locator("#details .words").first.wait_for()
    assert run_axe(page) == []
    assert run_axe(find_frame(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sentence_is_edited_in_the_page_and_taken_back(editable: Preview, page: Page) -> None:
    visit(page, editable)
    catalog = editable.root / "locales/en/LC_MESSAGES/documents.po"
    page.frame_locator(SEEN).get_by_text("The plan shows what you").first.click()
    box = page.get_by_role("dialog", name="Translation into English")
    box.get_by_text(START).wait_for()
    words = box.get_by_role("textbox", name="Translation into English")
    was = words.input_value()
    assert page.evaluate("document.activeElement.id") == "form-0"
    assert run_axe(page) == []
    words.fill("We have seen.")
    box.get_by_role("button", name="Save", exact=True).click()
    box.get_by_text("It is not saved: this is wrong.").wait_for()
    assert "placeholders" in box.get_by_role("alert").inner_text()
    assert run_axe(page) == []
    assert not catalog.exists()
    words.fill(was.replace("The plan shows", "this plan shows"))
    assert box.get_by_role("alert").inner_text() == ""
    page.keyboard.press("Control+Enter")
    box.get_by_role("button", name="Save all the same").click()
    box.wait_for(state="hidden")
    wait_for_text(page, "this plan shows what you")
    assert "this plan shows" in catalog.read_text(encoding="utf-8")
    page.get_by_role("button", name="Take back the last edit").click()
    wait_for_text(page, "The plan shows what you")
    assert not catalog.exists()
    assert page.get_by_role("button", name="Take back the last edit").is_hidden()


def test_the_keyboard_is_enough_to_edit(editable: Preview, page: Page) -> None:
    visit(page, editable)
    frame = find_frame(page)
    frame.locator("[data-message]").filter(has_text="The plan shows what you").first.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog")
    box.wait_for()
    page.keyboard.press("End")
    box.get_by_role("button", name="{{ view.officer").first.focus()
    page.keyboard.press("Enter")
    assert box.get_by_role("textbox").input_value().count("{{ view.officer") == 2
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    frame.wait_for_selector("[data-message].chosen:focus")


def test_words_that_somebody_else_has_changed_are_shown_beside_ones_own(editable: Preview, page: Page) -> None:
    visit(page, editable)
    page.frame_locator(SEEN).get_by_role("heading", name="Action plan").first.click()
    box = page.get_by_role("dialog")
    words = box.get_by_role("textbox")
    words.wait_for()
    words.fill("Our action plan")
    write_catalog(editable.root, 'msgid "Åtgärdsplan"\nmsgstr "Their action plan"\n')
    box.get_by_role("button", name="Save", exact=True).click()
    box.get_by_text("Their action plan").wait_for()
    assert words.input_value() == "Our action plan"
    assert run_axe(page) == []
    box.get_by_role("button", name="Save", exact=True).click()
    box.wait_for(state="hidden")
    wait_for_text(page, "Our action plan")


def test_a_layout_is_shown_with_what_stands_in_it(editable: Preview, page: Page) -> None:
    layout = editable.root / "templates/logo.svg"
    layout.parent.mkdir()
    shutil.copy(PACKAGE / "templates/logo.svg", layout)
    page.goto(f"{editable.address}?source=templates/logo.svg")
    page.locator(SEEN).wait_for(timeout=LATE * 1000)
    page.frame_locator(SEEN).get_by_role("img", name="Page 1").wait_for()
    assert page.get_by_label("Language").is_hidden()
    assert page.get_by_role("heading", name="The chosen text").is_hidden()
    assert run_axe(page) == []
    assert run_axe(find_frame(page)) == []
