"""What the timeline is made of: each kind of event, where its rows are, and who may read them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import entries
from .choices import EventGroup
from .reading_up import CONSENT_TO


@dataclass(frozen=True)
class Source:
    """One kind of event: where its rows are, which of their fields say what, and who may read them."""

    relation: str
    title: str  # may hold {words}
    group: EventGroup
    at: str = "changed_at"
    written_at: str = "changed_at"
    by: str = "changed_by"
    status: str = "to_status"
    status_of: str = ""  # the field whose choices give the words for the status; else `status`
    words: str = ""
    people: tuple = ()  # in the place of words: the fields of those whose names they are, one after the other
    why: str = ""  # a field with choices that says why it came to this status
    text: str = "reason"
    about: str = "record_id"
    url_name: str = ""
    correct_url: str = ""  # the name of the page on which it is corrected
    error_url: str = ""  # and of the one on which it is marked as entered in error
    is_day: bool = False
    only: Q = field(default_factory=Q)
    permission: str = ""  # without it nothing of this kind is shown
    section: str = ""  # the field that names the section of a row; rows of sections one may not see are left out
    restricted: str = ""  # the field that keeps the words of a row from those who may not see restricted notes
    also: tuple = ()  # further fields in which words can stand, which are shown by `more`
    more: Callable | None = None  # gives further columns, which clients.entries puts into words


def moves(relation, title, group, url_name="", words=""):
    """The status changes of the records behind a relation."""
    return Source(f"{relation}.status_changes", title, group, words=words, url_name=url_name)


def recorded(relation, title, group, at, **options):
    """Records that are events themselves."""
    plain = {"written_at": "created_at", "by": "created_by", "status": "", "text": "", "about": "id"}
    return Source(relation, title, group, at, **(plain | options))


CONTACTS = "contact"
SOURCES = {
    CONTACTS: recorded(
        "contacts", "{words}", EventGroup.CONTACT, "happened_at", status="outcome", words="kind", why="missed_reason",
        text="note", restricted="is_restricted", more=entries.contact_columns,
        correct_url="clients:contact_correct", error_url="clients:contact_error",
    ),
    "episode": recorded(
        "episodes", _("Referred to us: {words}"), EventGroup.EPISODE, "referred_on", words="referral_source", is_day=True
    ),
    "episode_moved": moves("episodes", _("Episode of treatment"), EventGroup.EPISODE),
    "death": recorded("deaths", _("Death recorded"), EventGroup.EPISODE, "died_on", is_day=True, text="note"),
    "passed_on": recorded(
        "reassignments", _("Passed on: {words}"), EventGroup.EPISODE, "created_at", people=("from_user", "to_user"), text="why"
    ),
    "facts": recorded("episode_facts", _("Facts asked: {words}"), EventGroup.EPISODE, "asked_on", is_day=True, words="kind"),
    "plan_moved": moves("care_plans", "{words}", EventGroup.PLAN, "careplans:care_plan_detail", words="record__kind"),
    "enrolment": recorded(
        "enrolments", _("Asked for a place: {words}"), EventGroup.PLAN, "asked_on", words="programme__name", is_day=True,
        text="hopes", url_name="programmes:enrolment_detail", permission="programmes.view_programme",
    ),
    "enrolment_moved": Source(
        "enrolments.status_changes", _("Programme: {words}"), EventGroup.PLAN, words="record__programme__name",
        url_name="programmes:enrolment_detail", permission="programmes.view_programme",
    ),
    "referral_moved": moves(
        "referrals", _("Referral to {words}"), EventGroup.REFERRAL, "referrals:referral_detail",
        words="record__service__name",
    ),
    # One that was taken on stands as the beginning of its episode, and its start as that of the treatment.
    "incoming": recorded(
        "incoming_referrals", _("Referred to us: {words}"), EventGroup.REFERRAL, "referred_on", words="source", is_day=True,
        only=Q(episode=None), permission="referrals.view_incoming", url_name="referrals:referral_list", about="client_id",
    ),
    "incoming_moved": Source(
        "incoming_referrals.status_changes", _("Referral to us"), EventGroup.REFERRAL, only=~Q(to_status="started"),
        permission="referrals.view_incoming", url_name="referrals:referral_list", about="record__client_id",
    ),
    "signpost": recorded(
        "signposts", _("Told about {words}"), EventGroup.REFERRAL, "created_at", words="service__name", why="how",
        text="words", url_name="referrals:signpost_list", about="client_id",
    ),
    "unmet": recorded(
        "unmet_needs", _("A need that cannot be met: {words}"), EventGroup.REFERRAL, "found_on", is_day=True, words="domain",
        why="reason", text="detail", url_name="referrals:unmet_need_list", about="client_id", more=entries.error_columns,
    ),
    "unmet_met": recorded(
        "unmet_needs", _("Met after all: {words}"), EventGroup.REFERRAL, "met_on", is_day=True, words="domain", by="updated_by",
        only=Q(met_on__isnull=False, error_at=None), url_name="referrals:unmet_need_list", about="client_id",
        written_at="updated_at",
    ),
    "attendance": recorded(
        "attendances", "{words}", EventGroup.PROGRAMME, "session__begins_at", status="mark", words="session__programme__name",
        why="missed_reason", text="private_note", also=("session__group_note",), only=~Q(mark=""), written_at="updated_at",
        by="updated_by", permission="programmes.view_programme", url_name="programmes:client_programmes", about="client_id",
        more=entries.session_columns,
    ),
    "missed": recorded(
        "missed_paths", _("Did not come: we try to reach them"), EventGroup.PROGRAMME, "missed_on", is_day=True,
        url_name="programmes:missed_detail", permission="programmes.view_programme",
    ),
    # Attempts stand here as contacts, and the decision of the team as the end of the path.
    "missed_step": recorded(
        "missed_paths.steps", _("After a miss: {words}"), EventGroup.PROGRAMME, "done_on", is_day=True, words="kind",
        status="outcome", text="note", only=Q(done_on__isnull=False, contact=None) & ~Q(kind="team_decision"),
        written_at="updated_at", by="updated_by", about="path_id", url_name="programmes:missed_detail",
        permission="programmes.view_programme",
    ),
    "missed_moved": Source(
        "missed_paths.status_changes", _("After a miss"), EventGroup.PROGRAMME, url_name="programmes:missed_detail",
        permission="programmes.view_programme",
    ),
    "stay": recorded(
        "custody_stays", _("Into custody: {words}"), EventGroup.CUSTODY, "custody_started_on", words="prison", is_day=True,
        url_name="custody:stay_detail",
    ),
    "stay_moved": moves(
        "custody_stays", _("Custody: {words}"), EventGroup.CUSTODY, "custody:stay_detail", words="record__prison"
    ),
    "handover_moved": moves(
        "handovers", _("Handover to aftercare"), EventGroup.AFTERCARE, "aftercare:handover_detail"
    ),
    "assessment": recorded(
        "capital_assessments", _("Recovery capital assessed"), EventGroup.ASSESSMENT, "assessed_on", is_day=True,
        only=Q(status="recorded"),
        url_name="recovery_capital:assessment_detail",
    ),
    "measure": recorded(
        "measure_results", _("Questionnaire answered: {words}"), EventGroup.ASSESSMENT, "answered_on", is_day=True,
        words="measure", url_name="recovery_capital:measure_detail", more=entries.error_columns,
        error_url="recovery_capital:measure_error",
    ),
    "profile": recorded(
        "top_assessments", _("Treatment Outcomes Profile: {words}"), EventGroup.ASSESSMENT, "interviewed_on", is_day=True,
        words="stage", url_name="recovery_capital:top_detail",
    ),
    "review": recorded(
        "care_plans.review", _("Care plan reviewed"), EventGroup.PLAN, "reviewed_on", is_day=True, text="what_changed",
        about="plan_id",
        url_name="careplans:care_plan_detail",
    ),
    "check_up": recorded(
        "check_ups", _("Check-up after treatment"), EventGroup.AFTERCARE, "done_on", is_day=True, status="outcome", text="note",
        only=Q(done_on__isnull=False), written_at="updated_at", by="updated_by",
    ),
    "occasional_support": recorded(
        "occasional_support", _("Occasional support after treatment: {words}"), EventGroup.AFTERCARE, "came_on", is_day=True,
        words="kind", text="note",
    ),
    "unplanned_exit": recorded(
        "unplanned_exits", _("Unplanned end of treatment: what was decided"), EventGroup.AFTERCARE, "decided_on", is_day=True,
        text="decision", url_name="aftercare:exit_record", about="episode_id",
    ),
    "came_back": recorded(
        "returns", _("Came back: what was written is carried over"), EventGroup.AFTERCARE, "returned_on", is_day=True,
        text="why", url_name="aftercare:return_detail",
    ),
    "sustained_outcome": recorded(
        "sustained_outcomes", _("Outcome after treatment: {words}"), EventGroup.AFTERCARE, "asked_on", is_day=True,
        words="use_now", text="note",
    ),
    "document": recorded(
        "documents", _("Document: {words}"), EventGroup.DOCUMENT, "received_on", is_day=True, words="title",
        why="kind", section="section", permission="documents.view_clientdocument", more=entries.error_columns,
        url_name="documents:document_download", error_url="documents:document_error",
    ),
    "consent": recorded(
        "consents", _("Consent to share with {words}"), EventGroup.CONSENT, "given_on", is_day=True,
        words=CONSENT_TO,
    ),
    "consent_withdrawn": recorded(
        "consents", _("Consent withdrawn: {words}"), EventGroup.CONSENT, "withdrawn_on", is_day=True,
        words=CONSENT_TO, only=Q(withdrawn_on__isnull=False), written_at="updated_at", by="updated_by",
    ),
    # A restricted concern is on its own page only; what is known under MAPPA is never an event.
    "concern": recorded(
        "concerns", _("Safeguarding concern raised: {words}"), EventGroup.SAFETY, "created_at", words="kind",
        url_name="safeguarding:concern_detail", permission="safeguarding.view_concern", only=Q(is_restricted=False),
    ),
    "concern_moved": Source(
        "concerns.status_changes", _("Safeguarding concern: {words}"), EventGroup.SAFETY, words="record__kind",
        url_name="safeguarding:concern_detail", permission="safeguarding.view_concern",
        only=Q(record__is_restricted=False),
    ),
    "risks": recorded(
        "risk_assessments", _("Risks assessed"), EventGroup.SAFETY, "assessed_on", is_day=True, text="what_changed",
        url_name="safeguarding:risk_detail", permission="safeguarding.view_concern",
    ),
}  # fmt: skip
