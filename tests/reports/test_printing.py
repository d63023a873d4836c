"""The report on paper: real tables, tags, references and no names."""

import io
import subprocess
from datetime import date

import pikepdf
import pytest

from core.choices import AccessAction
from core.models import AccessLog, Document
from governance import seen
from reports import printing
from reports.caseload import report_for
from tests.factories.aftercare import AftercareFactory, CheckUpFactory
from tests.factories.clients import ClientFactory, EpisodeFactory


def draw(user, tmp_path, **parameters):
    """The document as the worker makes it: the opened PDF and its text."""
    document = Document(kind=printing.KIND, title="Caseload report", requested_by=user, parameters=parameters)
    steps = []
    content = printing.make_caseload(document, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2), (1, 2), (2, 2)]
    path = tmp_path / "caseload.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return pikepdf.open(io.BytesIO(content)), text


def tags(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from tags(kid)


@pytest.fixture
def people(team, keyworker):
    return [
        EpisodeFactory(
            team=team, keyworker=keyworker, in_treatment=True,
            client=ClientFactory(registered_team=team, family_name=f"Secretname{number}"),
        )
        for number in range(12)
    ]  # fmt: skip


def test_team_report_has_references_and_no_names(today, case_manager, people, tmp_path):
    _pdf, text = draw(case_manager, tmp_path)
    for episode in people:
        assert episode.client.reference in text
        assert episode.client.family_name not in text
    assert "Made 23 November 2026 at 10am" in text
    assert "12 lines about clients, hash " in text
    assert "destroy by 23 December 2026" in text


def test_printing_is_written_down_for_everybody_on_the_paper(
    today, case_manager, commissioner, people, other_team, tmp_path
):
    EpisodeFactory(team=other_team, in_treatment=True)
    draw(case_manager, tmp_path)
    printed = AccessLog.objects.filter(action=AccessAction.PRINT)
    assert {(row.user, row.subject_id) for row in printed} == {(case_manager, one.client_id) for one in people}
    entries = seen.all_entries(people[0].client, case_manager)
    assert [(one.what, one.where) for one in entries if one.user] == [("Printed", "Caseload report on paper")]
    draw(commissioner, tmp_path)
    assert printed.count() == len(people)


def test_aftercare_has_a_list_of_its_own(today, case_manager, commissioner, team, other_team, tmp_path):
    late, later, elsewhere = (
        AftercareFactory(episode=EpisodeFactory(team=one, in_aftercare=True)) for one in (team, team, other_team)
    )
    hidden = ClientFactory(registered_team=team, is_restricted=True)
    AftercareFactory(episode=EpisodeFactory(team=team, in_aftercare=True, client=hidden))
    CheckUpFactory(
        aftercare=late, due_on=date(2026, 11, 9), done_on=date(2026, 11, 9), outcome="ok", concern="act", meetings=7
    )
    CheckUpFactory(aftercare=late, due_on=date(2026, 11, 16))
    CheckUpFactory(aftercare=later, due_on=date(2026, 12, 14))
    CheckUpFactory(aftercare=elsewhere)
    report = report_for(case_manager, with_clients=True)
    assert [list(line.values()) for line in report.aftercare] == [
        [late.client.reference, date(2026, 11, 2), date(2027, 5, 2), date(2026, 11, 16), True,
         "Act: something must be done today", None, 7],
        [later.client.reference, date(2026, 11, 2), date(2027, 5, 2), date(2026, 12, 14), False, "", None, None],
    ]  # fmt: skip
    _pdf, text = draw(case_manager, tmp_path)
    assert "Who is in aftercare" in text
    assert "overdue" in text
    late.check_ups.filter(concern="act").update(acted_on=date(2026, 11, 10), action_taken="Seen at home")
    acted = draw(case_manager, tmp_path)[1]
    assert "Acted on, 10 Nov 2026" in acted
    assert "must be done today" not in acted
    assert "Who is in aftercare" not in draw(commissioner, tmp_path)[1]


def test_commissioner_report_has_no_reference(today, commissioner, people, tmp_path):
    _pdf, text = draw(commissioner, tmp_path)
    assert "In treatment" in text
    assert "kept confidential" in text
    assert not [episode for episode in people if episode.client.reference in text]


def test_tables_are_tagged_as_tables(today, case_manager, people, tmp_path):
    pdf, _text = draw(case_manager, tmp_path)
    found = list(tags(pdf.Root.StructTreeRoot))
    assert pdf.Root.MarkInfo.Marked
    assert found.count("/Table") >= 7
    assert found.count("/TH") > 40
    assert "/Figure" in found
    assert found.count("/H1") == 1


def test_in_the_language_it_was_asked_for(today, case_manager, people, tmp_path):
    pdf, _text = draw(case_manager, tmp_path, language="cy")
    assert pdf.Root.Lang == "cy"
