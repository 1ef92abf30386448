"""An item is added to a list of a file, and nothing else in the file changes."""

from __future__ import annotations

import difflib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.editing import add_item
from generator.contract.nodes import LARGEST, read_nodes
from generator.errors import InputError
from tests.loading import load_contract

REASON = {"sv": "Åtgärd A3 är sen.", "en": "Late: A3"}
STEP = {"step": "reminder", "date": "2026-12-02", "decided_by": "buyer.officer", "reason": REASON}
FLOW = '{step: reminder, date: 2026-12-02, decided_by: buyer.officer, reason: {sv: "Åtgärd A3 är sen.", en: "Late: A3"}}'
IN_LINES = [
    "- step: reminder",
    "  date: 2026-12-02",
    "  decided_by: buyer.officer",
    '  reason: {sv: "Åtgärd A3 är sen.", en: "Late: A3"}',
]
SHORT = {"step": "x", "reason": {"sv": "y"}}
ESCALATION = ("deviations", 0, "escalation")


def read(text):
    nodes = read_nodes(text.encode())
    assert nodes.problems == []
    return nodes.data


def expect(data, path, item):
    *around, last = path
    holder = data
    for step in around:
        holder = holder[step]
    if isinstance(holder, dict):
        holder.setdefault(last, [])
    holder[last].append(item)
    return data


def add(old, item=SHORT, path=ESCALATION):
    """What the file is afterwards, once it is certain that it holds what it held before, and the item."""
    new = add_item(old.encode(), path, item).decode()
    ended = "" if old.endswith(("\n", "\r")) else "\n"
    assert read(new + ended) == expect(read(old + ended), path, item)
    return new


def list_added(old, new):
    """The lines that are new; no old line is gone, changed or elsewhere."""
    lines = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    assert not [line for line in lines if line.startswith(("-", "?"))]
    return [line[2:] for line in lines if line.startswith("+")]


# The examples


@pytest.mark.parametrize(("deviation", "line"), [(0, 120), (1, 164), (2, 182)])
def test_a_step_in_an_example_is_one_new_line(examples, tmp_path, deviation, line):
    old = (examples / "contracts/surgical-instruments.yaml").read_text(encoding="utf-8")
    new = add(old, STEP, ("deviations", deviation, "escalation"))
    lines = old.splitlines(keepends=True)
    assert new == "".join([*lines[: line - 1], f"      - {FLOW}\n", *lines[line - 1 :]])
    path = tmp_path / "contract.yaml"
    path.write_text(new.replace("    closed: 2025-08-20\n", ""), encoding="utf-8")  # no step comes after it
    entry = load_contract(path).contract.deviations[deviation].escalation[-1]
    assert (entry.step, str(entry.date), str(entry.decided_by)) == ("reminder", "2026-12-02", "buyer.officer")


@pytest.mark.parametrize(
    ("name", "path", "before", "added"),
    [
        ("wound-care", ("monitoring", "previous"), '      result: {sv: "Två mindre', [f"    {line}" for line in IN_LINES]),
        ("wound-care", ("products",), "  - {id: P3, name: ", [f"  - {FLOW}"]),
        ("cleaning", ("monitoring", "activities"), "    - {id: M2, method: audit", [f"    - {FLOW}"]),
        ("cleaning", ("supplier", "contacts", "others"), "    due_diligence: {name: Samira", ["    others:", f"      - {FLOW}"]),
        ("cleaning", ("changes",), "  recommendation: ", ["changes:", f"  - {FLOW}"]),
    ],
)
def test_other_lists_of_the_examples(examples, name, path, before, added):
    old = (examples / "contracts" / f"{name}.yaml").read_text(encoding="utf-8")
    new = add(old, STEP, path)
    assert list_added(old, new) == added
    lines = new.splitlines()
    assert lines[lines.index(added[0]) - 1].startswith(before)


# Lines are added. Cases are written as a difference: what is added begins with +

