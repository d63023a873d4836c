"""What is still missing before a handover can be sent, in plain words: the page shows it, the verb asks it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

DONE, MISSING, OVERRIDDEN = "completed", "due", "on_hold"


@dataclass
class Task:
    """One part of a handover: where it is done, and what is missing."""

    title: str
    url_name: str
    missing: str = ""
    state: str = ""

    def __post_init__(self):
        self.state = self.state or (MISSING if self.missing else DONE)

    @property
    def state_label(self):
        labels = {DONE: _("Done"), MISSING: _("Missing"), OVERRIDDEN: _("Decided by a manager")}
        return labels[self.state]


def tasks(handover):
    """The parts of a handover in the order in which they are usually done."""
    return [
        needs_task(handover),
        Task(_("Relapse plan"), "aftercare:handover_edit", _missing_in(handover, RELAPSE_PLAN)),
        Task(_("The way back into treatment"), "aftercare:handover_edit", _missing_in(handover, WAY_BACK)),
        Task(
            _("Who takes over"),
            "aftercare:handover_edit",
            "" if handover.receiving_service_id else _("Choose the service that takes over."),
        ),
        Task(
            _("Agreed with the client"),
            "aftercare:handover_agree",
            "" if handover.agreed_on else _("Go through it with the client and record that they agree."),
        ),
        Task(_("Consent to share it"), "clients:consent_add", _missing_consent(handover)),
    ]


def first_missing(handover):
    """What must be done first before the handover can be sent, as a sentence; empty when all is there."""
    return next((task.missing for task in tasks(handover) if task.missing), "")


RELAPSE_PLAN = ["triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse"]
WAY_BACK = ["way_back_name", "way_back_phone", "way_back_how", "way_back_days"]


def needs_task(handover):
    """The assessment of ongoing support needs: every domain asked, every need with a service or a reason."""
    rows = handover.needs_in_order()
    not_asked = [row.get_domain_display() for row in rows if row.has_need is None]
    unanswered = [row.get_domain_display() for row in rows if row.is_unanswered]
    task = Task(_("Ongoing support needs"), "aftercare:need_edit")
    if not_asked:
        task.missing = _("Not asked yet: %(domains)s.") % {"domains": ", ".join(not_asked)}
        task.state = MISSING
    elif unanswered and handover.override_reason:
        task.state = OVERRIDDEN
    elif unanswered:
        task.missing = _("Neither a service nor a reason: %(domains)s.") % {"domains": ", ".join(unanswered)}
        task.state = MISSING
    return task


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
