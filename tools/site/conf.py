"""How Sphinx makes the documentation site of the pages as they are. Called by `make docs`, and by the tests of the site.

The sources are the whole repository, so that links between pages hold here as they do where the files are read. Which page
has which place stands in `CHAPTERS`; a page that has none fails the build. The site speaks Swedish around the Swedish pages.
"""
# ruff: noqa: INP001 (Sphinx reads it)

from __future__ import annotations

import gettext
import posixpath
import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import sphinx.locale
import sphinx.search
from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish
from sphinx.search.sv import SearchSwedish

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCRIPTS = Path(sphinx.search.__file__).parent / "minified-js"
START, DECISIONS = "docs/index", "docs/decisions/README"
SWEDISH = (START, "docs/kom-igang", "docs/guider/*", "docs/referens/*", "sok", "index")
"""The pages in Swedish; all others are in English."""
SWEDISH_SEARCH = "sok"
CHAPTERS = (
    ("För dig som följer upp avtal", ("docs/kom-igang", "docs/guider/*", "docs/referens/*")),
    (
        "In English",
        (
            "README",
            "docs/usage",
            "docs/new-contracts",
            "docs/recording",
            "docs/contract-format",
            "docs/escalation-ladder",
            "docs/typical-risks",
            "docs/clause-files",
            "docs/configuration",
            "docs/layouts",
        ),
    ),
    ("For translators", ("docs/translating",)),
    ("For registrars and lawyers", ("docs/registrars", "docs/release", "docs/legal-claims", "docs/conformance")),
    ("For IT", ("docs/it", "docs/installing", "docs/nightly", "docs/cluster", "SECURITY", "docs/benchmarks", "docs/licences")),
    (
        "For developers",
        (
            "docs/developers",
            "ARCHITECTURE",
            "CONTRIBUTING",
            "docs/interface",
            "docs/plugins",
            "docs/compatibility",
            "docs/date-order",
            "docs/paper",
            "docs/releasing",
            DECISIONS,
            "CODE_OF_CONDUCT",
        ),
    ),
    ("Reference", ("docs/reference/*", "CHANGELOG", "templates/fonts/LICENSES")),
)
"""The pages by whom they are for, in the order in which the site lists them; of a folder, those that no line names."""

project = "realisera"
language = "en"
extensions = ["myst_parser"]
root_doc = START
include_patterns = ["*.md", "docs/**.md", "templates/fonts/LICENSES.md"]
exclude_patterns = [path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in {"docs", "templates"}]
templates_path = ["parts"]
myst_heading_anchors = 4

html_title = project
html_theme = "pydata_sphinx_theme"
html_static_path = ["static", str(Path(sphinx.locale.__file__).parent / "sv" / "LC_MESSAGES" / "sphinx.js")]
html_css_files = ["site.css"]
html_sidebars = {"**": ["pages.html"]}
html_additional_pages = {SWEDISH_SEARCH: "search.html", "index": "moved.html"}
html_use_index = False
html_search_language = "sv-en"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["find.html"],
    "article_header_start": [],
    "secondary_sidebar_items": ["page-toc"],
    "primary_sidebar_end": [],
    "show_prev_next": False,
    "footer_start": [],
    "footer_end": [],
}


class BothLanguages(SearchLanguage):
    """Words by their stems in English and then in Swedish, alike where they are indexed and where they are asked for."""

    lang, language_name = "sv-en", "Swedish and English"
    stopwords = SearchSwedish.stopwords | SearchEnglish.stopwords
    js_stemmer_code = "\n".join(
        [
            *((SCRIPTS / f"{name}-stemmer.js").read_text(encoding="utf-8") for name in ("base", "english", "swedish")),
            "window.Stemmer = function () {",
            "  const english = new EnglishStemmer(), swedish = new SwedishStemmer();",
            "  this.stemWord = word => swedish.stemWord(english.stemWord(word));",
            "};",
        ]
    )

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.english, self.swedish = SearchEnglish(options), SearchSwedish(options)

    def stem(self, word: str) -> str:
        """The stem of a word."""
        return self.swedish.stem(self.english.stem(word))


def is_swedish(page: str) -> bool:
    """Whether a page is in Swedish."""
    return any(fnmatchcase(page, pattern) for pattern in SWEDISH)


