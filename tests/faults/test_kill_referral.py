"""The worker is killed between a referral that is sent and the email with its link: it goes once, later."""

from clients.choices import ConsentPurpose
from config.embedded import wait_until
from core.models import OutboxMessage
from referrals.choices import ReferralStatus, SentHow
from referrals.models import Referral
from referrals.workflow import send_referral
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory

from .processes import kill, start_worker

PATIENCE = 100  # on a busy machine


def test_kill_worker_between_sent_and_the_email(person, environment, gateway):
    referral = ReferralFactory()
    ConsentFactory(client=referral.client, recipient=referral.service, purpose=ConsentPurpose.REFERRAL)
    link = {"email": "duty@harbour.example.org", "code": "ABCDEF", "code_sent_how": "I ring them"}
    send_referral(referral, by=person, how=SentHow.LINK, **link)
    reference = OutboxMessage.objects.get().reference
    worker = []

    def kill_once(number):
        if not worker:
            return False
        kill(worker.pop())
        return True

    gateway.before = kill_once
    worker.append(start_worker(environment | gateway.environment))
    assert wait_until(lambda: not worker, PATIENCE), "The worker has never come to the email"
    assert Referral.objects.get().status == ReferralStatus.SENT
    assert not OutboxMessage.objects.get().sent_at
    again = start_worker(environment | gateway.environment)
    assert wait_until(lambda: OutboxMessage.objects.get().sent_at, PATIENCE)
    kill(again)
    assert gateway.taken == [reference]