LINES = {
    "beside the last": """
 deviations:
   - id: D1
     escalation:
       - {step: a}  # by phone
+      - {step: x, reason: {sv: y}}

   # next
   - id: D2""",
    "as in the last of the lists beside it": """
 deviations:
   - id: D1
+    escalation:
+    - {step: x, reason: {sv: y}}
   - id: D0
     escalation:
         - step: a
   - id: D2
     escalation:
     - {step: b}""",
    "the whole file is moved in": """
    deviations:
      - id: D1
+       escalation:
+         - {step: x, reason: {sv: y}}""",
    "braces over two lines": """
 deviations:
   - id: D1
     escalation:
     - {step: a,
        date: b} # c
+    - {step: x, reason: {sv: y}}
     closed: z""",
    "item in lines": """
 deviations:
   - id: D1
     escalation:
       - step: a # c
         reason:
           sv: b
+      - step: x
+        reason:
+          sv: y
     # next
     closed: z""",
    "item in lines, its texts between braces": """
 deviations:
 -   id: D1
     escalation:
     -   step: a
         reason: {sv: b}
+    -   step: x
+        reason: {sv: y}
 # end""",
    "item that ends in a text in lines": """
 deviations:
   - id: D1
     escalation:
       - step: a
         reason: >-
           b
           # c
+      - step: x
+        reason:
+          sv: y

   # next""",
    "dash alone": """
 deviations:
   -
     id: D1
     escalation:
       -
         step: a
+      - step: x
+        reason:
+          sv: y""",
    "new list after a text in lines": """
 deviations:
   - id: D1
     text: |
       a

       b
+    escalation:
+      - {step: x, reason: {sv: y}}


   # next
   - id: D2""",
    "new list after blank lines that are part of a text": """
 deviations:
   - id: D1
     text: |+
       a


+    escalation:
+      - {step: x, reason: {sv: y}}
   # next
   - id: D2""",
    "new list after spaces that are part of a text": """
 deviations:
   - id: D1
     text: |
       a
         ~
+    escalation:
+      - {step: x, reason: {sv: y}}
   - id: D2""",
    "new list without indentation": """
 deviations:
 - id: D1
   text: a
     b # c
+  escalation:
+  - {step: x, reason: {sv: y}}
   # next""",
    "new list after quoted lines": """
 deviations:
   - id: D1
     text: 'a

   b' # c
+    escalation:
+      - {step: x, reason: {sv: y}}""",
    "new list like that beside it": """
 deviations:
   - id: D1
+    escalation:
+    - {step: x, reason: {sv: y}}
   - id: D2
     escalation:
     - {step: a}""",
    "new list in lines like that beside it": """
 deviations:
   - id: D1
+    escalation:
+      -   step: x
+          reason: {sv: y}
   - id: D2
     escalation:
       -   step: a
           reason: {sv: b}""",
    "new list after nested lists": """
 deviations:
   - id: D1
     action_plan:
       actions:
         - {id: A1, description: {sv: "Slipning, polering och kontroll", en: b}} # c
         - id: A2
           texts: [a,
             b] # d
+    escalation:
+      - {step: x, reason: {sv: y}}
         # e""",
    "new list before the end of the document": """
 ---
 deviations:
   - id: D1
     text: 😀 å	# tabs	~
+    escalation:
+      - {step: x, reason: {sv: y}}
 ...
 # bye""",
    "question marks": """
 ? deviations
 : - ? id
     : D1
+    escalation:
+      - {step: x, reason: {sv: y}}
   - id: D2""",
    "quoted keys": """
 "deviations":
   - "id": D1
+    "escalation":
+      - {"step": "x", "reason": {"sv": "y"}}""",
}


