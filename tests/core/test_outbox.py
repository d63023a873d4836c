"""The outbox: what is sent, tried again, given up, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from core import outbox
from core.models import OutboxMessage
from core.senders import MessageRefused, Sender, SenderBusy
from tests.factories.accounts import UserFactory
from tests.factories.core import OutboxMessageFactory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class FakeSender(Sender):
    """Takes what it is given, or does as it is told for a reference."""

    def __init__(self):
        self.taken, self.failures, self.known = [], {}, set()

    def __call__(self):
        return self

    def send(self, message, address):
        if failure := self.failures.get(message.reference):
            raise failure
        self.taken.append(message.reference)

    def knows(self, reference):
        return reference in self.known


@pytest.fixture
def sender(monkeypatch):
    fake = FakeSender()
    monkeypatch.setattr(outbox, "import_string", lambda path: fake)
    return fake


def waiting(*references, **fields):
    return [OutboxMessageFactory(reference=reference, **fields) for reference in references]


def test_email_goes_to_the_address_of_the_day_it_is_sent(settings):
    settings.DEFAULT_FROM_EMAIL = "Throughcare <throughcare@example.org>"
    message = OutboxMessageFactory(reference="test-mail", recipient=UserFactory(email="old@example.org"))
    message.recipient.email = "new@example.org"
    message.recipient.save()
    assert outbox.deliver(NOW) == 1
    [email] = mail.outbox
    assert email.to == ["new@example.org"]
    assert email.message()["Message-ID"] == "<test-mail@example.org>"
    assert email.message()["Auto-Submitted"] == "auto-generated"


def test_again_sends_nothing(sender):
    waiting("one", "two")
    assert (outbox.deliver(NOW), outbox.deliver(NOW)) == (2, 0)
    assert sender.taken == ["one", "two"]


def test_oldest_first(sender):
    waiting("new", next_attempt_at=NOW - timedelta(minutes=1))
    waiting("old", next_attempt_at=NOW - timedelta(days=3))
    waiting("not yet", next_attempt_at=NOW + timedelta(seconds=1))
    outbox.deliver(NOW)
    assert sender.taken == ["old", "new"]


def test_same_reference_is_written_once():
    person = UserFactory()
    for text in ("first", "second"):
        outbox.send("same", recipient=person, subject=text, body=text)
    assert OutboxMessage.objects.get().subject == "first"


def test_sent_message_stays_sent_when_it_is_written_again(sender):
    OutboxMessageFactory(reference="same", sent=True)
    outbox.send("same", recipient=UserFactory(), subject="again", body="again")
    assert outbox.deliver(NOW) == 0


def test_taken_back_is_not_sent_until_it_is_written_again(sender):
    [message] = waiting("changed its mind")
    outbox.cancel("changed its mind")
    assert outbox.deliver(NOW) == 0
    outbox.send("changed its mind", recipient=message.recipient, subject="-", body="-")
    assert outbox.deliver(NOW) == 1


def test_cancel_leaves_what_is_sent():
    message = OutboxMessageFactory(sent=True)
    outbox.cancel(message.reference)
    message.refresh_from_db()
    assert message.cancelled_at is None


def test_failure_is_tried_again_ever_later_and_parked_in_the_end(sender):
    [message] = waiting("poison")
    sender.failures["poison"] = ValueError("no such mailbox\0")
    waits, now = [], NOW
    while message.parked_at is None:
        assert outbox.deliver(now) == 0
        message.refresh_from_db()
        waits.append((message.next_attempt_at - now).total_seconds())
        now = message.next_attempt_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert message.last_error == "ValueError: no such mailbox"
    assert outbox.deliver(now + timedelta(days=1)) == 0


def test_poison_does_not_hold_up_the_others(sender):
    waiting("poison", next_attempt_at=NOW - timedelta(days=1))
    waiting("one", "two")
    sender.failures["poison"] = ValueError()
    assert outbox.deliver(NOW) == 2


@pytest.mark.parametrize(
    ("person", "reason"), [({"is_active": False}, "no longer an active user"), ({"email": ""}, "no email address")]
)
def test_nobody_to_send_to_is_parked_with_the_reason(sender, person, reason):
    message = OutboxMessageFactory(recipient=UserFactory(**person))
    assert outbox.deliver(NOW) == 0
    message.refresh_from_db()
    assert message.parked_at == NOW
    assert reason in message.last_error


def test_refused_for_good_is_parked_at_once(sender):
    [message] = waiting("refused")
    sender.failures["refused"] = MessageRefused("too long")
    outbox.deliver(NOW)
    message.refresh_from_db()
    assert (message.parked_at, message.attempts) == (NOW, 1)


def test_busy_sender_ends_the_round_and_is_not_held_against_the_message(sender):
    first, second = waiting("first", "second")
    sender.failures["first"] = SenderBusy("421 try later")
    assert outbox.deliver(NOW) == 0
    for message in (first, second):
        message.refresh_from_db()
        assert (message.attempts, message.parked_at) == (0, None)
    assert "421" in first.last_error
    sender.failures.clear()
    assert outbox.deliver(NOW + timedelta(minutes=1)) == 2


def test_mail_server_that_is_away_is_a_busy_sender(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = OutboxMessageFactory()
    assert outbox.deliver(NOW) == 0
    message.refresh_from_db()
    assert message.attempts == 0
    assert message.last_error.startswith("SenderBusy: ")


def test_after_a_crash_the_sender_is_asked_first(sender):
    gone, lost = waiting("gone", "lost", attempts=1)
    sender.known.add("gone")
    assert outbox.deliver(NOW) == 2
    assert sender.taken == ["lost"]
    gone.refresh_from_db()
    assert gone.sent_at == NOW


def test_taken_back_between_claim_and_call_is_not_sent(sender):
    waiting("late change")
    claimed = outbox._claim(NOW)
    outbox.cancel("late change")
    assert outbox._attempt(claimed, sender, NOW) is False
    assert sender.taken == []


def test_claim_that_somebody_else_has_taken_over_is_not_sent(sender):
    waiting("slept")
    asleep = outbox._claim(NOW)
    awake = outbox._claim(NOW + timedelta(minutes=1))
    assert outbox._attempt(asleep, sender, NOW) is False
    assert outbox._attempt(awake, sender, NOW) is True
    assert sender.taken == ["slept"]


def test_round_ends_when_its_time_is_up(sender):
    waiting("one")
    assert outbox.deliver(NOW, seconds=0) == 0
    assert outbox.deliver(NOW) == 1
