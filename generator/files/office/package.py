"""The package that a Word or PowerPoint layout is: its parts, and how they hang together. Called by `word` and `slides`.

Programs write packages in many ways; what comes out of here is written in one.

Source: ECMA-376 part 2, Open Packaging Conventions.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lxml import etree

from generator.errors import N_, Finding, Mistake, Place, TextError
from generator.files.zip_parts import DAMAGED, read_part

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
OVERRIDE, DEFAULT = (f"{{{PACKAGE}/content-types}}{name}" for name in ("Override", "Default"))
RELATIONSHIP = f"{{{PACKAGE}/relationships}}Relationship"
_LINKS = f'<Relationships xmlns="{PACKAGE}/relationships"/>'
_LARGEST = 64 << 20
"""Bytes of a part that are read."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and those that have a password."""
_SEALED = "EncryptedPackage".encode("utf-16-le")
_STALE = ("thumbnail", "origin")
"""What belongs to the layout alone: a picture of its first page, and signatures that no longer hold."""
_MACROS = (
    *("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "recovered", "extensibility"),
    "userCustomization",
)
"""Kinds of parts that run something, or belong to what does."""
_PRIVATE = (
    *("comments", "commentsExtended", "commentsExtensible", "commentsIds", "commentAuthors", "people", "comment", "author"),
    *("customXml", "printerSettings", "attachedTemplate"),
)
"""Kinds of parts that say who worked with the layout, and where it lay."""
_ACTIVE = ("oleObject", "control", "activeXControlBinary", "aFChunk", "frame", "subDocument", "mailMergeSource")
"""Kinds of parts that another program runs or fills in."""
_FETCHING = re.compile(rb"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)
"""Codes of fields that fetch something when they are updated."""
_SPELT = re.compile(rb"\s*QUOTE(?:\s+\d+)+\s*$", re.IGNORECASE)
"""A field that says something by the numbers of its letters."""
_FIELD = re.compile(rb"<(?:\w+:)?fldChar\b")
_BEGINS = re.compile(rb"[^>]*\bfldCharType=[\"']begin[\"']")
_PICTURE = re.compile(rb"\bimagedata\b[^>]*?\s(?:src|(?:\w+:)?href)=[\"']([^\"']+)")
"""A picture of an old drawing that is named by its address, and not by a part of the file."""
_INSTRUCTION, _WHOLE_INSTRUCTION = re.compile(rb"instrText\b[^>]*>([^<]*)<"), re.compile(rb"\binstr=[\"']([^\"']*)")
_TRACES = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference", "attachedTemplate", "mailMerge"})
_TRACE = re.compile("|".join(sorted(_TRACES)).encode())
_OUTSIDE = ("image", "hyperlink", "oleObject", "package", "audio", "video", "media")
"""Kinds of parts that a file may do without."""


class Kind(NamedTuple):
    """A kind of package."""

    root: str
    """The root of the main part, with its namespace."""
    main: str
    """The content type of the main part."""
    others: tuple[str, ...]
    """Content types of templates, and of files with macros, which become `main`."""
    mistake: Mistake
    """That a file isn't of this kind."""
    strict: Mistake
    """That it is, in the strict form of the standard."""


_OPEN, _MICROSOFT = "application/vnd.openxmlformats-officedocument", "application/vnd.ms"
WORD = Kind(
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}document",
    f"{_OPEN}.wordprocessingml.document.main+xml",
    (
        f"{_OPEN}.wordprocessingml.template.main+xml",
        f"{_MICROSOFT}-word.document.macroEnabled.main+xml",
        f"{_MICROSOFT}-word.template.macroEnabledTemplate.main+xml",
    ),
    Mistake(N_("the layout is not a Word document"), N_("save it in Word as a Word document (.docx)")),
    Mistake(
        N_("this is Strict Open XML"),
        N_("save it in Word with the file type 'Word Document (*.docx)', and not 'Strict Open XML Document (*.docx)'"),
    ),
)
POWERPOINT = Kind(
    "{http://schemas.openxmlformats.org/presentationml/2006/main}presentation",
    f"{_OPEN}.presentationml.presentation.main+xml",
    (
        *(f"{_OPEN}.presentationml.{kind}.main+xml" for kind in ("template", "slideshow")),
        *(f"{_MICROSOFT}-powerpoint.{kind}.macroEnabled.main+xml" for kind in ("presentation", "template", "slideshow")),
    ),
    Mistake(N_("this is not a PowerPoint file"), N_("save it in PowerPoint, as a presentation (.pptx)")),
    Mistake(
        N_("this is Strict Open XML"),
        N_("save it in PowerPoint with the file type 'PowerPoint Presentation (*.pptx)', and not 'Strict Open XML Presentation'"),
    ),
)


class Package:
    """The parts of a layout by name, ready to be changed."""

    def __init__(self, layout: str, data: bytes, kind: Kind) -> None:
        """Opens the file.

        Raises:
            TextError: it isn't of that kind.
        """
        self.layout, self._kind = layout, kind
        self.warnings: list[Finding] = []
        self.parts = self._read(data)
        if TYPES not in self.parts:
            raise self.refuse()
        self.parts.setdefault(ROOT, _LINKS.encode())
        found = self.find_related_all("", "officeDocument")
        if not found or found[0] not in self.parts:
            raise self.refuse()
        self.main = found[0]
        self.parts.setdefault(name_relationships(self.main), _LINKS.encode())
        self._check_main()
        self._check_outside()
        self._drop_foreign()
        self._mend_links()
        self._mend_types()

    def _read(self, data: bytes) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                names = {info.filename: _name_part(info.filename) for info in file.infolist() if not info.is_dir()}
                if "mimetype" in names:
                    raise self.refuse(N_("this is an OpenDocument file, as LibreOffice saves it"))
                return {part: read_part(file, name, _LARGEST) for name, part in names.items() if _is_part(part)}
        except DAMAGED as problem:
            raise self.refuse(_name_other(data)) from problem

    def refuse(self, problem: str = "") -> TextError:
        """The error that says what the file is, or that it isn't what it must be."""
        return self._refuse(self._kind.mistake._replace(message=problem) if problem else self._kind.mistake)

    def _refuse(self, mistake: Mistake) -> TextError:
        return TextError(Finding(mistake.message, Place(self.layout), hint=mistake.hint))

    def parse(self, part: str) -> etree._Element:
        """The root of a part.

        Raises:
            TextError: it isn't there, or isn't XML.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.parts[part], parser)
        except (KeyError, ValueError, etree.XMLSyntaxError) as problem:
            raise self.refuse() from problem
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.refuse()
        return root

    def write(self, part: str, root: etree._Element) -> None:
        """Put a root back in the place of its part."""
        self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def find_related(self, kind: str) -> str | None:
        """The part that the main part uses as its `kind`, such as `styles`."""
        return next((name for name in self.find_related_all(self.main, kind) if name in self.parts), None)

    def find_related_all(self, part: str, kind: str) -> list[str]:
        """All parts that a part uses as its `kind`, each once."""
        name = name_relationships(part)
        links = self.parse(name) if name in self.parts else ()
        return list(dict.fromkeys(self.find_target(part, link) for link in links if _is_inside(link) and is_kind(link, kind)))

    def find_target(self, part: str, link: etree._Element) -> str:
        """The part that a relationship of a part leads to, by its name here; programs differ in how they write it."""
        target = link.get("Target", "").replace("\\", "/")
        name = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        known = {each.lower(): each for each in self.parts}
        return known.get(name.lower()) or known.get(unquote(name).lower()) or name

    def _check_main(self) -> None:
        """Check that the main part is of the kind, and written in the usual form of the standard.

        Raises:
            TextError: it isn't.
        """
        links = self.parts[ROOT] + self.parts[name_relationships(self.main)]
        root = self.parse(self.main)
        if _STRICT.encode() in links or str(root.tag).startswith(f"{{{_STRICT}"):
            raise self._refuse(self._kind.strict)
        if root.tag != self._kind.root:
            raise self.refuse()

    def _check_outside(self) -> None:
        """Check that the layout fetches nothing from elsewhere and holds nothing that another program runs.

        Raises:
            TextError: it does, with all that does.
        """
        found = dict.fromkeys(
            kind for name in self.parts if name.endswith(".rels") for link in self.parse(name) if (kind := _name_active(link))
        )
        for name, data in self.parts.items():
            codes = _list_codes(data) if name.endswith(".xml") and b"instr" in data else ()
            found |= {match[1].decode().upper(): None for code in codes if (match := _FETCHING.match(code))}
            found |= dict.fromkeys(_list_hidden(data) if name.endswith(".xml") else ())
        if found:
            message = "the layout fetches something from elsewhere, or holds what another program runs: {parts}"
            hint = "take it out: insert pictures and tables themselves, and not a link to them"
            raise TextError(Finding(message, Place(self.layout), hint=hint, values={"parts": ", ".join(found)}))

    def _drop_foreign(self) -> None:
        """Take out macros, and what belongs to the layout alone."""
        macros, private = False, any(b"mailMerge" in data for name, data in self.parts.items() if name.endswith("settings.xml"))
        for name in [name for name in self.parts if name.endswith(".rels")]:
            if name not in self.parts:
                continue  # it went with what used it
            links, part = self.parse(name), name_owner(name)
            dropped = [link for link in links if is_kind(link, *_MACROS, *_PRIVATE) or (not part and is_kind(link, *_STALE))]
            for link in dropped:
                macros |= is_kind(link, "vbaProject")
                private |= is_kind(link, *_PRIVATE)
                if _is_inside(link):
                    self._drop_part(self.find_target(part, link))
                links.remove(link)
            if dropped and name in self.parts:
                self.write(name, links)
        if macros:
            message = "the macros of the layout are left out of the documents"
            hint = "to be rid of this, save the layout without macros"
            self.warnings.append(Finding(message, Place(self.layout), hint=hint, severity="warning"))
        if private:
            self._drop_traces()
            message = "comments, custom XML, mail merge and the template that the layout came from are left out of the documents"
            hint = "they would tell others who worked with it and where it lay; to be rid of this, inspect the layout in Office"
            self.warnings.append(Finding(message, Place(self.layout), hint=hint, severity="warning"))

    def _drop_traces(self) -> None:
        """Take out what refers to comments and to a template."""
        for name, data in list(self.parts.items()):
            if name.endswith(".xml") and _TRACE.search(data):
                root = self.parse(name)
                for element in list(root.iter(etree.Element)):
                    parent = element.getparent()
                    if parent is not None and etree.QName(element).localname in _TRACES:
                        parent.remove(element)
                self.write(name, root)

    def _drop_part(self, name: str) -> None:
        """Take a part out, with those that only it uses."""
        links = name_relationships(name)
        for link in self.parse(links) if links in self.parts else ():
            if _is_inside(link):
                self._drop_part(self.find_target(name, link))
        self.parts.pop(links, None)
        self.parts.pop(name, None)

    def _mend_links(self) -> None:
        """Lead relationships to the parts as they are called here, and drop those that lead nowhere.

        Raises:
            TextError: a part is missing that the file can't do without.
        """
        known = {each.lower(): each for each in self.parts}
        for name in [name for name in self.parts if name.endswith(".rels")]:
            part = name_owner(name)
            if part and part not in self.parts:
                moved = self.parts.pop(name)
                if part.lower() in known:
                    self.parts[name_relationships(known[part.lower()])] = moved
        for name in [name for name in self.parts if name.endswith(".rels")]:
            part = name_owner(name)
            links = self.parse(name)
            if [self._mend_link(part, link) for link in list(links)].count(True):
                self.write(name, links)

    def _mend_link(self, part: str, link: etree._Element) -> bool:
        """Whether a relationship had to be mended."""
        usual = _name_usual(link.get("Type", ""))
        if usual != link.get("Type"):
            link.set("Type", usual)
            self._mend_link(part, link)
            return True
        if not _is_inside(link):
            return False
        bare = link.get("Target", "").partition("#")[0]
        found = self.find_target(part, link)
        if not bare and not is_kind(link, *_OUTSIDE[:1]):
            return False  # a place in the file itself
        if found in self.parts:
            exact = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), link.get("Target", ""))).lstrip("/")
            if exact != found:
                link.set("Target", f"/{found}")
            return exact != found
        parent = link.getparent()
        if f'"{link.get("Id")}"'.encode() not in self.parts.get(part, b"") and parent is not None:
            parent.remove(link)
        elif is_kind(link, *_OUTSIDE):
            link.set("TargetMode", "External")
        else:
            message = "the layout is damaged: it has no part '{part}'"
            values = {"part": link.get("Target", "")}
            raise TextError(Finding(message, Place(self.layout), hint=self._kind.mistake.hint, values=values))
        return True

    def _mend_types(self) -> None:
        """Say once of each part what it is, of no part that isn't there, and of the main part that it is no template.

        Raises:
            TextError: the main part is of another kind.
        """
        types = self.parse(TYPES)
        before = etree.tostring(types)
        names = {f"/{name}".lower(): f"/{name}" for name in self.parts}
        seen: set[str] = set()
        for each in list(types):
            is_override = each.tag == OVERRIDE
            key = each.get("PartName" if is_override else "Extension", "").lower()
            name = names.get(unquote(key)) or names.get(key)
            if (is_override and not name) or key in seen:
                types.remove(each)
                continue
            seen.add(key)
            if is_override and name:
                each.set("PartName", name)
        self._mend_main(types)
        if etree.tostring(types) != before:
            self.write(TYPES, types)

    def _mend_main(self, types: etree._Element) -> None:
        name = f"/{self.main}".lower()
        override = next((each for each in types.iter(OVERRIDE) if each.get("PartName", "").lower() == name), None)
        if override is None:
            override = etree.SubElement(types, OVERRIDE, PartName=f"/{self.main}", ContentType=self._kind.main)
        found = override.get("ContentType", "")
        if found != self._kind.main:
            if found not in self._kind.others and not found.endswith("xml"):
                raise self.refuse()
            override.set("ContentType", self._kind.main)

    def list_text_parts(self) -> list[str]:
        """The parts of a Word file that hold text: the main document, headers, footers and notes."""
        kinds = ("header", "footer", "footnotes", "endnotes")
        found = (name for kind in kinds for name in self.find_related_all(self.main, kind))
        return [self.main, *(name for name in found if name in self.parts)]


def is_kind(link: etree._Element, *kinds: str) -> bool:
    """Whether a relationship is of one of the kinds, whoever defined it: programs write the same kinds with other beginnings."""
    return link.get("Type", "").rpartition("/")[2] in kinds


def _list_codes(data: bytes) -> Iterator[bytes]:
    """What the fields of a part do, each of which may be written in several runs."""
    yield from _WHOLE_INSTRUCTION.findall(data)
    for piece in data.split(b"fldChar"):
        yield b"".join(_INSTRUCTION.findall(piece))


def _list_hidden(data: bytes) -> Iterator[str]:
    """What hides in a part what it fetches: a field that other fields make the name of, and a picture by its address alone."""
    for piece, following in pairwise(_FIELD.split(data)[1:]):
        is_bare = not b"".join(_INSTRUCTION.findall(piece)).strip()
        if _BEGINS.match(piece) and is_bare and _BEGINS.match(following):
            yield "{ { … } }"
    yield from ("QUOTE" for code in _list_codes(data) if _SPELT.match(code))
    yield from (match[1][:80].decode(errors="replace") for match in _PICTURE.finditer(data))


def _name_active(link: etree._Element) -> str:
    """What a relationship brings in that runs or is fetched; nothing where it is harmless, as a link to be clicked is."""
    kind = link.get("Type", "").rpartition("/")[2]
    is_fetched = not _is_inside(link) and kind not in {"hyperlink", "attachedTemplate"}
    return f"{kind} ({link.get('Target', '')[:80]})" if kind in _ACTIVE or is_fetched else ""


def _name_usual(kind: str) -> str:
    """A kind of relationship as the standard has it, of one that is only written otherwise."""
    if kind.endswith("/metadata/core-properties"):
        return f"{PACKAGE}/relationships/metadata/core-properties"
    return _OFFICE + kind[len(_OFFICE) :] if kind.lower().startswith(_OFFICE.lower()) else kind


@lru_cache(maxsize=256)
def name_relationships(part: str) -> str:
    """The part that holds the relationships of `part`; of the package itself, where there is none."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def name_owner(links: str) -> str:
    """The part whose relationships stand in a part."""
    folder, name = posixpath.split(links)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def list_links(root: etree._Element) -> Iterator[etree._Element]:
    """The relationships in a part for them."""
    return root.iter(RELATIONSHIP)


def _is_inside(link: etree._Element) -> bool:
    return link.get("TargetMode") != "External"


def _name_part(name: str) -> str:
    """The name of a part as the standard has it, of one that a program for zip files wrote in its own way."""
    return re.sub(r"^(\./|/)+", "", name.replace("\\", "/"))


def _is_part(name: str) -> bool:
    """Whether it belongs to the package, and wasn't left there by the system that packed it."""
    return not name.startswith(("__MACOSX/", "[trash]/")) and posixpath.basename(name) not in {".DS_Store", "Thumbs.db"}


def _name_other(data: bytes) -> str:
    """What a file is that is no package; nothing where that can't be told."""
    if data.startswith(_OLD):
        protected = _SEALED in data
        return N_("this file is protected with a password") if protected else N_("this is a file of Office 97–2003")
    if data.lstrip().startswith(b"{\\rtf"):
        return N_("this is an RTF file")
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return N_("this is a file of text, such as XML or a web page")
    return N_("this is a PDF") if data.startswith(b"%PDF") else ""