@pytest.mark.parametrize("last", ["\n", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("case", LINES.values(), ids=LINES)
def test_lines_are_added_and_all_others_stay(case, mark, newline, last):
    lines = [*case[1:].replace("~", "").split("\n"), *([""] if last else [])]
    old = mark + newline.join(line[1:] for line in lines if not line.startswith("+"))
    assert add(old) == mark + newline.join(line[1:] for line in lines)


# Between brackets. What is added stands between « and »; {F} and {J} are the item


@pytest.mark.parametrize(
    "case",
    [
        "deviations:\n  - id: D1\n    escalation: [«{F}»] # c\n",
        "deviations:\n  - id: D1\n    escalation: [«{F}» # c\n    ]\n    closed: z\n",
        "deviations:\n  - id: D1\n    escalation: [{step: a}, {step: b}«, {F}» ] # c\n",
        "deviations:\n  - id: D1\n    escalation: [{step: a},« {F}» ]",
        "deviations:\n  - id: D1\n    escalation: [{step: a},\n      {step: b}«, {F}»]\n",
        "deviations:\n- id: D1\n  escalation: [\n    {step: a}, # c, d\n    {step: b}«,» # e,\n«    {F}\n»  ]\n",
        "deviations:\n- id: D1\n  escalation: [\n    {step: a} # b,\n    , # c\n«    {F},\n»    # d\n  ]\n",
        "deviations:\n  - id: D1\n    escalation: [step: a # c\n    «, {F}»]\n",
        'deviations:\n  - {id: D1, title: {sv: "a, b och c", en: d}«, escalation: [{F}]»} # c\n  - {id: D2}\n',
        "deviations:\n  - {id: D1, title: Ett två«, escalation: [{F}]» }",
        "deviations:\n  - {id: D1, title: Ett två,« escalation: [{F}]» }\n",
        "deviations:\n  - {\n      id: D1«,»\n«      escalation: [{F}]\n»    }\n",
        "--- {deviations: [{id: D1«, escalation: [{F}]»}]}\n",
        '{"deviations":[{"id":"D1","escalation":[«{J}»]}]}',
        '{"deviations":[{"id":"D1","escalation":[{"step":"a"}«, {J}»]}]}',
        '{\n "deviations": [\n  {\n\t"id": "D1"«,»\n«\t"escalation": [{J}]\n»  }\n ]\n}\n',
        '{"deviations": [{"escalation": [\n  {\n    "step": "a"\n  }«,»\n«  {J}\n»]}]}\n',
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_between_brackets_the_item_is_added_in_place(case, newline):
    case = case.replace("{F}", "{step: x, reason: {sv: y}}").replace("{J}", json.dumps(SHORT)).replace("\n", newline)
    assert add(re.sub("«.*?»", "", case, flags=re.DOTALL)) == re.sub("[«»]", "", case)


# What texts come to


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-12-02", "2026-12-02"),
        ("buyer.due_diligence", "buyer.due_diligence"),
        ("NO", "NO"),
        ("åäö", '"åäö"'),
        ("two words", '"two words"'),
        ("-", '"-"'),
        ("", '""'),
        ('a "b" \\n', r'"a \"b\" \\n"'),
        ("one\n\ntwo\t", r'"one\n\ntwo\t"'),
        ("\u2028\u2029", r'"\u2028\u2029"'),
        ("😀 &a *b !c", '"😀 &a *b !c"'),
    ],
)
def test_a_text_is_quoted_where_it_has_to_be(text, written):
    old = "a:\n  - {b: c}\n"
    assert list_added(old, add(old, {"b": text}, ("a",))) == [f"  - {{b: {written}}}"]


# What is refused

ONE = "deviations:\n  - id: D1\n"


def refuse(old, item=SHORT, path=ESCALATION):
    with pytest.raises(InputError) as caught:
        add_item(old if isinstance(old, bytes) else old.encode(), path, item, file="c.yaml")
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("deviations", 1, "escalation"), "c.yaml:2:3: error: deviations[1]"),
        (("deviations", -1, "escalation"), "c.yaml:2:3: error: deviations[-1]"),
        (("deviation", 0, "escalation"), "c.yaml:1:1: error: deviation[0]"),
        (("deviations", 0, "id", "x"), "c.yaml:2:9: error: deviations[0].id"),
        (("deviations", 0, 0), "c.yaml:2:5: error: deviations[0]"),
    ],
)
def test_a_place_that_is_not_there_is_named(path, place):
    assert refuse(ONE, path=path) == [f"{place}: does not stand in the file\n  hint: check its name and number"]


