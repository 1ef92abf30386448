"""Every mistake that a contract or report file can hold, in words. Used by all of `contract`; uses only `errors`.

Messages are English, with `{name}` for values; `N_` marks them for the catalog of what the command prints.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec import Struct, field

from generator.errors import N_, Severity

FieldPath = tuple[str | int, ...]
"""Where something stands in a file: keys, and indices that count from 0."""


class Mistake(Struct, frozen=True):
    """A kind of mistake: what is wrong, and what to do about it."""

    message: str
    hint: str = ""
    at_key: bool = False
    """It is the key that is wrong, not its value."""
    severity: Severity = "error"


class Problem(Struct, frozen=True):
    """A mistake found in a file, before it is known which file that is."""

    path: FieldPath
    mistake: Mistake
    values: Mapping[str, str] = field(default_factory=dict)
    position: tuple[int, int] | None = None
    """Line and column, from 1, where they aren't those of what stands at `path`."""
    rests_on: FieldPath | None = None
    """The list or field that it was compared with: where that is wrong itself, nothing can be said."""

    def follows_from(self, known: Collection[FieldPath]) -> bool:
        """Whether it only repeats, or rests on, what is known to be wrong at these paths."""
        if self.path in known:
            return True
        if self.rests_on is None:
            return False
        depth = len(self.rests_on)
        inside = [path[depth:] for path in known if path[:depth] == self.rests_on]
        return any(len(rest) <= 1 or rest[1:] == ("id",) for rest in inside)


