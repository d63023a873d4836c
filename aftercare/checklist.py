"""What holds a handover up, and aftercare after it, in plain words: the one place for the rule.

The pages show it, the verbs ask it. A manager other than the author may let pass what is about the plan (`may_pass`),
never a question that nobody has asked or the consent of the client.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .choices import ClientAnswer
from .models import WAY_BACK

DONE, MISSING, OVERRIDDEN = "completed", "due", "on_hold"


@dataclass
class Task:
    """One part of a handover: where it is done, what is missing, and whether a manager may let it pass."""

    title: str
    url_name: str
    missing: str = ""
    may_pass: bool = False
    state: str = ""

    def __post_init__(self):
        self.state = self.state or (MISSING if self.missing else DONE)

    @property
    def state_label(self):
        labels = {DONE: _("Done"), MISSING: _("Missing"), OVERRIDDEN: _("Decided by a manager")}
        return labels[self.state]


def tasks(handover):
    """The parts of a handover in the order in which they are usually done: all of them before it is sent."""
    needs, relapse_plan, way_back, agreed, others = _gate(handover)
    receiver = "" if handover.receiving_service_id else _("Choose the service that takes over.")
    found = [
        needs,
        relapse_plan,
        way_back,
        others,
        Task(_("Who takes over"), "aftercare:handover_edit", receiver),
        agreed,
    ]
    found.append(Task(_("Consent to share it"), "clients:consent_add", _missing_consent(handover)))
    return _with_decision(handover, found)


def gate(handover):
    """What must be there before a plan is completed and aftercare begins."""
    return _with_decision(handover, _gate(handover))


def first_missing(found):
    """What must be done first, as a sentence; empty when all is there."""
    return next((task.missing for task in found if task.missing), "")


def to_decide(handover):
    """What is missing that a manager may let pass."""
    return [task.missing for task in _gate(handover) if task.missing and task.may_pass]


def _gate(handover):
    rows = handover.needs_in_order()
    return [_needs(rows), _relapse_plan(handover), _way_back(handover), _agreed(handover), _others(handover, rows)]


def _with_decision(handover, found):
    """The same, where a manager has let something pass."""
    for task in found:
        if task.missing and task.may_pass and handover.override_reason:
            task.missing, task.state = "", OVERRIDDEN
    return found


def _needs(rows):
    """The assessment of ongoing support needs: every domain asked, every need with a service or a reason."""
    not_asked = [row.get_domain_display() for row in rows if row.has_need is None]
    unanswered = [row.get_domain_display() for row in rows if row.is_unanswered]
    turned_down = [f"{row.service} ({row.get_domain_display()})" for row in rows if row.has_need and row.is_turned_down]
    missing = ""
    if not_asked:
        missing = _("Not asked yet: %(domains)s.") % {"domains": ", ".join(not_asked)}
    elif unanswered:
        missing = _("Neither a service nor a reason: %(domains)s.") % {"domains": ", ".join(unanswered)}
    elif turned_down:
        missing = _("Declined, so choose another one or say why there is none: %(services)s.") % {
            "services": ", ".join(turned_down)
        }
    return Task(_("Ongoing support needs"), "aftercare:need_edit", missing, may_pass=not not_asked)


def _relapse_plan(handover):
    missing = "" if handover.relapse_declined else _missing_in(handover, handover.relapse_plan_fields)
    return Task(_("Relapse plan"), "aftercare:handover_edit", missing, may_pass=True)


def _way_back(handover):
    missing = "" if handover.way_back_declined else _missing_in(handover, WAY_BACK)
    if not missing and handover.may_contact_again is None and not handover.sent_at:
        missing = _("Ask whether we may get in touch again.")
    return Task(_("The way back into treatment"), "aftercare:handover_edit", missing, may_pass=True)


def _agreed(handover):
    missing, may_pass = "", False
    if not handover.agreed_on:
        missing = _("Go through it with the client and record what they say.")
    elif handover.client_answer == ClientAnswer.NOT:
        missing, may_pass = _("The client does not agree: change it together, or have a manager decide."), True
    return Task(_("Agreed with the client"), "aftercare:handover_agree", missing, may_pass=may_pass)


def _others(handover, rows):
    """Of each service that meets a need it is decided whether we tell it something: by a consent, a referral, or not."""
    agreed_to = {handover.receiving_service_id, *handover.client.consents.live().values_list("recipient", flat=True)}
    undecided = [
        str(row.service)
        for row in rows
        if row.has_need and row.service_id and not (row.nothing_shared or row.is_told)
        if row.service_id not in agreed_to and row.service.run_by_team_id != handover.episode.team_id
    ]
    missing = ""
    if undecided:
        missing = _(
            "Not decided whether we tell them anything: %(services)s. Make a referral, or tick that nothing is shared."
        ) % {"services": ", ".join(dict.fromkeys(undecided))}
    return Task(_("What the other services are told"), "aftercare:need_edit", missing, may_pass=True)


def _missing_in(handover, names):
    empty = [handover._meta.get_field(name).verbose_name for name in names if getattr(handover, name) in ("", None)]
    return _("Not filled in: %(fields)s.") % {"fields": ", ".join(map(str, empty))} if empty else ""


def _missing_consent(handover):
    if not handover.receiving_service_id:
        return _("First choose who takes over.")
    if handover.live_consent() is None and handover.live_override() is None:
        service = handover.receiving_service
        return _("The client has not agreed to share the handover with %(service)s.") % {"service": service}
    return ""