def test_what_is_no_list_gets_no_item():
    (finding,) = refuse(ONE, path=("deviations", 0, "id"))
    assert finding.splitlines()[0] == "c.yaml:2:9: error: deviations[0].id: must be a list"


def test_a_file_with_mistakes_is_not_edited():
    assert refuse(f"{ONE}    id: D2\n    escalation:\n") == [
        "c.yaml:3:5: error: deviations[0].id: the key is given twice; it was first given on line 2\n  hint: keep one of them",
        "c.yaml:4:5: error: deviations[0].escalation: has no value\n  hint: fill it in, or delete the line",
    ]
    assert refuse(b"a: \xff") == [
        "c.yaml:1:4: error: the file is not UTF-8: byte 0xff is not part of any letter\n  hint: save it again with encoding UTF-8"
    ]


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7E, 0xA2), 0xAD, 0x2028, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600])
def test_a_character_that_no_text_can_hold_is_refused(code):
    item = {"reason": {"sv": f"a{chr(code)}b"}}
    if read_nodes(f'a: "\\U{code:08X}"\n'.encode()).problems:
        (finding,) = refuse(ONE, item)
        place = "c.yaml:2:5: error: deviations[0].escalation.reason"
        assert finding == f"{place}: the character U+{code:04X} cannot stand in a text\n  hint: delete it"
    else:
        add(ONE, item)


def test_half_a_character_is_refused():
    (finding,) = refuse(ONE, {"reason": "a\ud83d"})
    assert "the character U+D83D cannot stand in a text" in finding


def test_an_item_that_fits_nowhere_is_shown_to_be_added_by_hand():
    deep = "[" * 29 + "a" + "]" * 29
    (finding,) = refuse(f"deviations: {deep}\n", path=("deviations", *[0] * 28))
    place = f"c.yaml:1:41: error: deviations{'[0]' * 28}"
    assert finding.splitlines() == [
        f"{place}: no place was found here where the item can be added without changing anything else",
        "  hint: add it to the list by hand: {step: x, reason: {sv: y}}",
    ]


def test_a_new_list_deep_in_a_file_is_as_the_one_beside_it():
    old = "a:\n- b:\n  - c:\n        - {d: e}\n  - f: g\n"
    assert list_added(old, add(old, path=("a", 0, "b", 1, "c"))) == ["    c:", "        - {step: x, reason: {sv: y}}"]


@pytest.mark.parametrize("left", [10, len("{step: x, reason: {sv: y}}")])
def test_a_file_does_not_become_too_large(left):
    (finding,) = refuse(f"{ONE}#".ljust(LARGEST - left - 1, "-") + "\n")
    assert finding.startswith("c.yaml:2:5: error: deviations[0].escalation: the file is larger than")