def format_path(path: FieldPath) -> str:
    """The path as people write it: `deviations[2].found`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return shorten(text.removeprefix("."), 120)


def shorten(text: str, longest: int = 60) -> str:
    """`text` on one line, fit to be quoted: what cannot be seen is spelled out, and what is too long is cut."""
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]", _spell_out, shown)


def _spell_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


# The file

NO_FILE = Mistake(N_("there is no such file"), N_("check the path"))
IS_FOLDER = Mistake(N_("this is a folder, not a file"), N_("name a file in it"))
NOT_A_FILE = Mistake(N_("this is not a file that can be read"), N_("name a file"))
MORE_OF_THE_KIND = Mistake(N_("there are {count} more mistakes of this kind, from here on"), N_("mend those that are told first"))
UNREADABLE = Mistake(N_("the file cannot be read: {reason}"))
TOO_LARGE = Mistake(N_("the file is larger than {limit} bytes"), N_("a contract takes far less; split it, or shorten its texts"))
NOT_UTF8 = Mistake(N_("the file is not UTF-8: byte {byte} is not part of any letter"), N_("save it again with encoding UTF-8"))
EMPTY_FILE = Mistake(N_("the file is empty"), N_("begin with {first}"))
NOT_A_MAP = Mistake(N_("the file must hold keys with values"), N_("begin with {first}"))

# YAML

CONTROL_CHARACTER = Mistake(N_("the character {character} cannot stand in a text"), N_("delete it"))
DUPLICATE_KEY = Mistake(N_("the key is given twice; it was first given on line {line}"), N_("keep one of them"))
ALIAS = Mistake(N_("'*{name}' is an alias, which is not allowed"), N_("write the value out"))
ANCHOR = Mistake(N_("'&{name}' is an anchor, which is not allowed"), N_("delete it; put the value in quotes if it begins with &"))
TAG = Mistake(N_("'{name}' is a tag, which is not allowed"), N_("delete it; put the value in quotes if it begins with !"))
KEY_NOT_TEXT = Mistake(N_("a key must be a word"), N_("put text that holds { or [ in quotes"))
TOO_DEEP = Mistake(N_("the file is nested more than {limit} levels deep"), N_("close the brackets and check the indentation"))
SECOND_DOCUMENT = Mistake(N_("a second document begins here"), N_("put it in a file of its own, or delete the line ---"))
BARE_WORD = Mistake(
    N_("'{value}' stands alone, without a value"), N_("put text that holds a comma in quotes, or write the key as 'name: value'")
)
NO_VALUE = Mistake(N_("has no value"), N_("fill it in, or delete the line"))

# Keys and structure

IS_MISSING = N_("is missing")
"""What is said of what is still to be filled in."""
MISSING = Mistake(IS_MISSING, N_("add {key}: to {place}"))
MISSING_AT_TOP = Mistake(IS_MISSING, N_("add {key}: to the file"))
UNKNOWN_KEY = Mistake(N_("there is no key '{key}' here"), N_("the keys are {allowed}"), at_key=True)
UNKNOWN_KEY_NEAR = Mistake(N_("there is no key '{key}' here"), N_("did you mean '{nearest}'?"), at_key=True)
NOT_A_SECTION = Mistake(N_("must be keys with values"), N_("the keys are {allowed}"))
NOT_A_LIST = Mistake(N_("must be a list"), N_("write [first, second], or each item on a line of its own after '- '"))
NOT_ONE_VALUE = Mistake(N_("must be one value, not a list or keys with values"), N_("put text that holds { or [ in quotes"))
NOT_CONTACTS = Mistake(N_("must be persons by role"), N_("write a role, such as officer:, and under it the person's name:"))
NOT_A_ROLE = Mistake(
    N_("'{value}' is not a name of a role"), N_("use small letters a to z, digits and _, as in due_diligence"), at_key=True
)
NOT_VALID = Mistake(N_("'{value}' is not allowed here: {reason}"))

# Single values

EMPTY_TEXT = Mistake(N_("the text is empty"), N_("fill it in, or delete the line"))
NOT_ONE_LINE = Mistake(N_("'{value}' must stand on one line"), N_("delete the line breaks"))
NOT_TEXT = Mistake(N_("must be text, or text by language, not a list"), N_("write the text, or {sv: …, en: …}"))
NO_LANGUAGE = Mistake(N_("holds no language"), N_("write the text, or {sv: …, en: …}"))
NOT_A_LANGUAGE = Mistake(
    N_("'{value}' is not a code of a language"), N_("write two or three small letters, such as sv or en"), at_key=True
)
NOT_LANGUAGES = Mistake(N_("'{value}' is not a language or a pair of them"), N_("write sv, en, or sv+en for both side by side"))
NOT_A_DATE = Mistake(N_("'{value}' is not a calendar date"), N_("write a real date as YYYY-MM-DD"))
YEAR_OUT_OF_RANGE = Mistake(N_("'{value}' is not within the years {first} to {last}"), N_("check the year"))
NOT_PLANNED = Mistake(N_("'{value}' is neither a date nor a month"), N_("write a real date as YYYY-MM-DD, or a month as YYYY-MM"))
NOT_A_TIME = Mistake(N_("'{value}' is not a time"), N_("write hours and minutes as HH:MM, from 00:00 to 23:59"))
NOT_YES_NO = Mistake(N_("'{value}' is neither yes nor no"), N_("write true or false"))
NOT_WHOLE = Mistake(N_("'{value}' is not a whole number"), N_("write a number from {lowest} to {highest}, in digits only"))
OUT_OF_RANGE = Mistake(N_("{value} is out of range"), N_("write a number from {lowest} to {highest}"))
NOT_A_NUMBER = Mistake(N_("'{value}' is not a number"), N_("write digits only, with a point for decimals, such as 1250.50"))
NO_IMPACT = Mistake(
    N_("says nothing of how severe it is"),
    N_("write one or more of {allowed}, each from {lowest} to {highest}; or one number alone"),
)
NOT_OF_IMPACT = Mistake(
    N_("'{value}' is nothing that severity is made of"), N_("write {allowed}, each from {lowest} to {highest}")
)
NOT_A_SEVERITY = Mistake(
    N_("{key}: '{value}' is not a whole number from {lowest} to {highest}"),
    N_("write a number from {lowest} to {highest}, in digits only"),
)
TOO_MANY_DECIMALS = Mistake(
    N_("'{value}' has more decimals than {currency}, which has {digits}"),
    N_("write {nearest}; a point is for decimals only, never between thousands"),
)
THOUSAND_POINT = Mistake(
    N_("'{value}' has more decimals than {currency}, which has {digits}"),
    N_("write {whole} if the point stands between thousands, or else {nearest}"),
)
NOT_A_CURRENCY = Mistake(N_("'{value}' is not a currency"), N_("write its three letters by ISO 4217, such as SEK or EUR"))
NOT_A_COUNTRY = Mistake(N_("'{value}' is not a country"), N_("write its two capital letters by ISO 3166, such as SE or PK"))
NOT_A_CHOICE = Mistake(N_("'{value}' is not one of the values allowed"), N_("use one of {allowed}"))
NOT_A_CHOICE_NEAR = Mistake(
    N_("'{value}' is not one of the values allowed"), N_("did you mean '{nearest}'? The values are {allowed}")
)
NOT_THE_FORMAT = Mistake(N_("'{value}' is not a format that can be read"), N_("write format: 1"))
NOT_AN_ID = Mistake(
    N_("'{value}' is not an id"), N_("use letters a to z, digits, '.', '_' and '-' only, at most 100, and do not begin with '.'")
)
RESERVED_ID = Mistake(
    N_("a folder cannot have the name '{value}' on every computer"),
    N_("choose an id that does not end in '.' and is no name of a file or device"),
)
NOT_AN_EMAIL = Mistake(N_("'{value}' is not an e-mail address"), N_("write it as name@example.se"))
NOT_A_LINK = Mistake(
    N_("'{value}' is not a link"),
    N_("begin it with https:// or http:// and a host, and write spaces and quotes as %20, %22 and %27"),
)
NOT_CPV = Mistake(N_("'{value}' is not a CPV code"), N_('write its eight digits in quotes, such as "33140000"'))
NOT_CPV_START = Mistake(
    N_("'{value}' is not the beginning of a CPV code"), N_('write two digits or more in quotes, such as "3314"')
)
NOT_A_REFERENCE = Mistake(
    N_("'{value}' is not a person's role"), N_("write buyer. or supplier. and the role, such as supplier.due_diligence")
)
NOT_A_SECTION_NUMBER = Mistake(N_("'{value}' is not a section of the clause"), N_('write its number in quotes, such as "2.3"'))
NOT_A_POINT = Mistake(N_("'{value}' is not a point of the code of conduct"), N_("write code and its number, such as code 2.3"))
NOT_AGAINST = Mistake(
    N_("'{value}' is neither a section of the clause nor an area"), N_('write a number such as "2.3", or one of {allowed}')
)
NOT_AGAINST_NEAR = Mistake(
    N_("'{value}' is neither a section of the clause nor an area"),
    N_("did you mean '{nearest}'? A section is written as a number, such as \"2.3\""),
)
NOT_A_STEP = Mistake(N_("'{value}' is not a name of a step"), N_("use small letters a to z, digits and _, as in written_warning"))

# Fields together

SAME_ID = Mistake(N_("the id '{value}' is used twice in the list; first by {first}"), N_("give each item an id of its own"))
ALMOST_SAME_ID = Mistake(
    N_("the id '{value}' differs only in small and capital letters from the id of {first}"), N_("give each item an id of its own")
)
NO_SUCH_ID = Mistake(N_("there is no '{value}' in {listed}"), N_("the ids there are {allowed}"))
NO_SUCH_ID_NEAR = Mistake(N_("there is no '{value}' in {listed}"), N_("did you mean '{nearest}'? The ids there are {allowed}"))
NO_IDS = Mistake(N_("there is no '{value}' in {listed}, which is empty"), N_("add the item to {listed}, or delete the reference"))
NO_SUCH_PERSON = Mistake(N_("there is no '{value}' among the contacts"), N_("the contacts are {allowed}"))
NO_SUCH_PERSON_NEAR = Mistake(
    N_("there is no '{value}' among the contacts"), N_("did you mean '{nearest}'? The contacts are {allowed}")
)
NO_PERSONS = Mistake(N_("there is no '{value}': no contacts are given"), N_("add the person under contacts"))
NOT_SWEDISH_NUMBER = Mistake(
    N_("'{value}' is not a Swedish organisation number"),
    N_("write ten digits as NNNNNN-NNNN, or give the country if it isn't SE"),
)
WRONG_CHECK_DIGIT = Mistake(
    N_("'{value}' is not an organisation number: its last digit does not match the others"), N_("check it against the register")
)
SAME_PARTY = Mistake(N_("{value} stands at {first} already"), N_("name each organisation once: the one that signs stands alone"))
NOT_A_FRAMEWORK = Mistake(
    N_("only a framework agreement has several suppliers in it"), N_("write framework_agreement: true, or delete framework")
)
SAME_RANK = Mistake(
    N_("rank {rank} under the framework agreement {framework} is that of {other} too"),
    N_("check the rank in both files"),
    severity="warning",
)
NO_CONSORTIUM = Mistake(
    N_("says how the members of a consortium answer, and no members are named"),
    N_("name the other members under members, or delete the line"),
    severity="warning",
)
LOTS_EXCEED = Mistake(
    N_("the lots are worth {total} {currency} together, and the contract {value} {currency}"),
    N_("check the amounts"),
    severity="warning",
)
BEFORE = N_("{value} is before {other}, {bound}")
NOT_AFTER = N_("{value} is not after {other}, {bound}")
AFTER = N_("{value} is after {other}, {bound}")
"""What is wrong with the order of two dates; the hint is what the table of orders says of them."""
WRITE_NO_END = N_("write until_further_notice: true in place of ends: if the contract has no end")
END_MISSING = Mistake(
    IS_MISSING,
    N_("write the last day; or, beside starts, duration: {months: 48}, or until_further_notice: true if the contract has no end"),
)
HAS_NO_END = Mistake(N_("a contract that runs until further notice has no {field}"), N_("delete one of the two"))
NOT_THE_DURATION = Mistake(
    N_("{value} is not the last day that follows from the duration, which is {follows}"), N_("delete one of the two, or mend it")
)
NO_LAST_DAY = Mistake(
    N_("this is no time that a contract can run"), N_("write years, months, weeks or days, such as {months: 48}, or the last day")
)
NOT_YET = Mistake(N_("{value} lies ahead: the day is {today}"), N_("write a day on which it has happened, or delete the line"))
NO_HARM = Mistake(
    N_("is missing: {basis} hides only what harms somebody if it is told"),
    N_("write what harm is to be expected, and to whom"),
    severity="warning",
)
NO_END = Mistake(
    N_("is missing: it was decided on {value} that this is secret, and not until when"),
    N_("write until when the decision holds; what is secret is tried again at each request, and no secrecy lasts for ever"),
    severity="warning",
)
DECISION_OVER = Mistake(
    N_("the decision held until {value}"),
    N_("try again whether it is secret, and write until when it holds; masked it is all the same"),
    severity="warning",
)
STANDSTILL_TOO_SHORT = Mistake(
    N_("{value} is too early for the end of the standstill period: the award decision was made on {awarded}"),
    N_("it ends on {earliest} at the earliest; write award_notice: none under dates if no standstill period applies"),
    severity="warning",
)
STANDSTILL_ON_FREE_DAY = Mistake(
    N_("{value} is not a working day, so the standstill period ends on {earliest}"),
    N_("write {earliest}"),
    severity="warning",
)
WITHIN_STANDSTILL = Mistake(
    N_("{value} is within the standstill period, which ends on {earliest} at the earliest"),
    N_("write award_notice: none under dates if there was no standstill period, as after a direct award"),
    severity="warning",
)
ACTION_OPEN = Mistake(
    N_("is missing, although the deviation was closed on {closed}"),
    N_("write the day when the action was done, or take closed: away until it is"),
    severity="warning",
)
EVIDENCE_REJECTED = Mistake(
    N_("the evidence that came last was rejected, although the deviation was closed on {closed}"),
    N_("if it was so, leave it: the documents say what remained; else enter what was accepted, or take closed: away"),
    severity="warning",
)
DONE_WITHOUT_EVIDENCE = Mistake(
    N_("{done} counts for nothing: the evidence that came last was rejected on {rejected}"),
    N_("enter the new evidence under submitted:, or write accepted: and why instead of rejected: if it is enough after all"),
    severity="warning",
)
EVIDENCE_REJECTED_LATER = Mistake(
    N_("evidence was rejected on {rejected}, after the deviation was closed on {closed}"),
    N_("if it was so, leave it: the documents say it; if the deviation isn't remedied, take closed: away"),
    severity="warning",
)
EVIDENCE_ACCEPTED_LATER = Mistake(
    N_("evidence was accepted on {accepted}, after the deviation was closed on {closed}"),
    N_("write closed: {accepted}, or the later day when the deviation was verified"),
    severity="warning",
)
EVIDENCE_UNREVIEWED = Mistake(
    N_("is missing for the evidence that came last, although the deviation was closed on {closed}"),
    N_("write when it was accepted, or take closed: away until it is"),
    severity="warning",
)
NOT_REMEDIED = Mistake(
    N_("the new audit found that the deviation isn't remedied, although it was closed on {closed}"),
    N_("write what a later audit found, or take closed: away until it is remedied"),
    severity="warning",
)
DISPUTE_OPEN = Mistake(
    N_("is missing, although the deviation was closed on {closed}"),
    N_("write when the supplier was told whether the finding stands"),
    severity="warning",
)
APPROVED_WITHOUT_ACTIONS = Mistake(
    N_("has no actions, although the plan was approved on {approved}"),
    N_("add what the supplier is to do, or take approved: away until the plan says it"),
    severity="warning",
)
APPROVED_WITHOUT_DAY = Mistake(
    N_("is missing, although the plan was approved on {approved}"),
    N_("write the last day for the action: without one nobody can see that it is late"),
    severity="warning",
)
NOT_RECEIVED = Mistake(
    N_("is missing, although the plan was approved on {approved}"), N_("write the day when the plan came"), severity="warning"
)
NOBODY_RESPONSIBLE = Mistake(
    N_("nobody is named who answers for due diligence at the supplier"),
    N_("ask the supplier who it is: cooperation and monitoring hang on that person"),
    severity="warning",
)
MIXED_COUNTRIES = Mistake(
    N_("no risk names '{value}', where {actor} is; {risks} names '{other}', where nobody of the chain is"),
    N_("these codes are easily mixed up: check which country is meant, and write the same in both places"),
    severity="warning",
)
COUNTRY_NOT_ASSESSED = Mistake(
    N_("no risk in '{value}' has been assessed"),
    N_("assess the risks there: add one, or {value} to the countries of one, with likelihood and severity"),
    severity="warning",
)
PRODUCT_WITHOUT_RISKS = Mistake(
    N_("is missing, so the product comes into no sample"),
    N_("write the ids of its risks, such as [R1], or risks: [] if it has none"),
    severity="warning",
)
NO_SAMPLE = Mistake(
    N_("no sample can be drawn: no product has a risk that is assessed"),
    N_("write risks: for the products, and likelihood: and severity: for these risks"),
    severity="warning",
)
NOT_NOTIFIED = Mistake(
    N_("is missing, although the notice was received on {received}"),
    N_("write the day when the supplier was told of it"),
    severity="warning",
)
PLANNED_WITHOUT_NOTICE = Mistake(
    N_("is planned for {value}, and the notice of {notified} gives the supplier until {ready}"),
    N_("write {ready}, or the day that was agreed with the supplier"),
    severity="warning",
)
CLOSED_WITHOUT_PLAN = Mistake(
    N_("{closed} closes a deviation that never had an action plan"),
    N_("write when its plan was requested, received and approved, or take closed: away until it is"),
    severity="warning",
)
NOT_APPROVED = Mistake(
    N_("is missing, although the deviation was closed on {closed}"),
    N_("write the day when the plan was approved, or take closed: away until it is"),
    severity="warning",
)
UNDECIDED = Mistake(
    N_("is missing, although the deviation was closed on {closed}"),
    N_("write the day when it was decided, or take closed: away until it is"),
    severity="warning",
)
NOT_ITS_TO_APPROVE = Mistake(
    N_("'{value}' doesn't approve an action plan: the buyer does"),
    N_("write somebody at the buyer, such as buyer.manager"),
    severity="warning",
)
DECIDED_TWICE = Mistake(
    N_("{value} stands beside decided: {decided}, and an extension is decided on or declined, not both"),
    N_("delete the one that isn't so"),
)
_LET_READ = N_("have a lawyer see whether it is allowed without a new procurement (LOU 17 kap. 9–14 §§)")
PENALTY_SOFTENED = Mistake(N_("{new} is less than the penalty that was agreed, {was}"), _LET_READ, severity="warning")
CHANGED_AFTER_END = Mistake(
    N_("{value} is after the contract's last day then, {ends}"),
    N_("check the day: what has ended can't be changed, only procured anew"),
    severity="warning",
)
PENALTY_DROPPED = Mistake(N_("the penalty that was agreed, {was}, is dropped"), _LET_READ, severity="warning")
FOUND_BY_UNDONE = Mistake(
    N_("'{value}' has found this, and isn't done"),
    N_("write done: for the activity, or another activity here"),
    severity="warning",
)
FOUND_BEFORE_DONE = Mistake(
    N_("{value} is before the activity that found it was done, {done}"),
    N_("check both days, or write another activity under found_by:"),
    severity="warning",
)
SEVERITY_MISSING = Mistake(N_("is missing, although {key} is given"), N_("write severity: severe, or delete {key}"))
SEVERE_WITHOUT_KIND = Mistake(N_("is missing for a severe deviation"), N_("add severe_kind: with one of {allowed}"))
ONLY_IF_SEVERE = Mistake(
    N_("is only for a severe deviation, and this one is {severity}"), N_("delete the line, or write severity: severe")
)
ACCEPTED_AND_REJECTED = Mistake(
    N_("is given, although the evidence was accepted on {accepted}"),
    N_("delete one of the two; what came later is an item of its own"),
)
REJECTED_WITHOUT_REASON = Mistake(N_("is missing for evidence that was rejected"), N_("write why, as the supplier is to read it"))
ONLY_FOR_AUDITS = Mistake(N_("is only for an audit, and this activity is {method}"), N_("delete it, or write method: audit"))
NO_SPAN = Mistake(N_("only a semi-announced audit has a span of days"), N_("delete the line, or write notice: semi_announced"))
HALF_SPAN = Mistake(N_("is missing, although {other} is given"), N_("write both days of the span"))
TOLD_OF_UNANNOUNCED = Mistake(
    N_("the supplier is entered as told of an unannounced audit"),
    N_("write notice: announced or semi_announced if that was meant"),
    severity="warning",
)
NO_SUCH_FIELD = Mistake(N_("there is no field '{value}' in a contract"), N_("write a field as supply_chain[].name"))
NO_SUCH_FIELD_NEAR = Mistake(N_("there is no field '{value}' in a contract"), N_("did you mean '{nearest}'?"))
NOT_ITS_UNIT = Mistake(N_("{figure} is not measured in '{value}'"), N_("write unit: with {allowed}"))
DAYS_MISSING = Mistake(N_("is missing for {figure}"), N_("add days: with the number of days that the goal allows"))
DAYS_NOT_ASKED = Mistake(
    N_("only a figure that asks for days has them"), N_("delete the line, or write figure: with one of {allowed}")
)
NO_FILES = Mistake(
    N_("'{value}' matches no contract file"), N_("write a path from the report's folder, such as ../contracts/*.yaml")
)

NO_WAY_TO_REACH = Mistake(
    N_("the contact has neither e-mail address, telephone number nor link"),
    N_("add one of email, phone and link"),
)
NOTHING_TO_PUBLISH = Mistake(
    N_("the report says nothing under {key}, and what is published leaves that part out"),
    N_("add {key}: if there is something to tell"),
    severity="warning",
)

# The escalation ladder

NO_STEPS = Mistake(N_("the ladder has no steps"), N_("add one, such as dialogue:"))
NO_SUCH_STEP = Mistake(N_("the ladder has no step '{value}'"), N_("its steps are {allowed}"))
NO_SUCH_STEP_NEAR = Mistake(N_("the ladder has no step '{value}'"), N_("did you mean '{nearest}'? Its steps are {allowed}"))
NOT_STEPS = Mistake(N_("must be steps by key"), N_("write a step's key, such as dialogue:, and under it its name:"))
NOT_BEFORE = Mistake(
    N_("'{value}' doesn't stand before '{step}', so the ladder has a circle or is out of order"),
    N_("write the steps in the order that they are taken, and name only earlier ones under after"),
)
NOT_NEXT = Mistake(
    N_("'{value}' doesn't stand after '{step}', so the ladder has a circle or is out of order"),
    N_("write the steps in the order that they are taken, and name only later ones under next"),
)
NOTHING_BEFORE = Mistake(N_("says nothing of what must have happened before"), N_("add after: with the step before it"))
NOT_THE_FIRST = Mistake(N_("the first step can have nothing before it"), N_("delete after, or put the step that it names first"))
UNREACHABLE = Mistake(N_("no step leads to this one"), N_("add '{value}' to next of the step before it"), at_key=True)
GAP = Mistake(
    N_("'{step}' leads to '{value}', but that needs {missing}, which then hasn't happened"),
    N_("add what is missing to after of '{step}', or take '{value}' out of its next"),
)
SECOND_SANCTION = Mistake(N_("'{value}' is the step '{step}' already"), N_("let one step be this sanction"))
SANCTION_WITHOUT_GROUND = Mistake(
    N_("a sanction needs a ground of the clause"), N_("add grounds: with one or more of action_plan, monitoring, reporting")
)
NOT_A_CLAUSE_GROUND = Mistake(
    N_("'{value}' is no ground of the clause for a sanction"), N_("use action_plan, monitoring, reporting")
)
ONLY_FOR_SUSPENSION = Mistake(
    N_("'{value}' is a ground for a suspension of call-offs only"), N_("take it out, or write it under the step of that sanction")
)
NO_SUCH_SEVERITY = Mistake(
    N_("'{value}' is no severity of a deviation"), N_("write under begin one or more of {allowed}"), at_key=True
)
BEGINS_WITH_SANCTION = Mistake(
    N_("'{value}' is a sanction, and the ladder can't begin with one"), N_("begin at a step below the sanctions")
)
SANCTION_WHILE_SUSPECTED = Mistake(
    N_("a sanction isn't taken for what is only suspected"), N_("delete while_suspected here, or write it under a step below")
)
ONE_SIDED_MEETING = Mistake(
    N_("a meeting has somebody of both parties"), N_("name roles of both, such as [buyer.manager, supplier.management]")
)
NO_AGENDA = Mistake(N_("the meeting has nothing on its agenda"), N_("write a point or more"))
NOT_BEGINNINGS = Mistake(
    N_("must be a step by severity"), N_("write a severity, such as severe:, and under it step: and reason:")
)
NOBODY_DECIDES = Mistake(N_("nobody decides"), N_("name a role of the buyer, such as buyer.manager"))
NOT_OUR_ROLE = Mistake(N_("'{value}' isn't one of us"), N_("name a role of the buyer, such as buyer.manager"))
NOT_THEIR_ROLE = Mistake(N_("'{value}' isn't with the supplier"), N_("name a role of the supplier, such as supplier.management"))
NO_LETTER = Mistake(N_("the letter says nothing"), N_("write a paragraph or more"))

# Typical risks

NOT_RISKS = Mistake(N_("must be risks by key"), N_("write a key, such as child_labour:, and under it description:"))
NOT_A_RISK_KEY = Mistake(
    N_("'{value}' is not a key of a risk"), N_("use small letters a to z, digits and _, as in child_labour"), at_key=True
)
NO_SOURCE = Mistake(N_("nobody is named who says so"), N_("write a source or more, each with title:, publisher: and link:"))

# The clause

NO_SECTIONS = Mistake(N_("the clause has no sections"), N_('add them by number, such as "1": Åtaganden'))
NOT_SECTIONS = Mistake(
    N_("must be keys with values"), N_('write a number in quotes, such as "2.3":, and after it what it stands for')
)
NOT_SEVEN = Mistake(
    N_("lists {number} process requirements, not {all}"), N_("list seven of its sections, in the order of the clause")
)
NOT_ITS_SECTION = Mistake(
    N_("the file has no section '{value}'"), N_("its sections are {allowed}; add it under sections if it is one")
)
NOTHING_SEVERE = Mistake(N_("lists no severe deviation"), N_("write one or more, such as [forced_labour, child_labour]"))

NO_QUESTIONS = Mistake(N_("the file has no questions"), N_("add one, such as policy:"))
NOT_A_QUESTION_KEY = Mistake(
    N_("'{value}' is not a key for a question"), N_("write small letters a to z, digits and _, at most 30, such as risk_analysis")
)
QUESTION_ABOUT_ONE = Mistake(
    N_("a question is about a process requirement or about an area, and about one of them"),
    N_("write requirement: 2, or area: labour_rights"),
)
NOT_A_REQUIREMENT = Mistake(N_("there is no process requirement {value}"), N_("write a number from 1 to {all}"))

# What YAML's parser can't read: by its words, and by what stands in the line

_INDENTATION = N_("give all keys of a section the same indentation, in plain spaces")
COLON_IN_TEXT = Mistake(
    N_("a colon stands in a text that has no quotation marks"), N_("a text with a colon in it needs quotation marks: {quoted}")
)
NO_BREAK_SPACE = Mistake(
    N_("a no-break space (U+{code}) stands where only a plain space may"),
    N_("delete it and type a plain space; it comes from copied text and looks the same"),
)
TAB = Mistake(N_("a tab stands where only spaces may"), N_("indent with spaces, not tabs"))
UNFIT_BEGINNING = Mistake(N_("a text cannot begin with {character}"), N_("put the text in quotation marks"))
TEXT_AFTER_QUOTES = Mistake(
    N_("text stands after the closing quotation mark"),
    N_("put all of the text in quotation marks, with single ones outside: '\"Name\" and more'"),
)
QUOTES_NOT_CLOSED = Mistake(N_("the quotation mark that stands here is never closed"), N_("close it at the end of the text"))
BRACKET_NOT_CLOSED = Mistake(
    N_("the bracket that stands here is never closed"), N_("close it, or put text that holds , [ ] { or } in quotation marks")
)
IN_BRACKETS = Mistake(
    N_("between brackets, a comma or the closing bracket is missing before this"),
    N_("close the brackets, or put text that holds , [ ] { or } in quotation marks"),
)
WRONG_INDENTATION = Mistake(N_("this line does not stand under the keys that it belongs to"), _INDENTATION)
KEY_WITHOUT_COLON = Mistake(
    N_("this line has no key: a colon with a space after it is missing"),
    N_("write a key as 'name: value'; put text of several lines in quotation marks"),
)
LIST_AMONG_KEYS = Mistake(
    N_("an item of a list stands here, where none can be"), N_("begin the list on the line after its key, each item with '- '")
)
LIST_NOT_ALIKE = Mistake(N_("this is not an item of the list above it"), N_("give all items of a list the same indentation"))
UNFIT_ESCAPE = Mistake(
    N_("after \\ stands what YAML does not know"), N_("put the text in single quotation marks, or write the character itself")
)
UNFIT_ANCHOR = Mistake(N_("a text cannot begin with {character}"), N_("put the text in quotation marks"))
UNFIT_BLOCK = Mistake(N_("text stands on the line of the sign | or >"), N_("write the text on the lines below it, indented"))
SYNTAX = Mistake(N_("this line cannot be read as YAML"), N_("check quotation marks, brackets and indentation around it"))

# What people write, and what they mean by it

DID_YOU_MEAN = N_("did you mean '{nearest}'?")
DID_YOU_MEAN_ONE = N_("did you mean one of {nearest}?")
DID_YOU_MEAN_CHOICE = N_("did you mean '{nearest}'? The values are {allowed}")
WRITE_SUM = N_("write {amount: {amount}, currency: {currency}}")
WRITE_AMOUNT_ALONE = N_("write '{nearest}' here, and {currency} under currency")
WRONG_CPV_DIGIT = Mistake(
    N_("'{value}' is not a CPV code: its last digit does not match the others"),
    N_("check it against the list; by its first eight digits it is {nearest}"),
    severity="warning",
)
