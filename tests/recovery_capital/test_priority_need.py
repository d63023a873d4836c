"""What the priority-need checklist points to: every question, both nations, before and after a change of law."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from accounts.choices import Nation, Role
from recovery_capital.choices import Answer, PriorityNeedLevel, PriorityNeedQuestion, QuestionDetail
from recovery_capital.models import HousingProvision, PriorityNeedCheck
from recovery_capital.priority_need import Said, assess_priority_need
from tests.factories import accounts, clients

pytestmark = pytest.mark.django_db
Q, D = PriorityNeedQuestion, QuestionDetail
ENGLAND, WALES = Nation.ENGLAND, Nation.WALES
LIKELY, POSSIBLE, UNLIKELY = PriorityNeedLevel.LIKELY, PriorityNeedLevel.POSSIBLE, PriorityNeedLevel.UNLIKELY
DAY = date(2026, 11, 20)


def ask(nation, on=DAY, home_ends_on=None, **answers):
    """The flag for these answers; a bare detail is a yes with it."""
    said = {
        question: Said(Answer.YES, answer) if answer in D.values else Said(answer)
        for question, answer in answers.items()
    }
    return assess_priority_need(said, nation, on, list(HousingProvision.objects.all()), home_ends_on)


@pytest.mark.parametrize(
    ("question", "answer", "england", "wales"),
    [
        (Q.SAFE_TONIGHT, Answer.NO, (UNLIKELY, []), (UNLIKELY, [])),
        (Q.NOTICE, D.OTHER_NOTICE, (UNLIKELY, []), (UNLIKELY, [])),
        (Q.PREGNANT, Answer.YES, (LIKELY, ["s.189(1)(a)"]), (LIKELY, ["s.70(1)(a)"])),
        (Q.DEPENDENT_CHILD, Answer.YES, (LIKELY, ["s.189(1)(b)"]), (LIKELY, ["s.70(1)(b)"])),
        (Q.AGED_16_17, Answer.YES, (LIKELY, ["art.3"]), (LIKELY, ["s.70(1)(f)"])),
        (Q.YOUNG_ADULT, D.CARE, (LIKELY, ["art.4"]), (LIKELY, ["s.70(1)(h)"])),
        (Q.YOUNG_ADULT, D.EARLIER_CARE, (POSSIBLE, ["s.189(1)(c)"]), (LIKELY, ["s.70(1)(h)"])),
        (Q.YOUNG_ADULT, D.EXPLOITATION, (POSSIBLE, ["s.189(1)(c)"]), (LIKELY, ["s.70(1)(g)"])),
        (Q.YOUNG_ADULT, D.CARE_AND_EXPLOITATION, (LIKELY, ["art.4"]), (LIKELY, ["s.70(1)(g)", "s.70(1)(h)"])),
        (Q.YOUNG_ADULT, Answer.YES, (POSSIBLE, ["s.189(1)(c)", "art.4"]), (POSSIBLE, ["s.70(1)(g)", "s.70(1)(h)"])),
        (Q.CARE_HISTORY, Answer.YES, (POSSIBLE, ["art.5(1)"]), (POSSIBLE, ["s.70(1)(c)"])),
        (Q.HEALTH, Answer.YES, (POSSIBLE, ["s.189(1)(c)"]), (POSSIBLE, ["s.70(1)(c)"])),
        (Q.ABUSE, D.DOMESTIC_ABUSE, (LIKELY, ["s.189(1)(e)"]), (LIKELY, ["s.70(1)(e)"])),
        (Q.ABUSE, D.OTHER_VIOLENCE, (POSSIBLE, ["art.6"]), (POSSIBLE, ["s.70(1)(c)"])),
        (Q.ABUSE, Answer.YES, (POSSIBLE, ["art.6", "s.189(1)(e)"]), (POSSIBLE, ["s.70(1)(c)", "s.70(1)(e)"])),
        (Q.EMERGENCY, Answer.YES, (LIKELY, ["s.189(1)(d)"]), (LIKELY, ["s.70(1)(d)"])),
        (Q.ARMED_FORCES, Answer.YES, (POSSIBLE, ["art.5(2)"]), (LIKELY, ["s.70(1)(i)"])),
        (Q.CUSTODY, Answer.YES, (POSSIBLE, ["art.5(3)"]), (POSSIBLE, ["s.70(1)(j)"])),
        (Q.ROUGH_SLEEPING, Answer.YES, (UNLIKELY, []), (LIKELY, ["s.70(1)(k)"])),
        (Q.LOCAL_CONNECTION, Answer.YES, (UNLIKELY, []), (UNLIKELY, [])),
        (Q.ELIGIBLE, Answer.NO, (UNLIKELY, []), (UNLIKELY, [])),
        (Q.INTENTIONAL, Answer.YES, (UNLIKELY, []), (UNLIKELY, [])),
    ],
)
def test_each_answer_points_where_the_law_of_the_nation_says(question, answer, england, wales):
    for nation, (level, codes) in ((ENGLAND, england), (WALES, wales)):
        flag = ask(nation, **{question: answer})
        assert flag.level == level
        assert sorted(reason.provision.code for reason in flag.reasons) == sorted(codes)
        opposite = Answer.YES if answer == Answer.NO else Answer.NO
        assert (
            ask(nation, **{question: opposite}).level == ask(nation, **{question: Answer.NOT_KNOWN}).level == UNLIKELY
        )


def test_custody_counts_in_wales_only_with_a_local_connection():
    away = {Q.CUSTODY: Answer.YES, Q.LOCAL_CONNECTION: Answer.NO}
    assert (ask(WALES, **away).level, ask(ENGLAND, **away).level) == (UNLIKELY, POSSIBLE)


def test_what_cannot_wait_what_to_talk_about_and_what_to_gather():
    flag = ask(ENGLAND, safe_tonight=Answer.NO, rough_sleeping=Answer.YES, eligible=Answer.NO, intentional=Answer.YES)
    assert [words.split(":")[0] for words in flag.urgent] == ["Nowhere safe to sleep tonight", "Sleeping rough now"]
    assert len(flag.cautions) == 2
    assert "s.189B" in [row.code for row in flag.duties]
    assert {Q.SAFE_TONIGHT, Q.ROUGH_SLEEPING, Q.ELIGIBLE} <= set(flag.missing)
    assert Q.PREGNANT in flag.not_known
    held = assess_priority_need(
        {Q.PREGNANT: Said(Answer.YES, "", True)}, ENGLAND, DAY, [*HousingProvision.objects.all()]
    )
    assert held.missing == []


@pytest.mark.parametrize(("days", "is_urgent"), [(0, True), (56, True), (57, False)])
@pytest.mark.parametrize("nation", [ENGLAND, WALES])
def test_a_home_that_ends_within_the_window_is_urgent(nation, days, is_urgent):
    flag = ask(nation, home_ends_on=DAY + timedelta(days=days), notice=D.RELEASE)
    assert bool(flag.urgent) == is_urgent


def test_a_section_8_notice_counts_by_itself_in_england_since_may_2026():
    before, since = date(2026, 4, 30), date(2026, 5, 1)
    assert not ask(ENGLAND, before, before, notice=D.SECTION_8).urgent
    assert ask(ENGLAND, since, since, notice=D.SECTION_8).urgent
    assert ask(WALES, before, before, notice=D.SECTION_8).urgent


def commence(sign_in, code, on):
    browser, provision = sign_in(accounts.UserFactory(role=Role.ADMINISTRATOR)), HousingProvision.objects.get(code=code)
    url = reverse("recovery_capital:provision_date", args=[provision.pk])
    sent = {"version": provision.version, "effective_from": f"{on:%d/%m/%Y}", "source": "An order of 2026"}
    return browser, url, browser.post(url, sent)


def test_the_test_ends_in_wales_on_the_day_an_administrator_enters(sign_in):
    """And not a day before; nothing changes in England; what was entered stays readable."""
    assert ask(WALES, pregnant=Answer.YES).level == LIKELY
    browser, url, response = commence(sign_in, "Priority need", date(2026, 12, 1))
    assert response.status_code == 302
    before, after = (ask(WALES, date(2026, 11, 30), pregnant="yes"), ask(WALES, date(2026, 12, 1), pregnant="yes"))
    assert (before.level, after.level, after.reasons) == (LIKELY, PriorityNeedLevel.NO_TEST, [])
    assert ask(ENGLAND, date(2026, 12, 1), pregnant="yes").level == LIKELY
    assert ask(WALES, date(2026, 12, 1), safe_tonight="no").urgent
    assert "An order of 2026" in browser.get(url).content.decode()
    assert commence(sign_in, "Priority need", date(2026, 12, 2))[2].status_code == 302
    assert HousingProvision.objects.get(code="Priority need").entries.count() == 2


def test_each_part_of_the_act_of_2026_begins_by_itself(sign_in):
    late = DAY + timedelta(days=180)
    assert not ask(WALES, DAY, late, notice=D.RELEASE).urgent
    commence(sign_in, "s.1 (six months)", DAY)
    flag = ask(WALES, DAY, late, notice=D.RELEASE)
    assert flag.urgent
    assert (flag.window_days, flag.level) == (183, UNLIKELY)
    assert not ask(WALES, DAY, late + timedelta(days=30), notice=D.OTHER_NOTICE).urgent
    commence(sign_in, "s.1 (notices)", DAY)
    assert ask(WALES, DAY, late + timedelta(days=30), notice=D.OTHER_NOTICE).urgent
    assert ask(WALES, intentional="yes").cautions
    commence(sign_in, "Intentionality", DAY)
    assert not ask(WALES, intentional="yes").cautions


def test_dates_that_cannot_be_are_refused_on_their_field(sign_in):
    browser, provision = (
        sign_in(accounts.UserFactory(role=Role.ADMINISTRATOR)),
        HousingProvision.objects.get(code="s.2"),
    )
    url = reverse("recovery_capital:provision_date", args=[provision.pk])
    for dates, field in [
        ({"effective_from": "2/12/2026", "effective_to": "1/12/2026"}, "effective_to"),
        ({"effective_to": "1/12/2026"}, "effective_from"),
        ({"effective_from": "31/2/2026"}, "effective_from"),
    ]:
        response = browser.post(url, {"version": provision.version, "source": "x", **dates})
        assert response.status_code == 422
        assert field in response.context["form"].errors
    assert browser.post(url, {"version": 0, "source": "x", "effective_from": "1/12/2026"}).status_code == 409


def answers(**changes):
    """The checklist as sent, with nothing known but what is named."""
    sent = {f"{question}-answer": "not_known" for question in Q.values} | {"checked_on": "20/11/2026"}
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def welsh_client():
    team = accounts.TeamFactory(area__nation=WALES)
    return clients.EpisodeFactory(team=team, in_treatment=True, client__date_of_birth=date(1990, 1, 1)).client, team


def test_the_checklist_is_recorded_shown_and_printed(sign_in):
    client, team = welsh_client()
    browser = sign_in(accounts.UserFactory(role=Role.KEYWORKER, team=team))
    url = reverse("recovery_capital:priority_need_add", args=[client.pk])
    sent = answers(rough_sleeping__answer="yes", rough_sleeping__note="Seen by outreach", pregnant__answer="no")
    response = browser.post(url, sent, follow=True)
    check = PriorityNeedCheck.objects.get()
    assert (check.nation, check.answers.count(), check.created_by) == (WALES, 16, response.wsgi_request.user)
    page = response.content.decode()
    assert all(words in page for words in ("Priority need is likely", "never a decision", "s.70(1)(k)"))
    assert 'value="Seen by outreach"' in browser.get(url).content.decode()
    pdf = browser.get(reverse("recovery_capital:priority_need_pdf", args=[check.pk]))
    with pikepdf.open(BytesIO(b"".join(pdf.streaming_content))) as document:
        assert document.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"aged_16_17__answer": "yes"}, "the person is 36"),
        ({"young_adult__answer": "yes"}, "the person is 36"),
        ({"abuse__detail": "domestic_abuse"}, "Answer “Yes” above"),
        ({"home_ends_on": "1/12/2026"}, "Clear the date"),
        ({"pregnant__answer": "perhaps"}, "Choose one of the answers"),
        ({"checked_on": "20/11/2099"}, "cannot be in the future"),
    ],
)
def test_answers_that_contradict_are_refused(changes, message, sign_in):
    client, team = welsh_client()
    url = reverse("recovery_capital:priority_need_add", args=[client.pk])
    response = sign_in(accounts.UserFactory(role=Role.KEYWORKER, team=team)).post(url, answers(**changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not PriorityNeedCheck.objects.exists()
