"""`--email`: drafts to the supplier's people, opened by Python's `email`, their text read as a receiver would."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from tests.cli.test_due import change

OUT = Path("output")
HTML = ("--format", "html", "--on", "2026-11-22")
KICKOFF = OUT / "RE-2026-0118" / "email"
TITLE = "Kirurgiska instrument för flergångsbruk"
DEVIATION = OUT / "RE-2024-0307" / "email"
SIGNED = """\
Hör gärna av er om ni undrar över något.

Med vänlig hälsning
Åsa Öberg
Avtalscontroller
Region Exempel

Telefon: +46 10 100 00 01
"""


def read(path):
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message.defects == []
    return message


def read_text(message):
    return message.get_body(("plain",)).get_content().replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")


def list_drafts():
    return sorted(path.relative_to(OUT).as_posix() for path in OUT.rglob("*.eml"))


@pytest.fixture
def wound_care(workspace):
    return workspace / "contracts" / "wound-care.yaml"


def test_a_letter_is_read_aloud(run, contract):
    done = run("generate", "escalation-letter", contract, "--deviation", "D2", "--lang", "sv", *HTML, "--email")
    name = "RE-2024-0307/email/escalation-letter.D2.management_meeting.sv.eml"
    assert (done.code, done.out.splitlines()[-1], list_drafts()) == (0, f"output/{name}", [name])
    message = read(OUT / name)
    assert dict(message.items()) == {
        "X-Unsent": "1",
        "Subject": f"Kallelse till möte, svara senast den 1 december 2026: {TITLE} (RE 2024-00307, D2)",
        "From": "Åsa Öberg <asa.oberg@region.example>",
        "To": "Henrik Alm <henrik.alm@supplier.example>",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }
    assert read_text(message) == (
        "Hej Henrik Alm,\n\n"
        "Vi skickar ett brev om en avvikelse i avtalet Kirurgiska instrument för flergångsbruk. Läs det bifogade brevet. "
        "Där står vad vi ber er att göra.\n\n"
        "Svara senast den 1 december 2026.\n\n"
        "Bifogat:\n\n- escalation-letter.D2.management_meeting.sv.html\n\n" + SIGNED
    )
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "escalation-letter.D2.management_meeting.sv.html"
    assert attached.get_payload(decode=True) == (OUT / "RE-2024-0307" / attached.get_filename()).read_bytes()


def test_a_plan_to_fill_in_goes_as_pdf_and_word_and_says_by_when(run, contract):
    chosen = ("--format", "pdf", "--format", "docx", "--format", "html", "--pdf-engine", "typst", "--on", "2026-06-01")
    run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *chosen, "--email")
    message = read(DEVIATION / "action-plan.D1.sv.eml")
    names = ["action-plan.D1.sv.pdf", "action-plan.D1.sv.docx"]
    assert message["Subject"] == "Åtgärdsplan för avvikelse D1: Kirurgiska instrument för flergångsbruk (RE 2024-00307)"
    assert [each.get_filename() for each in message.iter_attachments()] == names
    for each in message.iter_attachments():
        assert each.get_content() == (OUT / "RE-2024-0307" / each.get_filename()).read_bytes()
    text = read_text(message)
    assert "Fyll i planen och skicka tillbaka den.\n\nSvara senast den 24 juni 2026.\n\n" in text
    assert "- action-plan.D1.sv.pdf\n- action-plan.D1.sv.docx\n" in text


def test_a_plan_that_has_come_asks_for_nothing(run, contract):
    run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    text = read_text(read(DEVIATION / "action-plan.D1.sv.eml"))
    assert "Åtgärdsplanen för en avvikelse i avtalet Kirurgiska instrument för flergångsbruk är bifogad.\n\nBifogat:" in text


def test_a_pack_is_one_draft_to_each_who_is_invited_without_what_is_internal(run, wound_care):
    done = run("generate", "kickoff-pack", wound_care, "--lang", "en", "--format", "docx", "--on", "2026-11-16", "--email")
    assert (done.code, list_drafts()) == (
        0,
        ["RE-2026-0118/email/kickoff-pack.account.en.eml", "RE-2026-0118/email/kickoff-pack.due_diligence.en.eml"],
    )
    message = read(KICKOFF / "kickoff-pack.due_diligence.en.eml")
    assert message["To"] == "Katarzyna Nowak <katarzyna.nowak@supplier.example>"
    assert message["Subject"] == "Invitation to a kick-off meeting: Wound care products (RE 2026-00118)"
    attached = [each.get_filename() for each in message.iter_attachments()]
    parts = ["01-invitation", "02-agenda", "03-clause-guide", "04-contacts", "05-monitoring", "06-minutes"]
    parts += ["09-self-assessment.M2", "10-chain-form.M3"]
    assert attached == [f"{part}.en.docx" for part in parts]
    assert read_text(message).startswith(
        "Dear Katarzyna Nowak,\n\nWe would like to invite you to a kick-off meeting about the contract Wound care products. "
        "The invitation is attached, together with what you need to prepare.\n\nPlease answer by 1 December 2026.\n\nAttached:\n"
    )
    assert read(KICKOFF / "kickoff-pack.account.en.eml")["To"] == "Per-Erik Ångström <per-erik.angstrom@supplier.example>"


def test_a_pack_of_which_something_is_lacking_becomes_no_draft(run, wound_care):
    order = ("kickoff-pack", wound_care, "--lang", "en", "--format", "docx", "--on", "2027-11-16", "--email")
    done = run("generate", *order)  # The meeting is over, so that nobody can be invited to it.
    assert done.code == 1
    assert "not all of the pack was made, so no e-mail is drafted" in done.out + done.err
    assert list_drafts() == []


def test_both_languages_in_one_draft(run, contract):
    run("generate", "monitoring-notice", contract, "--lang", "sv+en", *HTML, "--email")
    message = read(DEVIATION / "monitoring-notice.M3.sv-en.eml")
    assert message["Subject"] == (
        f"Förbered er för en uppföljning, svara senast den 7 december 2026: {TITLE} (RE 2024-00307) / "
        "Prepare for monitoring, reply by 7 December 2026: Reusable surgical instruments (RE 2024-00307)"
    )
    swedish, english = read_text(message).split("\n\n* * *\n\n")
    assert swedish.startswith("Hej Tomas Berg,\n\nVi ska följa upp avtalet Kirurgiska instrument för flergångsbruk.")
    assert english.startswith("Dear Tomas Berg,\n\nWe are going to monitor the contract Reusable surgical instruments.")
    assert english.endswith("Kind regards\nÅsa Öberg\nContract controller\nRegion Exempel\n\nTelephone: +46 10 100 00 01\n")


REVIEW = "Granska vilka uppgifter som bör hållas hemliga"


@pytest.mark.parametrize(
    ("document", "subject"),
    [
        ("invitation", "Inbjudan till uppstartsmöte: Förband och sårvård (RE 2026-00118)"),
        ("minutes", "Protokoll från uppstartsmöte: Förband och sårvård (RE 2026-00118)"),
        (
            "secrecy-review",
            f"{REVIEW}, svara senast den 23 november 2026: Förband och sårvård (RE 2026-00118)",
        ),
        ("clause-guide", "Handlingar om avtalet Förband och sårvård (RE 2026-00118)"),
    ],
)
def test_each_document_has_its_subject_alone_too(run, wound_care, document, subject):
    run("generate", document, wound_care, "--lang", "sv", "--format", "html", "--on", "2026-11-20", "--email")
    (first, *_) = list_drafts()
    message = read(OUT / first)
    assert (message["Subject"], len(list(message.iter_attachments()))) == (subject, 1)


def test_the_same_documents_give_the_same_bytes(run, contract):
    command = ("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    run(*command)
    first = (DEVIATION / "action-plan.D1.sv.eml").read_bytes()
    (DEVIATION / "action-plan.D1.sv.eml").unlink()
    run(*command)
    assert (DEVIATION / "action-plan.D1.sv.eml").read_bytes() == first


def test_a_draft_tells_no_way_on_this_machine_and_has_neither_copy_nor_date(run, contract):
    run("generate", "action-plan", contract, "--lang", "sv", *HTML, "--email", "--out", Path.cwd() / "output")
    for path in OUT.rglob("*.eml"):
        message = read(path)
        assert {"Bcc", "Cc", "Date", "Message-ID"} & {*message} == set()
        assert str(Path.cwd()) not in path.read_text(encoding="utf-8")
        assert {each for part in message.walk() for each in (part.get_filename(),) if each and "/" in each} == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sv: Kirurgiska instrument för flergångsbruk", "sv: |\n    Instrument\n\n    Bcc: spy@evil.example"),
        ("Tomas Berg,", '"Tomas, Berg <spy@evil.example>",'),
        ("Åsa Öberg,", '"Åsa =?utf-8?q?x=0ABcc:_spy@evil.example?= Öberg",'),
        ("registration_number: RE 2024-00307", 'registration_number: "RE\N{LINE SEPARATOR}Bcc: spy@evil.example"'),
    ],
)
def test_no_value_of_a_contract_can_write_a_header(run, contract, old, new):
    change(contract, old, new)
    done = run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    if done.code:  # It was refused as the contract was read.
        assert list_drafts() == []
        return
    message = read(DEVIATION / "action-plan.D1.sv.eml")
    assert message.defects == []
    assert [*message] == ["X-Unsent", "Subject", "From", "To", "MIME-Version", "Content-Type"]
    assert [each.addr_spec for each in message["To"].addresses] == ["tomas.berg@supplier.example"]
    assert [each.addr_spec for each in message["From"].addresses] == ["asa.oberg@region.example"]


def test_an_address_in_any_letters(run, contract):
    change(contract, "tomas.berg@supplier.example", "tomas.bergström@supplier.example")
    done = run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    assert done.code == 0
    data = (DEVIATION / "action-plan.D1.sv.eml").read_bytes()
    assert "To: Tomas Berg <tomas.bergström@supplier.example>\r\n".encode() in data


def test_without_an_address_the_draft_is_there_and_that_is_told(run, contract):
    change(contract, ", email: tomas.berg@supplier.example", "")
    change(contract, ", email: asa.oberg@region.example", "")
    done = run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    message = read(DEVIATION / "action-plan.D1.sv.eml")
    assert (done.code, message["To"], message["From"]) == (0, None, None)
    assert (
        f"{contract}:41:20: warning: supplier.contacts.due_diligence: no e-mail address is known of Tomas Berg [RE6096]\n"
        in done.out
    )


def test_where_nobody_is_named_there_is_no_draft_and_that_is_an_error(run, contract):
    text = contract.read_text(encoding="utf-8")
    before, _, rest = text.partition("    due_diligence: {name: Tomas Berg")
    after = rest.partition("\ndates:\n")[2]
    text = f"{before}    {{}}\n\ndates:\n{after}".replace("  contacts:\n    {}", "  contacts: {}")
    text = text.replace(", supplier.due_diligence, supplier.management]", "]")
    contract.write_text(
        text.replace("responsible: supplier.due_diligence, ", "").replace("responsible: supplier.management, ", ""),
        encoding="utf-8",
    )
    done = run("generate", "action-plan", contract, "--deviation", "D1", "--lang", "sv", *HTML, "--email")
    assert (done.code, list_drafts()) == (1, [])
    assert "supplier.contacts: nobody is named whom this could be sent to" in done.err


def test_what_is_for_own_use_or_everybody_becomes_no_draft(run, contract):
    done = run("generate", "risk-analysis", contract, "--lang", "sv", *HTML, "--email")
    assert (done.code, list_drafts()) == (0, [])
    assert done.err == "No draft: nothing that was made is to be sent.\n"


def test_a_batch_writes_drafts_of_what_is_due_also_where_nothing_is_new(run, workspace):
    chosen = ("--on", "2026-11-22", "--lang", "sv", "--format", "docx", "--jobs", "1", "--email")
    first = run("batch", workspace / "contracts" / "wound-care.yaml", *chosen)
    letters = ("kickoff-pack.account", "kickoff-pack.due_diligence", "secrecy-review.B1")
    names = [f"RE-2026-0118/email/{letter}.sv.eml" for letter in letters]
    assert (first.code, list_drafts()) == (0, names)
    before = [(OUT / name).read_bytes() for name in names]
    again = run("batch", workspace / "contracts" / "wound-care.yaml", *chosen)
    assert (again.code, again.out.splitlines()[-3:]) == (0, [f"output/{names[number]}" for number in (1, 0, 2)])
    assert [(OUT / name).read_bytes() for name in names] == before


SUSPECTED = """\
  - id: D9
    found: 2026-11-02
    suspected: true
    description: x
    against: "2.4"
    severity: major
    escalation:
      - {step: dialogue, date: 2026-11-09, decided_by: buyer.officer}

