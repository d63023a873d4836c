"""What each role may do: one screen. `tests/guards/test_roles.py` checks every name against the views."""

from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from core.written import run, written

from .choices import Role, Section

READ_RECORD = {
    "clients.view_client",
    "clients.view_record",
    "recovery_capital.view_assessment",
    "programmes.view_programme",
    "careplans.view_careplan",
    "documents.view_clientdocument",
    "referrals.view_referral",
    "referrals.view_incoming",
    "custody.view_custodystay",
    "safeguarding.view_concern",
    "aftercare.view_handover",
    "services_directory.search_service",
}

WRITE_RECORD = {
    "clients.add_client",
    "clients.change_client",
    "clients.add_contact",
    "clients.change_episode",
    "clients.change_consent",
    "recovery_capital.add_assessment",
    "programmes.change_enrolment",
    "careplans.change_careplan",
    "documents.add_clientdocument",
    "programmes.change_appointment",
    "referrals.change_referral",
    "referrals.signpost",
    "referrals.log_open_access",
    "custody.change_custodystay",
    "aftercare.receive_handover",
    "aftercare.record_checkup",
    "alerts.acknowledge_alert",
    "clients.break_glass",
    "clients.view_breakglass",
    "staffing.write_shift_note",
    "safeguarding.raise_concern",
    "safeguarding.change_concern",
    "safeguarding.assess_risk",
    "services_directory.say_capacity",
    "programmes.take_register",
}

STAFF = READ_RECORD | WRITE_RECORD
KEYWORKER = (
    STAFF | {"clients.view_access", "referrals.triage_incoming"} | {Section.CLINICAL, Section.OFFENDING, Section.FAMILY}
)
CASE_MANAGER = KEYWORKER | {
    Section.MAPPA,
    Section.RESTRICTED_NOTES,
    "programmes.manage_programme",
    "aftercare.prepare_handover",
    "clients.assign_keyworker",
    "clients.link_records",
    "rights.handle_requests",
    "rights.review_copy",
    "reports.view_team_caseload",
    "reports.write_story",
    "exchange.check_data_set",
    "programmes.view_figures",
}
TEAM_MANAGER = CASE_MANAGER | {
    "clients.approve_override",
    "clients.import_clients",
    "aftercare.override_need",
    "careplans.countersign_careplan",
    "careplans.change_planningrules",
    "clients.assign_coach",
    "clients.review_breakglass",
    "governance.propose_restriction",
    "governance.decide_restriction",
    "staffing.manage_staff",
    "rights.decide_retention",
    "services_directory.make_posters",
    "custody.change_prison",
    "reports.claim_outcome",
    "reports.approve_story",
}

PERMISSIONS = {
    Role.KEYWORKER: KEYWORKER,
    Role.CASE_MANAGER: CASE_MANAGER,
    Role.TEAM_MANAGER: TEAM_MANAGER,
    Role.CLINICIAN: STAFF | {Section.CLINICAL, Section.FAMILY, Section.RESTRICTED_NOTES},
    # A coach sees assigned clients only, and of them only contacts, goals, check-ups, the relapse plan, the way back,
    # what they were told about in the directory, and the safe-contact and staff-safety flags; and the safeguarding concerns that the coach has raised.
    Role.RECOVERY_COACH: {
        "clients.view_client",
        "clients.add_contact",
        "safeguarding.raise_concern",
        "aftercare.record_checkup",
        "alerts.acknowledge_alert",
        "referrals.log_open_access",
        "referrals.signpost",
        "services_directory.search_service",
    },
    Role.COMMISSIONER: {"reports.view_partnership_counts", "services_directory.search_service"},
    Role.DIRECTORY_EDITOR: {
        "services_directory.search_service",
        "services_directory.change_service",
        "services_directory.write_pages",
        "services_directory.make_posters",
        "alerts.acknowledge_alert",
    },
    # A governance officer sees who looked at what and why, and no record: records go by their reference.
    Role.GOVERNANCE_OFFICER: {
        "rights.handle_requests",
        "rights.decide_retention",
        "core.view_accesslog",
        "governance.view_overview",
        "clients.view_breakglass",
        "clients.review_breakglass",
        "clients.approve_override",
        "clients.view_access",
        "governance.decide_restriction",
        "alerts.acknowledge_alert",
        "services_directory.search_service",
    },
    Role.ADMINISTRATOR: {
        "accounts.manage_users",
        "reference.change_reference",
        "exchange.view_versions",
        "alerts.tune_rule",
        "custody.change_prison",
        "services_directory.search_service",
        "services_directory.write_pages",
        "services_directory.make_posters",
    },
}

# The admin site keeps reference data, and holds no model about a person who is helped.
ADMIN_APPS = {Role.ADMINISTRATOR: {"accounts"}, Role.DIRECTORY_EDITOR: {"services_directory"}}


NOBODY = -1  # the stand-in of a user


@cache
def _user_and_teams():
    """The columns of a user, and the query of them and of the keys of the user's teams: every page asks it."""
    users = get_user_model()._default_manager
    fields = [field.attname for field in users.model._meta.concrete_fields]
    memberships = users.model._meta.get_field("memberships").related_model.objects
    teams = ArraySubquery(memberships.filter(user=OuterRef("pk")).order_by().values("team_id"))
    user = users.annotate(team_ids=teams).filter(pk=NOBODY).order_by()
    return fields, written(user.values_list(*fields, "team_ids"))


class RoleBackend(ModelBackend):
    """Signs in by user name and password; permissions come from the role alone."""

    def get_user(self, user_id):
        """The user of a request, with the keys of the user's teams, in one query."""
        fields, query = _user_and_teams()
        rows = run(query, {NOBODY: user_id})
        if not rows:
            return None
        *values, team_ids = rows[0]
        user = get_user_model().from_db(connection.alias, fields, values)
        user.team_ids = team_ids
        return user if self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        return PERMISSIONS.get(user_obj.role, set()) if user_obj.is_active and not user_obj.is_anonymous else set()

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        app, _, action = perm.partition(".")
        in_admin = app in ADMIN_APPS.get(user_obj.role, ()) and action.split("_")[0] in {
            "add",
            "change",
            "delete",
            "view",
        }
        return in_admin or perm in self.get_all_permissions(user_obj)

    def has_module_perms(self, user_obj, app_label):
        return user_obj.is_active and app_label in ADMIN_APPS.get(getattr(user_obj, "role", None), ())
