"""Two people at the same moment: one place is given once, one person is enrolled once, one timetable is laid out once."""

from django.utils import timezone

from programmes import enrolling, timetable
from programmes.models import Enrolment, Programme
from tests.at_once import both, refused
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.programmes import EnrolmentFactory, ProgrammeFactory, TimetableSlotFactory


def person(team):
    return EpisodeFactory(team=team, in_treatment=True).client


def test_once_is_once(committed_db):
    team, today = TeamFactory(), timezone.localdate()
    keyworker = UserFactory(team=team)
    last, other = ProgrammeFactory(team=team, places=1), ProgrammeFactory(team=team)
    waiting = iter([EnrolmentFactory(programme=last, client=person(team), waiting=True) for _each in range(2)])
    assert refused(both(lambda: enrolling.start(next(waiting), on=today, by=keyworker, why="Both were asked"))) == 1
    assert Enrolment.objects.holding_a_place().count() == 1
    known = person(team)

    def ask():
        wanted = Enrolment(client=known, programme=Programme.objects.get(pk=other.pk), asked_on=today)
        return enrolling.ask(wanted, by=keyworker)

    assert refused(both(ask)) == 1
    assert known.enrolments.count() == 1
    TimetableSlotFactory(programme=other, first_on=today)
    made = both(lambda: timetable.generate(Programme.objects.get(pk=other.pk)))
    assert sorted(map(len, made)) == [0, other.sessions.count()]
