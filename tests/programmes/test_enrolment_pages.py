"""Enrolments on the record of a client: asked for, linked to an action of a plan, moved, and the week on paper."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from clients.choices import EventGroup
from clients.timeline import events_of
from programmes.models import Enrolment
from programmes.views import enrolment as pages
from tests.factories.careplans import ActionFactory, CarePlanFactory
from tests.factories.clients import ContactWayFactory, LanguageNeedsFactory
from tests.factories.programmes import (
    AppointmentFactory,
    AttendanceFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    ProgrammeFactory,
    ProgrammeSessionFactory,
    RoomFactory,
    TimetableSlotFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(team):
    return ProgrammeFactory(team=team, name="Tuesday group", name_cy="Grŵp dydd Mawrth", places=1)


@pytest.fixture
def enrol(record):
    return reverse("programmes:enrolment_create", args=[record.pk])


def test_from_the_record_with_what_is_missing_said_first(sign_in, keyworker, record, episode, team, enrol, today):
    structured, browser = ProgrammeFactory(team=team, structured=True), sign_in(keyworker)
    page = browser.get(enrol, {"programme": structured.pk}).content.decode()
    assert "none is active" in page
    assert reverse("careplans:care_plan_list", args=[record.pk]) in page
    typed = {"programme": structured.pk, "asked_on": "20/11/2026", "start_on": "23/11/2026", "hopes": "To be busy"}
    refused = browser.post(enrol, typed)
    assert (refused.status_code, Enrolment.objects.count()) == (422, 0)
    assert "To be busy" in refused.content.decode()
    CarePlanFactory(client=record, episode=episode, active=True)
    answer = browser.post(enrol, typed)
    enrolment = Enrolment.objects.get()
    assert answer.url == enrolment.get_absolute_url()
    assert (enrolment.status, enrolment.started_on, enrolment.created_by) == ("enrolled", today, keyworker)
    again = browser.post(enrol, typed | {"hopes": "Twice"})
    assert (again.status_code, Enrolment.objects.count()) == (422, 1)
    assert enrolment.get_absolute_url() in again.content.decode()


def test_a_full_programme_says_so_and_the_list_takes_them(sign_in, keyworker, record, group, enrol, today):
    EnrolmentFactory(programme=group)
    typed = {"programme": group.pk, "asked_on": "23/11/2026", "start_on": "23/11/2026"}
    browser = sign_in(keyworker)
    assert "This programme is full" in browser.post(enrol, typed).content.decode()
    browser.post(enrol, typed | {"start_on": ""})
    enrolment = record.enrolments.get()
    assert enrolment.status == "waiting"
    page = browser.get(enrolment.get_absolute_url()).content.decode()
    assert "Place 1 in the list. No place is free." in page


def test_from_an_action_which_shows_how_it_stands(sign_in, keyworker, record, group, today):
    action = ActionFactory(goal__plan=CarePlanFactory(client=record, active=True), goal__words="To fill my days")
    browser, url = sign_in(keyworker), reverse("careplans:action_enrol", args=[action.pk])
    assert browser.get(url).context["form"]["hopes"].value() == "To fill my days"
    browser.post(
        url, {"programme": group.pk, "asked_on": "20/11/2026", "start_on": "23/11/2026", "hopes": "To fill my days"}
    )
    action.refresh_from_db()
    assert (action.enrolment.status, action.enrolment_suggests) == ("enrolled", "under_way")
    plan = browser.get(action.plan.get_absolute_url()).content.decode()
    assert "Tuesday group" in plan
    assert browser.get(url).url == action.enrolment.get_absolute_url()
    other = ActionFactory(goal=action.goal)
    again = browser.post(
        reverse("careplans:action_enrol", args=[other.pk]), {"programme": group.pk, "asked_on": "20/11/2026"}
    )
    other.refresh_from_db()
    assert (again.status_code, other.enrolment, Enrolment.objects.count()) == (302, action.enrolment, 1)


def test_its_moves_are_on_the_timeline_and_the_tab_shows_now_and_before(sign_in, keyworker, record, group, today):
    now = EnrolmentFactory(client=record, programme=group)
    EnrolmentFactory(client=record, completed=True)
    browser = sign_in(keyworker)
    pause = reverse("programmes:enrolment_pause", args=[now.pk])
    assert browser.post(pause, {"reason": "illness", "note": "Flu", "version": 0}).status_code == 409
    browser.post(pause, {"reason": "illness", "note": "Flu", "version": 1})
    events = events_of(record, keyworker, kinds=["enrolment_moved", "enrolment"]).items
    assert [(event.title, event.status, event.text) for event in events][0] == (
        "Programme: Tuesday group",
        "paused",
        "Flu",
    )
    assert len(events) == 3
    page = browser.get(reverse("programmes:client_programmes", args=[record.pk]))
    assert [len(page.context[name]) for name in ("now", "before")] == [1, 1]
    assert EventGroup.PLAN in dict(EventGroup.choices)


def test_the_tab_says_how_often_they_came(sign_in, keyworker, record, team, today):
    group = ProgrammeFactory(team=team, engaged_sessions=1)
    enrolment = EnrolmentFactory(client=record, programme=group)
    for day, mark in ((3, "attended"), (10, "missed"), (17, "late")):
        held = ProgrammeSessionFactory(programme=group, held=True, begins_at=datetime(2026, 11, day, 10, tzinfo=UTC),
                                       ends_at=datetime(2026, 11, day, 12, tzinfo=UTC))  # fmt: skip
        AttendanceFactory(session=held, client=record, enrolment=enrolment, mark=mark)
    page = sign_in(keyworker).get(reverse("programmes:client_programmes", args=[record.pk])).content.decode()
    assert "Came to 2 of 3 sessions. Engaged in 2 of 3 weeks." in page


# On paper, for the client


@pytest.fixture
def week(record, group, today):
    """Somebody who attends a group on Tuesdays, with a day that is not held."""
    room = RoomFactory(team=group.team, name="Room 2, Recovery Centre", address="12 Castle Road")
    slot = TimetableSlotFactory(programme=group, room=room, component="relapse_prevention")
    TimetableSlotFactory(programme=group, weekday=3, title="Thursday group")
    enrolment = EnrolmentFactory(client=record, programme=group, hopes="canary")
    EnrolmentSlotFactory(enrolment=enrolment, slot=slot)
    ProgrammeSessionFactory(programme=group, slot=slot, slot_on=date(2026, 12, 1), cancelled=True,
                            begins_at="2026-12-01T10:00Z", ends_at="2026-12-01T12:00Z")  # fmt: skip
    EnrolmentFactory(client=record, waiting=True, programme__name="Not yet mine")
    AppointmentFactory(client=record, kind="prescribing", purpose="canary", where="The café", begins_at="2026-11-26T15:00Z",
                       ends_at="2026-11-26T16:00Z")  # fmt: skip
    return enrolment


@pytest.fixture
def printed(monkeypatch, sign_in, keyworker, record, week):
    """What is printed for the client: `printed(size="large")` gives the words, the language and the frame."""

    def show(**asked):
        shown = []

        def keep(template, context, *, lang, **frame):
            with translation.override(lang):
                shown.append((render_to_string(template, context | frame | {"page_language": lang}), lang))
            return b"%PDF"

        monkeypatch.setattr(pages, "render_pdf", keep)
        sign_in(keyworker).get(reverse("programmes:client_timetable_pdf", args=[record.pk]), asked)
        return shown[0]

    return show


def test_the_week_has_what_is_theirs_and_nothing_that_is_for_staff(printed, team):
    text, lang = printed()
    assert lang == "en-gb"
    for words in ("Tuesday group", "10am to 12pm", "12 Castle Road", "Tuesday 1 December 2026", team.name, "Thursday 26 November 2026",
                  "3pm", "The café"):  # fmt: skip
        assert words in text
    for words in ("Thursday group", "Not yet mine", "canary", "Relapse prevention", "Prescribing", "Confidential"):
        assert words not in text
    assert 'class="large"' in printed(size="large")[0]


def test_where_nobody_may_say_who_we_are_it_has_times_and_places_only(printed, record, team):
    ContactWayFactory(client=record, may_say_who="no")
    text, _lang = printed()
    assert "12 Castle Road" in text
    for words in ("Tuesday group", "Recovery Centre", team.name):
        assert words not in text
    assert "Tuesday group" in printed(names="yes")[0]


def test_in_welsh_for_whoever_reads_welsh(printed, record):
    LanguageNeedsFactory(client=record, welsh_offered_on=date(2026, 11, 1), welsh_answer="welsh")
    text, lang = printed()
    assert lang == "cy"
    assert "Grŵp dydd Mawrth" in text
    assert "Dydd Mawrth" in text
    assert "Tuesday" not in text
