"""The priority-need checklist: what somebody's answers point to under the law of a nation on a day.

What comes out is a flag for referral, never a decision: only the council decides. Which group is in priority need, how
long before somebody counts as threatened, and from when, stands in the table of provisions, not here.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from core.templatetags.ui import day

from .choices import (
    Answer,
    PriorityNeedLevel,
    PriorityNeedQuestion,
    ProvisionKind,
    QuestionDetail,
)

Q, D = PriorityNeedQuestion, QuestionDetail

# Which of the things that a question names it is.
DETAILS = {
    Q.NOTICE: [D.SECTION_8, D.OTHER_NOTICE, D.POSSESSION, D.RELEASE],
    Q.YOUNG_ADULT: [D.CARE, D.EARLIER_CARE, D.EXPLOITATION, D.CARE_AND_EXPLOITATION],
    Q.ABUSE: [D.DOMESTIC_ABUSE, D.OTHER_VIOLENCE],
}
# The answer that matters, where it is not a yes.
TELLING = {Q.SAFE_TONIGHT: Answer.NO, Q.ELIGIBLE: Answer.NO}


@dataclass(frozen=True)
class Said:
    """One answer: yes, no or not known, and which of the things that the question names."""

    answer: str = Answer.NOT_KNOWN
    detail: str = ""
    evidence_held: bool = False


@dataclass(frozen=True)
class Reason:
    """A provision that an answer points to, and how strongly."""

    question: str
    level: str
    provision: object


@dataclass(frozen=True)
class Flag:
    """What the answers point to: for a referral, never a decision."""

    level: str
    reasons: list
    urgent: list  # what cannot wait, in words; nowhere safe tonight is the first
    cautions: list
    duties: list  # provisions that hold whatever the priority need
    missing: list  # questions whose evidence is still to be gathered
    not_known: list  # questions of the test that are not answered
    window_days: int | None


def assess_priority_need(answers, jurisdiction, on, provisions, home_ends_on=None):
    """What the answers ({question: Said}) point to in a nation on a day, by the provisions that hold there then."""
    said = {question: answers.get(question, Said()) for question in Q.values}
    law = [row for row in provisions if row.nation == jurisdiction and row.is_in_force(on)]
    window = window_on(law)
    has_ended = any(row.kind == ProvisionKind.ENDS_TEST for row in law)
    tested = [row for row in law if row.kind == ProvisionKind.PRIORITY_NEED and not has_ended]
    reasons = [reason for row in tested if (reason := reason_of(row, said))]
    asked = {row.question for row in tested}
    counted = {row.question for row in law} | {reason.question for reason in reasons} | set(TELLING) | {Q.NOTICE}
    return Flag(
        level=PriorityNeedLevel.NO_TEST if has_ended else level_of(reasons),
        reasons=reasons,
        urgent=urgent(said, law, [row for row in provisions if row.nation == jurisdiction], window, on, home_ends_on),
        cautions=cautions(said, law),
        duties=[row for row in law if row.kind == ProvisionKind.DUTY and applies(row, said)],
        missing=[question for question in Q.values if question in counted and lacks_evidence(question, said[question])],
        not_known=[
            question for question in Q.values if question in asked and said[question].answer == Answer.NOT_KNOWN
        ],
        window_days=window,
    )


def window_on(law):
    """How many days before it somebody is threatened with homelessness: the newest provision in force counts."""
    windows = [row for row in law if row.kind == ProvisionKind.WINDOW]
    return max(windows, key=lambda row: row.effective_from).days if windows else None


def level_of(reasons):
    """The strongest of what the reasons point to."""
    levels = {reason.level for reason in reasons}
    strongest_first = [PriorityNeedLevel.LIKELY, PriorityNeedLevel.POSSIBLE]
    return next((level for level in strongest_first if level in levels), PriorityNeedLevel.UNLIKELY)


def reason_of(provision, said):
    """The reason that a provision gives, or None. Where it is not known which thing it is, it is possible at most."""
    answer = said[provision.question]
    if answer.answer != Answer.YES:
        return None
    if provision.details and answer.detail and answer.detail not in provision.details:
        return None
    if provision.needs_local_connection and said[Q.LOCAL_CONNECTION].answer == Answer.NO:
        return None
    is_open = provision.details and not answer.detail
    return Reason(provision.question, PriorityNeedLevel.POSSIBLE if is_open else provision.level, provision)


def applies(provision, said):
    return not provision.question or said[provision.question].answer == Answer.YES


def urgent(said, law, known, window, on, home_ends_on):
    """What cannot wait."""
    found = []
    if said[Q.SAFE_TONIGHT].answer == Answer.NO:
        found.append(_("Nowhere safe to sleep tonight: contact the council today"))
    if said[Q.ROUGH_SLEEPING].answer == Answer.YES:
        found.append(_("Sleeping rough now: contact the council and outreach today"))
    if said[Q.NOTICE].answer == Answer.YES and (words := notice(said[Q.NOTICE], law, known, window, on, home_ends_on)):
        found.append(words)
    return found


def notice(said, law, known, window, on, home_ends_on):
    """Why a notice, an order or a release date makes it urgent; empty when it does not."""
    counting = [row for row in law if row.kind == ProvisionKind.NOTICE]
    kinds = {detail for row in known if row.kind == ProvisionKind.NOTICE for detail in row.details}
    if said.detail in kinds and not any(said.detail in row.details for row in counting):
        return ""  # a notice that counts by itself only once its provision holds
    if said.detail != D.RELEASE and any(not row.details for row in counting):
        return _("There is a written notice or a possession case: that counts as threatened with homelessness")
    if home_ends_on is None:
        return _("There is a notice, an order or a release date: find out the day on which the home ends")
    if window is None or home_ends_on > on + timedelta(days=window):
        return ""
    return _("The home ends on %(day)s, within %(days)d days: refer now") % {"day": day(home_ends_on), "days": window}


def cautions(said, law):
    """What may stand in the way, to be talked about before the referral."""
    found = []
    if said[Q.ELIGIBLE].answer == Answer.NO:
        found.append(_("May not be eligible: get immigration or residence advice first"))
    if said[Q.LOCAL_CONNECTION].answer == Answer.NO:
        found.append(_("No local connection: the council may refer on to another area, except where that is not safe"))
    has_ended = any(row.kind == ProvisionKind.ENDS_INTENTIONALITY for row in law)
    if said[Q.INTENTIONAL].answer == Answer.YES and not has_ended:
        found.append(_("The council may ask whether the home was given up on purpose: explain what led to it"))
    return found


def lacks_evidence(question, said):
    """Whether an answer that matters still stands without evidence."""
    return said.answer == TELLING.get(question, Answer.YES) and not said.evidence_held


def evidence_for(question):
    """What helps to show an answer to the council."""
    return {
        Q.SAFE_TONIGHT: _("What the person says; verification by outreach"),
        Q.NOTICE: _("Notice, court order, tenancy agreement, release letter"),
        Q.PREGNANT: _("Letter from midwife or GP, at any stage"),
        Q.DEPENDENT_CHILD: _("Child benefit, birth certificate, court order, letter from the school"),
        Q.AGED_16_17: _("Proof of age; children’s services come first"),
        Q.YOUNG_ADULT: _("Leaving-care team or social worker"),
        Q.CARE_HISTORY: _("Leaving-care team or social worker"),
        Q.HEALTH: _("Letter from GP or psychiatry, medication, care plan, diagnosis, PIP award"),
        Q.ABUSE: _("Domestic abuse adviser, police reference, MARAC; what the person says may be enough"),
        Q.EMERGENCY: _("Reference of the incident"),
        Q.ARMED_FORCES: _("Service number"),
        Q.CUSTODY: _("Licence, letter from the prison, probation"),
        Q.ROUGH_SLEEPING: _("Outreach record"),
        Q.LOCAL_CONNECTION: _("Proof of addresses, work or family in the area"),
        Q.ELIGIBLE: _("Passport, share code"),
        Q.INTENTIONAL: _("Tenancy record"),
    }[question]
