"""The link in a reminder: it cancels by a button alone, tells the worker, names nobody, and tells a guesser nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert
from programmes import sending
from programmes.choices import AppointmentStatus, CancelledBy
from programmes.models import Attendance
from services_directory.reminders import digest
from tests.factories.clients import EpisodeFactory
from tests.factories.programmes import AppointmentFactory, EnrolmentFactory, ProgrammeSessionFactory, ReminderFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-22-letters-x"


def url(token=TOKEN):
    return reverse("remind:reminder_cancel", args=[token])


def times(days=2):
    begins_at = timezone.now() + timedelta(days=days)
    return {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}


@pytest.fixture
def sent():
    episode = EpisodeFactory(in_treatment=True)
    appointment = AppointmentFactory(client=episode.client, episode=episode, team=episode.team, **times())
    return ReminderFactory(appointment=appointment, gone=True, cancel_digest=digest(TOKEN))


def test_button_cancels_and_tells_the_worker(client, sent):
    page = client.get(url()).content.decode()
    for word in (sent.client.first_name, sent.client.family_name, sent.appointment.team.name, "Throughcare"):
        assert word not in page
    sent.refresh_from_db()
    assert sent.declined_at is None, "Looking changes nothing"
    thanks = client.post(url(), follow=True).content.decode()
    assert "Thank you for telling us" in thanks
    assert sent.client.family_name not in thanks
    appointment = type(sent.appointment).objects.get()
    assert (appointment.status, appointment.cancelled_by) == (AppointmentStatus.CANCELLED, CancelledBy.CLIENT)
    alert = Alert.objects.get(rule="RM01")
    assert (alert.recipient, alert.ended_at) == (appointment.worker, None)
    assert client.post(url()).status_code == 404


def use(row):
    row.declined_at = timezone.now()


def move(row):
    row.appointment.begins_at += timedelta(minutes=5)
    row.appointment.save()


def freeze(row):
    type(row.client).objects.filter(pk=row.client_id).update(is_frozen=True)


DEAD = {
    "used": use, "moved": move, "frozen": freeze,
    "passed": lambda row: setattr(row, "about_at", timezone.now() - timedelta(minutes=1)),
    "altered": lambda row: setattr(row, "cancel_digest", digest(TOKEN + "x")),
    "taken back": lambda row: setattr(row, "state", "taken_back"),
}  # fmt: skip


def test_every_link_that_does_not_work_answers_alike_and_guessing_is_slowed_down(client, sent):
    before = sent.about_at
    answers = set()
    for spoil in DEAD.values():
        spoil(sent)
        sent.save()
        answers.add(
            (client.get(url()).status_code, client.get(url("guessed")).content.decode().replace("guessed", TOKEN))
        )
        sent.declined_at, sent.state, sent.about_at, sent.cancel_digest = None, "sent", before, digest(TOKEN)
        type(sent.client).objects.update(is_frozen=False)
        type(sent.appointment).objects.update(begins_at=before)
    assert {status for status, _page in answers} <= {404, 429}
    assert 429 in {client.get(url("guessed")).status_code for _try in range(25)}
    assert type(sent.appointment).objects.get().status == AppointmentStatus.BOOKED


def test_who_cannot_come_to_a_group_is_excused_in_its_register(client):
    enrolment = EnrolmentFactory()
    session = ProgrammeSessionFactory(programme=enrolment.programme, **times())
    more = {"appointment": None, "session": session, "client": enrolment.client, "about_at": session.begins_at}
    ReminderFactory(**more, gone=True, cancel_digest=digest(TOKEN))
    assert client.post(url()).status_code == 302
    line = Attendance.objects.get()
    assert (line.client, line.session, line.mark, line.enrolment) == (enrolment.client, session, "excused", enrolment)
    assert sending.is_to_come(enrolment.client.reminders.select_related("session").get()), "The session goes on"
