"""Reference data: organisations, where services are found. A service ends by its status; none is deleted."""

from django.contrib import admin
from django.db import models

from .models import Location, Organisation, Service, ServiceAtLocation, TaxonomyTerm


class RecordAdmin(admin.ModelAdmin):
    """Saves as the work of the signed-in user, who answers for the record from then on."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ["source", "kept_here"]

    def save_model(self, request, obj, form, change):
        obj.kept_here = True
        obj.save_by(request.user)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ["name", "website", "source"]
    search_fields = ["name"]


@admin.register(Location)
class LocationAdmin(RecordAdmin):
    list_display = ["name", "postcode", "location_type", "source"]
    search_fields = ["name", "address", "postcode"]


class ServiceAtLocationInline(admin.TabularInline):
    model = ServiceAtLocation
    extra = 0
    autocomplete_fields = ["location"]


@admin.register(Service)
class ServiceAdmin(RecordAdmin):
    """Where a service is found; everything else of it is edited on its own page, which knows of edit conflicts."""

    fields = ["name", "organisation", "status", "source", "kept_here"]
    readonly_fields = ["name", "organisation", "status", "source", "kept_here"]
    inlines = [ServiceAtLocationInline]
    list_display = ["name", "organisation", "status", "checked_on", "source"]
    list_filter = ["status"]
    search_fields = ["name", "organisation__name"]

    def has_add_permission(self, request):
        return False


@admin.register(TaxonomyTerm)
class TaxonomyTermAdmin(admin.ModelAdmin):
    """Which term of another taxonomy is the same as one of our needs; the next reading of a feed says so of its services."""

    fields = ["name", "taxonomy", "parent", "code", "description", "uri", "need"]
    readonly_fields = ["name", "taxonomy", "parent", "code", "description", "uri"]
    list_display = ["name", "taxonomy", "code", "need"]
    list_filter = ["taxonomy", "need"]
    search_fields = ["name", "code"]

    def save_model(self, request, obj, form, change):
        obj.save_by(request.user, "need")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