# Any file, any text

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n\t'\"\\:#{}[],&*!|>%@`-? ")
)
VALUES = st.sampled_from(
    [
        "a",
        "2026-01-01",
        "Ett två # c",
        "'a ''b'''",
        '"a: #b \\" 😀"',
        '{sv: "Slipning, polering och kontroll", en: "a, b"}',
        "{sv: a,\n~  en: b} # c",
        "[]",
        "[a, 'b # c']",
        "[\n~  a, # b\n~  {b: c},\n~]",
        "ett\n~  två # c",
        "'ett\n\n~  # två'",
        "|\n~  a\n~  # b\n",
        "|+\n~  a\n\n",
        ">-\n~  a\n\n~  b\n\n",
        "|2\n~    a\n",
        "|\n~  a\n~    \n",
        "\n~  sv: a\n~  en: |\n~    b",
        "\n~  - a # b\n~  - - c\n~    - d",
    ]
)
"""What stands in files after a key; ~ is the indentation of the key."""
LISTS = st.sampled_from(
    [
        "[]",
        "[{step: a}]",
        "[{step: a}, ] # c",
        "[\n~  {step: a}, # b\n~  {step: c} # d\n~]",
        "\n~- {step: a} # b",
        "\n~  - {step: a,\n~    date: b}",
        "\n~  - step: a\n~    reason: |+\n~      b\n\n",
        "\n~- step: a # b\n~  reason:\n~    sv: b",
        "\n~  -   step: a\n~      reason: {sv: 'b, c och d'}",
    ]
)
BETWEEN = st.sampled_from(["", "", "", "\n", "# c\n", "        # - {step: b}: [\n", "\n  # c\t'd\n\n"])
INDENTS = st.sampled_from([("", "  "), ("  ", "    "), ("    ", "      "), (" ", "     ")])
"""What stands before a dash, and before the keys after it."""
ITEMS = st.fixed_dictionaries(
    {"step": st.just("reminder"), "reason": TEXTS},
    optional={"outcome": st.dictionaries(st.sampled_from(["sv", "en", "no"]), TEXTS)},
)


@st.composite
def make_files(draw):
    """A file with some deviations, and the number of one of them."""
    before_dash, before_key = draw(INDENTS)
    text = f"{draw(BETWEEN)}format: 1 # c\ndeviations:\n"
    count = draw(st.integers(1, 3))
    for number in range(count):
        fields = [f"id: D{number}", *(f"key{n}: {draw(VALUES)}" for n in range(draw(st.integers(0, 2))))]
        if draw(st.booleans()):
            fields.insert(draw(st.integers(1, len(fields))), f"escalation: {draw(LISTS)}")
        margins = [f"{before_dash}-".ljust(len(before_key)), *[before_key] * len(fields)]
        for margin, field in zip(margins, fields, strict=False):
            text += f"{margin}{field}".replace("~", before_key).removesuffix("\n") + "\n" + draw(BETWEEN)
    text += draw(st.sampled_from(["", "last: z\n", "# end\n"]))
    text = draw(st.sampled_from(["", "\ufeff"])) + (text if draw(st.booleans()) else text.removesuffix("\n"))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), draw(st.integers(0, count - 1))


@given(make_files(), ITEMS)
def test_whatever_the_file_and_the_text_the_item_is_added_and_nothing_else_changes(file, item):
    old, number = file
    new = add(old, item, ("deviations", number, "escalation"))
    rest = iter(new)
    assert all(character in rest for character in old)
    if "escalation: [" not in old:
        added = list_added(old, new)
        assert added[added[0].strip() == "escalation:"].strip().startswith("- ")


@given(TEXTS, TEXTS)
def test_a_file_written_as_json_stays_json(title, text):
    data = {"deviations": [{"id": "D1", "title": title}]}
    new = add(json.dumps(data, ensure_ascii=False, indent=1), {"step": "x", "reason": text})
    assert json.loads(new) == expect(data, ESCALATION, {"step": "x", "reason": text})


@pytest.mark.parametrize(
    ("after", "stays_above"),
    [
        ("    # of D1\n", True),
        ("\n    # of D1\n\n    # of D1 too\n", True),
        ("    # of D1", True),
        ("  # whoever comes next\n", False),
        ("# of what follows\nz: 1\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("last", ["    title: x\n", "    title: |\n      x\n"])
def test_an_item_comes_after_the_comments_of_the_one_before_it(last, after, stays_above):
    text = "deviations:\n  - id: D1\n" + last + after
    changed = add_item(text.encode(), ("deviations",), {"id": "D2"}).decode()
    new = "  - id: D2"
    above = changed[: changed.index(new)]
    assert ("# of D1" in above) is stays_above
    assert above.count("#") == (text.count("#") if stays_above else 0)
    assert changed.replace(f"{new}\n", "", 1).removesuffix(f"\n{new}") == text