def load_swedish() -> Callable[[str], str]:
    """What says the words around a page in Swedish: those of Sphinx, and of the theme by `sv.po`."""
    own = {message.id: message.string for message in read_po((HERE / "sv.po").open("rb")) if message.string}
    of_sphinx = gettext.translation("sphinx", Path(sphinx.locale.__file__).parent, ["sv"])
    return lambda text: own.get(text) or of_sphinx.gettext(text)


def add_chapters(app: Sphinx, page: str, source: list[str]) -> None:
    """Give the page that all start from its lists of pages."""
    if page == START:
        there = {posixpath.dirname(each) for each in app.env.found_docs}
        lists = (
            "\n".join(["```{toctree}", ":hidden:", ":glob:", f":caption: {name}", "", *(f"/{each}" for each in listed), "```"])
            for name, pages in CHAPTERS
            if (listed := [each for each in pages if "*" not in each or posixpath.dirname(each) in there])
        )
        source[0] += "\n" + "\n\n".join(lists)
    if page == DECISIONS:
        source[0] += "\n```{toctree}\n:glob:\n\n[0-9]*\n```\n"


def find_folders(app: Sphinx, tree: nodes.document) -> None:
    """Let links to folders lead to the page that tells of the folder, or else, where it is there, leave their words alone."""
    folder = posixpath.dirname(app.env.docname)
    for link in list(tree.findall(pending_xref)):
        name = posixpath.normpath(posixpath.join(folder, link["reftarget"]))
        if link["reftype"] != "myst" or not (ROOT / name).is_dir():
            continue
        words = link.children[0].children
        if f"{name}/README" in app.env.found_docs:
            address = posixpath.relpath(f"{name}/README.html", folder or ".")
            link.replace_self(nodes.reference("", "", *words, refuri=address, internal=True))
        else:
            link.replace_self(words)


def drop_empty_heads(_: Sphinx, tree: nodes.document) -> None:
    """Take the head off each table whose head says nothing: Markdown wants one, and whoever listens to a page would hear it."""
    for head in list(tree.findall(nodes.thead)):
        if not head.astext().strip():
            head.parent.remove(head)


def speak_swedish(app: Sphinx, page: str, _: str, context: dict[str, Any], __: nodes.document | None) -> None:
    """Say in Swedish what stands around a Swedish page, and mark on each page what is in the other language."""
    context["list_pages"] = lambda: mark_languages(page, context["generate_toctree_html"])
    if not is_swedish(page):
        return
    say, find_path = load_swedish(), context["pathto"]
    context |= {"language": "sv", "_": say, "gettext": say, "theme_search_bar_text": say("Search the docs ...")}
    context["pathto"] = lambda name, *rest, **more: find_path(SWEDISH_SEARCH if name == "search" else name, *rest, **more)
    if page == SWEDISH_SEARCH:
        context["pagename"] = "search"  # by this name the theme knows that the page has brought its scripts
        app.add_js_file("sphinx.js")


def mark_languages(page: str, write: Callable[..., str]) -> str:
    """The list of all pages, in which what is in another language than the page says so."""
    own = is_swedish(page)

    def mark_link(link: re.Match[str]) -> str:
        address = link["address"]
        target = page if address == "#" else posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
        other = is_swedish(target.removesuffix(".html"))
        return link[0] if other == own else f"{link[0][:-1]} {_name_language(other, 'hreflang')}>"

    def mark_caption(caption: re.Match[str]) -> str:
        other = caption["words"] == CHAPTERS[0][0]
        return caption[0] if other == own else f"{caption['start'][:-1]} {_name_language(other)}>{caption['words']}"

    listed = str(write("sidebar", startdepth=0, maxdepth=2, collapse=True, includehidden=True, titles_only=True))
    listed = re.sub(r'<a [^>]*href="(?P<address>[^"]*)"[^>]*>', mark_link, listed)
    return re.sub(r'(?P<start><span class="caption-text">)(?P<words>[^<]*)', mark_caption, listed)


def _name_language(swedish: bool, *more: str) -> str:  # noqa: FBT001 (which of two)
    code = "sv" if swedish else "en"
    return " ".join(f'{name}="{code}"' for name in ("lang", *more))


def setup(app: Sphinx) -> None:
    """Add to Sphinx what it doesn't do by itself."""
    app.add_search_language(BothLanguages)
    app.connect("source-read", add_chapters)
    app.connect("doctree-read", find_folders)
    app.connect("doctree-read", drop_empty_heads)
    app.connect("html-page-context", speak_swedish, priority=100)  # before the theme writes its parts
