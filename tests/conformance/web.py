"""Asks the validator of the W3C and a browser about web pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tests.conformance.tools import CHECKERS, CHROMIUM, JDK, NODE_MODULES, require

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_WIDE = {"width": 1280, "height": 900}
_NARROW = {"width": 320, "height": 640}
_TALL = {"width": 1200, "height": 4000}
"""So tall that the list of a site's pages is seen whole: of what has scrolled away axe can tell no contrast."""
_SCHEMES: tuple[tuple[Literal["light", "dark"], list[str]], ...] = (("light", RULES), ("dark", ["color-contrast"]))
_PHONE = {"width": 375, "height": 812}
_PAPER = {"width": 628, "height": 956}
"""What is left of A4 between margins of 22 mm, in pixels of 1/96 inch."""
_FIND_WIDE = """() => {
  const page = document.documentElement, found = [];
  if (page.scrollWidth > page.clientWidth) found.push("the page scrolls sideways");
  for (const each of document.querySelectorAll("body *")) {
    const scrolls = each.closest(".scroll"), box = each.getBoundingClientRect();
    if (!scrolls && !each.closest(".skip, svg") && box.right > page.clientWidth + 1)
      found.push(`reaches beyond the page: ${each.outerHTML.slice(0, 80)}`);
    if (scrolls === each && each.scrollWidth > each.clientWidth + 1 && each.tabIndex !== 0)
      found.push(`scrolls and takes no focus: ${each.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""
_FIND_BROKEN = """() => {
  document.body.style.hyphens = "manual";  // what has a hyphen is well broken, and not every browser can
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("svg, a, style, script")) continue;
    for (let at = 1, last = null; at < text.length; at++) {
      range.setStart(text, at - 1); range.setEnd(text, at + 1);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1 && /[\\p{L}\\d]{2}/u.test(text.data.slice(at - 1, at + 1)))
        found.push(`broken within a word: ${text.data.slice(Math.max(at - 12, 0), at)}|${text.data.slice(at, at + 12)}`);
    }
  }
  return found;
}"""
_FIND_SIZES = """() => {
  const sizes = ["h1", "h2", "h3", "p"].map(name => document.querySelector(`main ${name}`)).filter(each => each)
    .map(each => [each, parseFloat(getComputedStyle(each).fontSize)]).filter(([each]) => !each.matches(".lead, .note"));
  return sizes.slice(1).filter(([, size], at) => size >= sizes[at][1])
    .map(([each]) => `as large as the one above: <${each.localName}`);
}"""
"""Headings are told from those under them, and from text, by their size."""
_FIND_CUT = """() => {
  const page = document.documentElement, found = [];
  if (page.scrollWidth > page.clientWidth + 1) found.push("wider than the paper");
  for (const each of document.querySelectorAll("main, main *:not(svg *)")) {
    const style = getComputedStyle(each), cuts = style.overflowX !== "visible" || style.overflowY !== "visible";
    if (cuts && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1))
      found.push(`cut on paper: ${each.outerHTML.slice(0, 80)}`);
    if (!each.closest(".words") && each.textContent.trim() && (style.display === "none" || style.visibility === "hidden"))
      found.push(`not on paper: ${each.outerHTML.slice(0, 80)}`);
    if (style.position === "fixed") found.push(`over other text on paper: ${each.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""
_ASK_AXE = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations", "incomplete"]});
  const list = kind => found[kind].flatMap(rule => rule.nodes.map(node => [rule.id, node.html.slice(0, 120)]));
  return {violations: list("violations"), incomplete: list("incomplete")};
}"""
_UNDECIDED = {
    ("color-contrast", "<text"): "what a word in a drawing stands on axe can't see; the drawing's own tests count it",
}
"""What axe leaves to people: the rule and how the element begins, and why it is as it should be."""


def ask_vnu(files: Iterable[Path]) -> list[str]:
    """What the W3C's validator finds in pages: errors, and warnings as well."""
    require(JDK, CHECKERS)
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [
        "java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xss8m",
        "-jar",
        jar,
        "--format",
        "json",
        "--exit-zero-always",
    ]
    made = subprocess.run([*command, *files], check=True, capture_output=True, text=True, encoding="utf-8")
    return [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(made.stderr)["messages"]
    ]


@contextmanager
def open_browser() -> Iterator[Page]:
    """A page of Chromium."""
    require(CHROMIUM, CHECKERS)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only where there is a browser)

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser.new_page(viewport=_WIDE)
        browser.close()


def check_in_browser(page: Page, file: Path) -> list[str]:
    """What is wrong with a page: what it isn't allowed to do; for axe, in light and in dark; on a narrow screen; on paper."""
    page.set_viewport_size(_WIDE)
    page.emulate_media(media="screen", color_scheme="light")
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        found.append(f"the browser says: {message.text}")

    page.on("console", listen)
    page.goto(file.as_uri())
    page.remove_listener("console", listen)
    page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found += _ask_axe(page, RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {finding}" for finding in _ask_axe(page, ["color-contrast"])]
    page.set_viewport_size(_NARROW)
    for find in (_FIND_WIDE, _FIND_SIZES, _FIND_BROKEN):
        found += [f"at 320 pixels: {finding}" for finding in page.evaluate(find)]
    page.set_viewport_size(_PAPER)
    page.emulate_media(media="print", color_scheme="light")
    return found + page.evaluate(_FIND_CUT)


def check_site_page(page: Page, file: Path) -> list[str]:
    """What is wrong with a page of the documentation site: for axe, in light and in dark, and on a telephone."""
    page.set_viewport_size(_TALL)
    found: list[str] = []
    for scheme, rules in _SCHEMES:
        page.emulate_media(media="screen", color_scheme=scheme)
        page.goto(file.as_uri())
        page.wait_for_function("document.getAnimations().length === 0")  # colours take their time to change
        page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        found += [f"in {scheme}: {finding}" for finding in _ask_axe(page, rules)]
    page.set_viewport_size(_PHONE)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("on a telephone the page scrolls sideways")
    return found


def _ask_axe(page: Page, rules: list[str]) -> Iterator[str]:
    answer: dict[str, Any] = page.evaluate(_ASK_AXE, rules)
    for rule, element in answer["violations"]:
        yield f"{rule}: {element}"
    for rule, element in answer["incomplete"]:
        if not any(rule == known and element.startswith(start) for known, start in _UNDECIDED):
            yield f"{rule} is undecided: {element}"
