"""Where the way is not smooth: a declined referral, a handover with something missing, a question from the receiver."""

import pytest

from clients.choices import ConsentCategory, ConsentPurpose
from recovery_capital.choices import Domain
from tests.browser.journey import fill_in, press, says
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser


def test_a_declined_referral_leads_to_another_service(open_as, check, keyworker, record):
    service = ServiceFactory(name="Harbour Housing")
    referral = ReferralFactory(client=record, service=service, sent=True)
    page = open_as(keyworker, f"/referrals/client/{record.pk}/")
    press(page, "Harbour Housing")
    press(page, "It was declined")
    check(page)
    press(page, "Record that it was declined")
    says(page, "Choose why it was declined")
    fill_in(page, {"Why was it declined?": "Full", "What did they say?": "Try again in March"})
    press(page, "Record that it was declined")
    says(page, "The need is still there", "Declined", "Full", "Try again in March", referral.reason)
    check(page)
    press(page, "Look for another service")
    says(page, "Harbour Housing")


@pytest.fixture
def handover(episode, case_manager, other_team):
    """Ready to be sent but for one thing: the client needs somewhere to live, and nobody has said who helps."""
    service = ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)
    handover = HandoverFactory(episode=episode, ready=True, receiving_service=service, created_by=case_manager)
    handover.needs.filter(domain=Domain.HOUSING).update(has_need=True, detail="A flat")
    ConsentFactory(
        client=episode.client,
        recipient=service,
        purpose=ConsentPurpose.AFTERCARE_HANDOVER,
        categories=list(ConsentCategory),
    )
    return handover


def test_nothing_goes_on_with_a_need_unanswered_until_a_manager_decides(
    open_as, check, case_manager, team_manager, handover
):
    page = open_as(case_manager, handover.get_absolute_url())
    press(page, "Look through and send")
    says(page, "It cannot be sent yet:", "Neither a service nor a reason: Housing.")
    assert not page.get_by_role("button", name="Send it").count()
    check(page)
    page.goto(f"{handover.get_absolute_url()}begin/")
    press(page, "Begin aftercare")
    says(page, "There is a problem")
    check(page)

    manager = open_as(team_manager, handover.get_absolute_url())
    press(manager, "Let it go ahead all the same")
    check(manager)
    press(manager, "Let it go ahead")
    says(manager, "Write why it goes ahead")
    fill_in(manager, {"Why does it go ahead all the same?": "On the council's list; we ring every week"})
    press(manager, "Let it go ahead")
    says(manager, "Recorded, with your name and reason.", "Decided by a manager", "On the council's list")
    check(manager)

    page.goto(handover.get_absolute_url())
    press(page, "Look through and send")
    press(page, "Send it")
    says(page, "Bryn Aftercare must accept, ask or decline.")


def test_the_receiver_asks_and_then_declines(open_as, check, case_manager, stranger, handover):
    handover.needs.update(has_need=False)
    sender = open_as(case_manager, handover.get_absolute_url())
    press(sender, "Look through and send")
    press(sender, "Send it")
    receiver = open_as(stranger)
    says(receiver, "To accept, ask about or decline")
    check(receiver)
    receiver.goto(f"/aftercare/received/{handover.pk}/")
    press(receiver, "Ask before deciding")
    fill_in(receiver, {"What do you need to know?": "Which days suit?"})
    check(receiver)
    press(receiver, "Ask")
    says(receiver, "Your question is on its way.")

    press(sender, "My work")
    says(sender, "A question to answer")
    sender.get_by_role("link", name="A question to answer").click()
    press(sender, "Answer the question")
    says(sender, "Which days suit?")
    fill_in(sender, {"Your answer": "Tuesdays"})
    check(sender)
    press(sender, "Answer and send again")

    receiver.goto(f"/aftercare/received/{handover.pk}/")
    says(receiver, "Tuesdays")
    press(receiver, "Decline")
    fill_in(receiver, {"Why can you not take over?": "We have nobody on Tuesdays"})
    check(receiver)
    press(receiver, "Decline the handover")
    says(receiver, "Declined. The sender has been told, and you no longer see the handover.")
    sender.goto(handover.get_absolute_url())
    says(sender, "We have nobody on Tuesdays", "prepare it again, for somebody else")
    check(sender)
