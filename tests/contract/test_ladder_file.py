"""A ladder is read whole and right, or every mistake in it is told with its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.choices import GroundKind, Sanction
from generator.contract.ladder import Ladder, LadderFile, LadderStep
from generator.contract.ladder_file import check_ladder, check_steps, find_step, read_ladder
from generator.contract.loading import parse_part
from generator.contract.models import Deviation, EscalationEntry
from generator.contract.values import FrozenMap
from generator.errors import InputError
from generator.workspace import Files
from tests.documents.contracts import EXAMPLES, read_example

LADDER = """\
steps:
  talk:
    name: samtal
    decided_by: [buyer.officer]
    answer_days: 14
    next: [warning]
    letter: [Hej.]
  warning:
    name: varning
    after: [talk]
    decided_by: [buyer.manager]
    to: [supplier.management]
    grounds: [action_plan, no_answer]
    next: [penalty, ending]
    letter: [Nu.]
  penalty:
    name: vite
    after: [warning]
    decided_by: [buyer.manager]
    sanction: penalty
    grounds: [action_plan]
    next: [ending]
    letter: [Pengar.]
  ending:
    name: uppsägning
    after: [warning]
    decided_by: [buyer.manager]
    sanction: termination
    needs_remediation: true
    grounds: [reporting, monitoring]
    letter: [Slut., Hej då.]
