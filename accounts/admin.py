"""Users, teams and the places they work for: reference data, kept by administrators. Nothing here is about a client."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin  # noqa: F401  registers what is taken out again below
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Setting
from .models import Area, Contract, Partnership, Provider, Team, TeamDuty, TeamMembership, User

# Roles are code (roles.py), addresses are the users' own field, and second factors are nobody else's business.
admin.site.unregister([Group, EmailAddress, Authenticator])
admin.site.site_header = admin.site.site_title = _("Throughcare – users and teams")
admin.site.has_permission = lambda request: (
    request.user.is_active and any(request.user.has_module_perms(app) for app in ("accounts", "services_directory"))
)
# The site's own page would tell nobody, and count no tries.
admin.site.password_change = lambda request, extra_context=None: redirect("accounts:password_change")


class KeptAdmin(admin.ModelAdmin):
    """Writes down who saved a row, and counts its version up."""

    def save_model(self, request, obj, form, change):
        obj.save_by(request.user)


class MembershipInline(admin.TabularInline):
    model = TeamMembership
    fk_name = "user"
    extra = 0


class StaffForm(forms.ModelForm):
    """Says on the right field why somebody cannot be switched off yet; the database refuses it too."""

    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        if not is_active and self.instance.is_active:
            kept = self.instance.episodes_as_keyworker.open() | self.instance.episodes_as_case_manager.open()
            coached = self.instance.coach_assignments.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()))
            if count := kept.distinct().count() + coached.count():
                text = _("This person has %(count)d open clients. A manager must pass them on first (Staff).")
                raise ValidationError(text % {"count": count})
        return is_active


@admin.register(User)
class StaffAdmin(admin.ModelAdmin):
    """Whether somebody is active, and where they work; people are added, and roles changed, on pages of our own."""

    form = StaffForm
    inlines = [MembershipInline]
    list_display = ["username", "first_name", "last_name", "role", "is_active"]
    list_filter = ["role", "is_active", "teams"]
    search_fields = ["username", "first_name", "last_name"]
    fields = ["username", "first_name", "last_name", "email", "is_active", "role", "partnership", "coach_kind"]
    fields += ["is_paid", "supervisor"]
    readonly_fields = ["username", "role"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # a user who leaves is switched off: what they did stays theirs


class DutyInline(admin.TabularInline):
    model = TeamDuty
    extra = 0


class TeamForm(forms.ModelForm):
    """The settings of a team as boxes to tick."""

    settings = forms.MultipleChoiceField(choices=Setting, required=False, widget=forms.CheckboxSelectMultiple)


@admin.register(Team)
class TeamAdmin(KeptAdmin):
    form = TeamForm
    inlines = [DutyInline]
    list_display = ["name", "provider", "area"]


@admin.register(Contract)
class ContractAdmin(KeptAdmin):
    list_display = ["partnership", "provider", "starts_on", "ends_on"]


@admin.register(Partnership, Area, Provider)
class PlaceAdmin(KeptAdmin):
    search_fields = ["name"]
