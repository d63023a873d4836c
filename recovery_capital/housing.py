"""Housing law as a table: what it says about a checklist, and who said from when it holds."""

from django.db import transaction

from alerts.workflow import plan
from clients.responsible import team_of

from .models import HousingProvision, ProvisionDates
from .priority_need import Said, assess_priority_need


def nation_of(client):
    """The nation whose law is asked about a client: that of the team's area."""
    return team_of(client).area.nation


def flag_of(check):
    """What a checklist points to, under the law of its nation on its day."""
    said = {question: Said(row.answer, row.detail, row.evidence_held) for question, row in check.by_question.items()}
    provisions = HousingProvision.objects.filter(nation=check.nation)
    return assess_priority_need(said, check.nation, check.checked_on, list(provisions), check.home_ends_on)


@transaction.atomic
def record_check(check, answers, *, by):
    """Keep a checklist: its day, and an answer to each question."""
    check.save_by(by)
    for answer in answers:
        answer.check_made = check
        answer.save_by(by)
    plan(check.client)
    return check


@transaction.atomic
def date_provision(provision, *, effective_from, effective_to, source, is_verified, by):
    """Enter from when until when a provision holds, with where that is published; earlier entries are kept."""
    provision.effective_from, provision.effective_to = effective_from, effective_to
    provision.is_verified = is_verified
    provision.save_by(by, "effective_from", "effective_to", "is_verified")
    dates = {"effective_from": effective_from, "effective_to": effective_to}
    ProvisionDates(provision=provision, source=source, **dates).save_by(by)
    return provision