"""
STEPS = FrozenMap(
    {
        "talk": LadderStep(name="samtal", decided_by=("buyer.officer",), answer_days=14, next=("warning",), letter=("Hej.",)),
        "warning": LadderStep(
            name="varning",
            after=("talk",),
            decided_by=("buyer.manager",),
            to=("supplier.management",),
            grounds=("action_plan", "no_answer"),
            next=("penalty", "ending"),
            letter=("Nu.",),
        ),
        "penalty": LadderStep(
            name="vite",
            after=("warning",),
            decided_by=("buyer.manager",),
            sanction="penalty",
            grounds=("action_plan",),
            next=("ending",),
            letter=("Pengar.",),
        ),
        "ending": LadderStep(
            name="uppsägning",
            after=("warning",),
            decided_by=("buyer.manager",),
            sanction="termination",
            needs_remediation=True,
            grounds=("reporting", "monitoring"),
            letter=("Slut.", "Hej då."),
        ),
    }
)


def put_ladder(folder, text, name="own"):
    path = folder / f"content/ladder/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return Files(folder)


def parse(text):
    return parse_part(LadderFile, text.encode(), "own.yaml", check_ladder)


def list_mistakes(text):
    with pytest.raises(InputError) as caught:
        parse(text)
    return str(caught.value)


# The product's ladder, and a region's


def test_the_product_has_a_ladder():
    ladder = read_ladder(Files(), "default")
    assert (ladder.is_own, ladder.first, tuple(ladder.steps)) == (
        False,
        "dialogue",
        (
            "dialogue",
            "reminder",
            "written_warning",
            "management_meeting",
            "penalty",
            "call_off_suspension",
            "termination_with_notice",
            "immediate_termination",
        ),
    )
    assert [ladder.find_sanction(sanction) for sanction in Sanction] == list(ladder.steps)[4:]
    assert list(check_ladder(LadderFile(steps=ladder.steps))) == []


def test_all_before_a_step_comes_in_the_order_of_the_ladder():
    ladder = read_ladder(Files(), "default")
    keys = tuple(ladder.steps)
    before = {key: ladder.list_before(key) for key in keys}
    assert before == {key: keys[: min(place, 6)] for place, key in enumerate(keys)}  # both terminations follow the suspension


def test_only_sanctions_and_nothing_below_them_rest_on_the_clause_alone():
    steps = read_ladder(Files(), "default").steps.values()
    clause = {GroundKind.ACTION_PLAN, GroundKind.MONITORING, GroundKind.REPORTING}
    investigated = {*clause, GroundKind.UNDER_INVESTIGATION}
    assert [set(step.grounds) for step in steps] == [
        set(),
        *[{*clause, GroundKind.NO_ANSWER}] * 3,
        clause,
        investigated,
        *[clause] * 2,
    ]
    assert [step.needs_remediation for step in steps] == [False] * 5 + [True] * 3


@pytest.mark.parametrize(("text", "is_ground"), [(LADDER, False), (f"missing_plan_is_ground: true\n{LADDER}", True)])
def test_a_plan_that_never_came_is_no_ground_unless_the_ladder_says_so(tmp_path, text, is_ground):
    assert read_ladder(put_ladder(tmp_path, text), "own").missing_plan_is_ground is is_ground
    assert read_ladder(Files(), "default").missing_plan_is_ground is False


def test_a_ladder_of_a_region_is_read_whole(tmp_path):
    assert read_ladder(put_ladder(tmp_path, LADDER), "own") == Ladder(STEPS, is_own=True)
    assert tuple(read_ladder(Files(tmp_path), "own").steps) == tuple(STEPS)
    assert read_ladder(Files(tmp_path), "default").is_own is False


def test_a_ladder_of_the_same_name_wins_over_the_products(tmp_path):
    assert read_ladder(put_ladder(tmp_path, LADDER, "default"), "default") == Ladder(STEPS, is_own=True)


def test_a_workspace_inside_the_product_has_a_ladder_of_its_own(tmp_path, monkeypatch):
    # As the examples do in the repository.
    monkeypatch.setattr("generator.workspace.PACKAGE", tmp_path)
    monkeypatch.setattr("generator.contract.ladder_file.PACKAGE", tmp_path)
    put_ladder(tmp_path, LADDER, "default")
    files = put_ladder(tmp_path / "examples", LADDER, "default")
    assert (read_ladder(files, "default").is_own, read_ladder(Files(), "default").is_own) == (True, False)


def test_a_ladder_that_is_not_there(tmp_path):
    with pytest.raises(InputError) as caught:
        read_ladder(put_ladder(tmp_path, LADDER), "ours")
    assert str(caught.value) == (
        "error: ladder: there is no escalation ladder 'ours'\n"
        "  hint: known ladders: default, own; a workspace adds one as content/ladder/ours.yaml"
    )


def test_mistakes_name_the_file_of_the_workspace(tmp_path):
    files = put_ladder(tmp_path, LADDER.replace("[Hej.]", "[]"))
    with pytest.raises(InputError) as caught:
        read_ladder(files, "own")
    assert str(caught.value).splitlines()[0] == (
        f"{tmp_path / 'content/ladder/own.yaml'}:7:13: error: steps.talk.letter: the letter says nothing"
    )


# What is wrong


NOT_BY_THEN = ", which then hasn't happened"
IN_ORDER = "so the ladder has a circle or is out of order"
EARLIER = "write the steps in the order that they are taken, and name only earlier ones under after"
LATER = "write the steps in the order that they are taken, and name only later ones under next"
GROUNDS = "action_plan, monitoring, reporting"
A_BUYER = "name a role of the buyer, such as buyer.manager"
ALL = "talk, warning, penalty, ending"
KEYS = (
    "name, heading, after, decided_by, to, answer_days, grounds, sanction, needs_remediation, next, letter, while_investigated, "
    "while_suspected, meeting, asks_supply, tells_of_exclusion"
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "after: [talk]",
            "after: [penalty]",
            [(f"10:13: error: steps.warning.after[0]: 'penalty' doesn't stand before 'warning', {IN_ORDER}", EARLIER)],
        ),
        (
            "after: [talk]",
            "after: [warning]",
            [(f"10:13: error: steps.warning.after[0]: 'warning' doesn't stand before 'warning', {IN_ORDER}", EARLIER)],
        ),
        (
            "next: [penalty, ending]",
            "next: [talk, penalty, ending]",
            [(f"14:12: error: steps.warning.next[0]: 'talk' doesn't stand after 'warning', {IN_ORDER}", LATER)],
        ),
        (
            "after: [talk]",
            "after: [tlak]",
            [
                (
                    "10:13: error: steps.warning.after[0]: the ladder has no step 'tlak'",
                    f"did you mean 'talk'? Its steps are {ALL}",
                )
            ],
        ),
        (
            "after: [talk]",
            "after: [xyzzy]",
            [("10:13: error: steps.warning.after[0]: the ladder has no step 'xyzzy'", f"its steps are {ALL}")],
        ),
        (
            "next: [warning]",
            "next: [warnings]",
            [
                (
                    "6:12: error: steps.talk.next[0]: the ladder has no step 'warnings'",
                    f"did you mean 'warning'? Its steps are {ALL}",
                ),
                ("8:3: error: steps.warning: no step leads to this one", "add 'warning' to next of the step before it"),
            ],
        ),
        (
            "    after: [talk]\n",
            "",
            [
                (
                    "8:3: error: steps.warning.after: says nothing of what must have happened before",
                    "add after: with the step before it",
                )
            ],
        ),
        (
            "    answer_days: 14\n    next: [warning]",
            "    after: [talk]\n    next: [warning, end]",
            [
                (
                    "5:12: error: steps.talk.after: the first step can have nothing before it",
                    "delete after, or put the step that it names first",
                ),
                ("6:21: error: steps.talk.next[1]: the ladder has no step 'end'", f"did you mean 'ending'? Its steps are {ALL}"),
            ],
        ),
        (
            "next: [penalty, ending]",
            "next: [ending]",
            [("16:3: error: steps.penalty: no step leads to this one", "add 'penalty' to next of the step before it")],
        ),
        (
            "next: [warning]",
            "next: [warning, ending]",
            [
                (
                    f"6:21: error: steps.talk.next[1]: 'talk' leads to 'ending', but that needs warning{NOT_BY_THEN}",
                    "add what is missing to after of 'talk', or take 'ending' out of its next",
                )
            ],
        ),
        (
            "after: [warning]\n    decided_by: [buyer.manager]\n    sanction: termination",
            "after: [penalty]\n    decided_by: [buyer.manager]\n    sanction: termination",
            [
                (
                    f"14:21: error: steps.warning.next[1]: 'warning' leads to 'ending', but that needs penalty{NOT_BY_THEN}",
                    "add what is missing to after of 'warning', or take 'ending' out of its next",
                )
            ],
        ),
        (
            "sanction: termination",
            "sanction: penalty",
            [
                (
                    "28:15: error: steps.ending.sanction: 'penalty' is the step 'penalty' already",
                    "let one step be this sanction",
                )
            ],
        ),
        (
            "    grounds: [action_plan]\n",
            "",
            [
                (
                    "16:3: error: steps.penalty.grounds: a sanction needs a ground of the clause",
                    f"add grounds: with one or more of {GROUNDS}",
                )
            ],
        ),
        (
            "grounds: [action_plan]",
            "grounds: [action_plan, no_answer]",
            [
                (
                    "21:28: error: steps.penalty.grounds[1]: 'no_answer' is no ground of the clause for a sanction",
                    f"use {GROUNDS}",
                )
            ],
        ),
        (
            "grounds: [action_plan]",
            "grounds: [under_investigation]\n    while_investigated: [Vi utreder.]",
            [
                (
                    (
                        "21:15: error: steps.penalty.grounds[0]: 'under_investigation' is a ground for a suspension of call-offs "
                        "only"
                    ),
                    "take it out, or write it under the step of that sanction",
                )
            ],
        ),
        (
            "sanction: penalty\n    grounds: [action_plan]",
            "sanction: call_off_suspension\n    grounds: [under_investigation]",
            [("16:3: error: steps.penalty.while_investigated: the letter says nothing", "write a paragraph or more")],
        ),
        (
            "grounds: [action_plan]",
            "grounds: [actionplan]",
            [
                (
                    "21:15: error: steps.penalty.grounds[0]: 'actionplan' is not one of the values allowed",
                    (
                        "did you mean 'action_plan'? The values are reporting (rapporteringsskyldigheten har inte följts), "
                        "monitoring (leverantören har inte medverkat i uppföljningen), action_plan (åtgärdsplanen följs inte), "
                        "no_answer (svar har inte antecknats), "
                        "under_investigation (det utreds om det finns skäl för påföljder)"
                    ),
                )
            ],
        ),
        ("decided_by: [buyer.officer]", "decided_by: []", [("4:17: error: steps.talk.decided_by: nobody decides", A_BUYER)]),
        (
            "decided_by: [buyer.officer]",
            "decided_by: [buyer.officer, supplier.management]",
            [("4:33: error: steps.talk.decided_by[1]: 'supplier.management' isn't one of us", A_BUYER)],
        ),
        (
            "decided_by: [buyer.officer]",
            "decided_by: buyer.officer",
            [
                (
                    "4:17: error: steps.talk.decided_by: must be a list",
                    "write [first, second], or each item on a line of its own after '- '",
                )
            ],
        ),
        (
            "to: [supplier.management]",
            "to: [buyer.officer]",
            [
                (
                    "12:10: error: steps.warning.to[0]: 'buyer.officer' isn't with the supplier",
                    "name a role of the supplier, such as supplier.management",
                )
            ],
        ),
        ("[Hej.]", "[]", [("7:13: error: steps.talk.letter: the letter says nothing", "write a paragraph or more")]),
        ("    letter: [Hej.]\n", "", [("2:3: error: steps.talk.letter: is missing", "add letter: to steps.talk")]),
        (
            "answer_days: 14",
            "answer_days: 0",
            [("5:18: error: steps.talk.answer_days: 0 is out of range", "write a number from 1 to 10000")],
        ),
        (
            "answer_days: 14",
            "answer_day: 14",
            [("5:5: error: steps.talk.answer_day: there is no key 'answer_day' here", "did you mean 'answer_days'?")],
        ),
        (
            "answer_days: 14",
            "svar: 14",
            [("5:5: error: steps.talk.svar: there is no key 'svar' here", f"the keys are {KEYS}")],
        ),
        (
            "  talk:\n    name: samtal\n",
            "  Första samtalet:\n    name: samtal\n",
            [
                (
                    "2:3: error: steps.Första samtalet: 'Första samtalet' is not a name of a step",
                    "use small letters a to z, digits and _, as in written_warning",
                ),
                (
                    "10:13: error: steps.warning.after[0]: the ladder has no step 'talk'",
                    "its steps are Första samtalet, warning, penalty, ending",
                ),
            ],
        ),
        (
            "steps:\n",
            (
                "begin: {grave: {step: warning, reason: x}, severe: {step: warnin, reason: x}, "
                "major: {step: penalty, reason: x}}\nsteps:\n"
            ),
            [
                (
                    "1:9: error: begin.grave: 'grave' is no severity of a deviation",
                    "write under begin one or more of minor, major, severe",
                ),
                (
                    "1:59: error: begin.severe.step: the ladder has no step 'warnin'",
                    f"did you mean 'warning'? Its steps are {ALL}",
                ),
                (
                    "1:93: error: begin.major.step: 'penalty' is a sanction, and the ladder can't begin with one",
                    "begin at a step below the sanctions",
                ),
            ],
        ),
        (
            "steps:\n",
            "begin: warning\nsteps:\n",
            [
                (
                    "1:8: error: begin: must be a step by severity",
                    "write a severity, such as severe:, and under it step: and reason:",
                )
            ],
        ),
        (
            "    letter: [Pengar.]\n",
            "    letter: [Pengar.]\n    while_suspected: [Kanske.]\n",
            [
                (
                    "24:22: error: steps.penalty.while_suspected: a sanction isn't taken for what is only suspected",
                    "delete while_suspected here, or write it under a step below",
                )
            ],
        ),
        (
            "    letter: [Nu.]\n",
            "    letter: [Nu.]\n    meeting: {participants: [buyer.manager], agenda: [], minutes: x}\n",
            [
                (
                    "16:29: error: steps.warning.meeting.participants: a meeting has somebody of both parties",
                    "name roles of both, such as [buyer.manager, supplier.management]",
                ),
                ("16:54: error: steps.warning.meeting.agenda: the meeting has nothing on its agenda", "write a point or more"),
            ],
        ),
        (
            "  ending:\n",
            "  penalty:\n",
            [("24:3: error: steps.penalty: the key is given twice; it was first given on line 16", "keep one of them")],
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(old, new, told):
    assert LADDER.count(old) == 1
    assert list_mistakes(LADDER.replace(old, new)) == "\n".join(f"own.yaml:{line}\n  hint: {hint}" for line, hint in told)


AS_STEPS = ("must be steps by key", "write a step's key, such as dialogue:, and under it its name:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", [(": error: the file is empty", "begin with steps:")]),
        ("# snart\n", [(": error: the file is empty", "begin with steps:")]),
        ("dialog\n", [(": error: the file must hold keys with values", "begin with steps:")]),
        ("[dialog]\n", [(":1:1: error: the file must hold keys with values", "begin with steps:")]),
        ("steps:\n", [(":1:1: error: steps: has no value", "fill it in, or delete the line")]),
        ("steps: {}\n", [(":1:8: error: steps: the ladder has no steps", "add one, such as dialogue:")]),
        ("steps: [talk]\n", [(f":1:8: error: steps: {AS_STEPS[0]}", AS_STEPS[1])]),
        ("steps: talk\n", [(f":1:8: error: steps: {AS_STEPS[0]}", AS_STEPS[1])]),
        (
            "step: {}\n",
            [
                (":1:1: error: step: there is no key 'step' here", "did you mean 'steps'?"),
            ],
        ),
        (
            "steps:\n  talk:\n  warning: varning\n",
            [
                (":2:3: error: steps.talk: has no value", "fill it in, or delete the line"),
                (":3:12: error: steps.warning: must be keys with values", f"the keys are {KEYS}"),
            ],
        ),
    ],
)
def test_a_file_that_holds_no_steps(text, told):
    assert list_mistakes(text) == "\n".join(f"own.yaml{line}\n  hint: {hint}" for line, hint in told)


def test_all_mistakes_come_at_once_in_the_order_of_the_file():
    changes = {
        "decided_by: [buyer.officer]": "decided_by: []",
        "[Hej.]": "[]",
        "after: [talk]": "after: [tlak]",
        "grounds: [action_plan]\n": "grounds: [no_answer]\n",
        "sanction: termination": "sanction: penalty",
    }
    text = LADDER
    for old, new in changes.items():
        text = text.replace(old, new)
    lines = [line for line in list_mistakes(text).splitlines() if not line.startswith("  ")]
    assert [line.partition(": error: ")[::2] for line in lines] == [
        ("own.yaml:4:17", "steps.talk.decided_by: nobody decides"),
        ("own.yaml:7:13", "steps.talk.letter: the letter says nothing"),
        ("own.yaml:10:13", "steps.warning.after[0]: the ladder has no step 'tlak'"),
        ("own.yaml:21:15", "steps.penalty.grounds[0]: 'no_answer' is no ground of the clause for a sanction"),
        ("own.yaml:28:15", "steps.ending.sanction: 'penalty' is the step 'penalty' already"),
    ]


# Any ladder


NAMES = ["a", "b", "c", "d"]
LISTS = st.lists(st.sampled_from([*NAMES, "x"]), max_size=3)


def write_list(items):
    return f"[{', '.join(items)}]"


@st.composite
def draw_step(draw, likely_after, likely_next):
    """A step that may be right, or wrong in any way."""
    fields = {
        "name": "x",
        "after": write_list(draw(st.just(likely_after) | LISTS)),
        "next": write_list(draw(st.just(likely_next) | LISTS)),
        "decided_by": write_list(draw(st.lists(st.sampled_from(["buyer.a", "buyer.a", "supplier.b"]), max_size=2))),
        "grounds": write_list(draw(st.lists(st.sampled_from(list(GroundKind)), max_size=2))),
        "letter": draw(st.sampled_from(["[x]", "[x]", "[]", "", "x"])),
    }
    if draw(st.booleans()):
        fields["sanction"] = draw(st.sampled_from(list(Sanction)))
    for name in draw(st.lists(st.sampled_from(list(fields)), max_size=1)):
        del fields[name]
    return "".join(f"\n    {name}: {value}".rstrip() for name, value in fields.items())


@st.composite
def draw_ladder(draw):
    keys = NAMES[: draw(st.integers(0, 4))]
    steps = []
    for place, key in enumerate(keys):
        body = draw(draw_step(keys[max(0, place - 1) : place], keys[place + 1 : place + 2]) | st.just(""))
        steps.append(f"\n  {draw(st.just(key) | st.sampled_from(NAMES))}:{body}")
    return f"steps:{''.join(steps)}\n"


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(draw_ladder())
def test_any_ladder_is_read_or_its_mistakes_are_told(text):
    try:
        file = parse(text)
    except InputError as error:
        assert all(finding.place.line and finding.format_message() for finding in error.findings)  # noqa: PT017 (or it is read)
    else:
        assert_can_be_climbed(Ladder(file.steps, is_own=True))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(NAMES), max_size=2), st.lists(st.sampled_from(NAMES), max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_a_ladder_without_problems_can_be_climbed(ways):
    steps = {
        key: LadderStep(name="x", after=tuple(after), next=tuple(following), decided_by=("buyer.a",), letter=("x",))
        for key, (after, following) in zip(NAMES, ways, strict=False)
    }
    file = LadderFile(steps=FrozenMap(steps))
    if not list(check_ladder(file)):
        assert_can_be_climbed(Ladder(file.steps, is_own=True))


def assert_can_be_climbed(ladder):
    """By `next` alone every step is reached from the first, and always with all that must have happened before it."""
    keys = list(ladder.steps)
    reached, ways = set(), [(ladder.first,)]
    while ways:
        way = ways.pop()
        reached.add(way[-1])
        assert set(ladder.list_before(way[-1])) <= set(way[:-1])
        ways += [(*way, key) for key in ladder.steps[way[-1]].next]
    assert reached == set(keys)
    for place, key in enumerate(keys):
        assert set(ladder.list_before(key)) <= set(keys[:place])


def test_what_comes_before_is_found_however_many_ways_lead_there():
    keys = [f"s{number}" for number in range(60)]
    step = LadderStep(name="x", decided_by=("buyer.a",), letter=("x",))
    steps = {key: step.model_copy(update={"after": tuple(keys[:place])}) for place, key in enumerate(keys)}
    assert Ladder(FrozenMap(steps), is_own=True).list_before("s59") == tuple(keys[:59])


# The contract's log


def test_every_step_of_the_examples_is_on_the_ladder():
    ladder = read_ladder(Files(), "default")
    names = [path.stem for path in (EXAMPLES / "contracts").glob("*.yaml")]
    assert [str(finding) for name in names for finding in check_steps(read_example(name), ladder)] == []


def test_steps_that_the_ladder_lacks_are_told():
    ladder = Ladder(STEPS, is_own=True)
    day = date(2027, 2, 1)
    logs = [("talk", "warnning"), (), ("penalty", "avropsstopp")]
    deviations = tuple(
        Deviation(id=f"D{number}", found=day, escalation=tuple(EscalationEntry(step=step, date=day) for step in log))
        for number, log in enumerate(logs)
    )
    contract = read_example("surgical-instruments").model_copy(update={"deviations": deviations})
    assert [str(finding) for finding in check_steps(contract, ladder)] == [
        f"error: {step}: the ladder has no step '{name}'\n  hint: {hint} steps are {ALL}"
        for step, name, hint in (
            ("deviations[0].escalation[1].step", "warnning", "did you mean 'warning'? Its"),
            ("deviations[2].escalation[1].step", "avropsstopp", "its"),
        )
    ]


def test_no_step_is_called_as_another_begins():
    names = [step.name for step in read_ladder(Files(), "default").steps.values()]
    assert [(one, other) for one in names for other in names if one != other and other.startswith(one)] == []


@pytest.mark.parametrize(
    ("key", "hint"),
    [("Warning", f"did you mean 'warning'? Its steps are {ALL}"), ("vite", f"its steps are {ALL}"), ("", f"its steps are {ALL}")],
)
def test_a_step_by_its_key(key, hint):
    ladder = Ladder(STEPS, is_own=True)
    assert find_step(ladder, "warning") == STEPS["warning"]
    with pytest.raises(InputError) as caught:
        find_step(ladder, key)
    assert str(caught.value) == f"error: the ladder has no step '{key}'\n  hint: {hint}"