"""


def test_what_is_only_suspected_is_called_no_deviation(run, contract):
    change(contract, "  - id: D1\n", f"{SUSPECTED}  - id: D1\n")
    done = run("generate", "escalation-letter", contract, "--deviation", "D9", "--lang", "sv", *HTML, "--email")
    message = read(DEVIATION / "escalation-letter.D9.dialogue.sv.eml")
    assert done.code == 0
    assert message["Subject"].startswith("Möjlig avvikelse D9, svara senast den 23 november 2026: ")
    assert "\n\nVi skickar ett brev om något som kan vara en avvikelse i avtalet " in read_text(message)


def test_a_step_of_the_ladder_with_its_letter(run, contract):
    decided = (
        "--decided-by",
        "buyer.manager",
        "--date",
        "2026-12-02",
        "--reason",
        "A2 är försenad",
        "--lang",
        "sv",
        "--format",
        "html",
    )
    done = run("escalate", contract, "D2", *decided, "--email")
    message = read(DEVIATION / "escalation-letter.D2.penalty.sv.eml")
    assert done.code == 0
    assert message["Subject"] == f"Krav på vite, svara senast den 30 december 2026: {TITLE} (RE 2024-00307, D2)"


@pytest.mark.parametrize(("name", "view"), [("email", "view.receivr"), ("overview", "view.contrcts")])
def test_a_regions_own_words_are_checked(run, workspace, name, view):
    (workspace / "content").mkdir()
    (workspace / "content" / f"{name}.md").write_text(f"# Titel\n\n{{{{ {view} }}}}\n", encoding="utf-8")
    done = run("check", workspace)
    assert (done.code, f"content/{name}.md:3: error: '{view}' is undefined [RE4025]" in done.out) == (1, True)


def test_a_letter_that_is_withdrawn_takes_its_draft_with_it_and_no_other(run, contract):
    run("generate", "escalation-letter", contract, "--lang", "sv", "--lang", "en", *HTML, "--email")
    before = list_drafts()
    letter = OUT / "RE-2024-0307" / "escalation-letter.D2.management_meeting.sv.html"
    gone = [name for name in before if name.startswith("RE-2024-0307/email/escalation-letter.D2.")]
    done = run("withdraw", letter)
    assert (done.code, len(before), len(gone)) == (0, 4, 2)
    assert list_drafts() == [name for name in before if name not in gone]
    assert f"The draft of its e-mail is removed: output/{gone[0]}" in done.out


def test_what_is_passed_on_has_a_draft_without_a_receiver(run, contract):
    done = run("generate", "intake", contract, "--format", "docx", "--lang", "sv", "--email")
    assert done.code == 0
    (path,) = list_drafts()
    message = email.message_from_bytes((OUT / path).read_bytes(), policy=policy.default)
    assert message["To"] is None
    body = message.get_body().get_content()
    assert body.splitlines()[0] == "Hej,"
    assert [each.get_filename() for each in message.iter_attachments()] == ["intake.sv.docx"]
