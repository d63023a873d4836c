"""Pages about prison and release."""

from django.urls import path

from .views import board, paste, plan, prisons, stays, unexpected

app_name = "custody"
urlpatterns = [
    path("", board.release_list, name="release_list"),
    path("export/", board.release_export, name="release_export"),
    path("unexpected/", unexpected.unexpected_release, name="unexpected_release"),
    path("paste/", paste.dates_paste, name="dates_paste"),
    path("prisons/", prisons.prison_list, name="prison_list"),
    path("prisons/add/", prisons.prison_add, name="prison_add"),
    path("prisons/<uuid:pk>/edit/", prisons.prison_edit, name="prison_edit"),
    path("schemes/", prisons.scheme_list, name="scheme_list"),
    path("schemes/add/", prisons.early_route_add, name="early_route_add"),
    path("schemes/<uuid:pk>/edit/", prisons.early_route_edit, name="early_route_edit"),
    path("surge-days/add/", prisons.surge_day_add, name="surge_day_add"),
    path("surge-days/<uuid:pk>/", prisons.surge_day_detail, name="surge_day_detail"),
    path("surge-days/<uuid:pk>/edit/", prisons.surge_day_edit, name="surge_day_edit"),
    path("client/<uuid:pk>/", stays.stay_list, name="stay_list"),
    path("client/<uuid:pk>/create/", stays.stay_create, name="stay_create"),
    path("<uuid:pk>/", stays.stay_detail, name="stay_detail"),
    path("<uuid:pk>/edit/", stays.stay_edit, name="stay_edit"),
    path("<uuid:pk>/dates/record/", stays.release_date_record, name="release_date_record"),
    path("<uuid:pk>/release/", stays.stay_release, name="stay_release"),
    path("<uuid:pk>/refer/", stays.stay_refer, name="stay_refer"),
    path("<uuid:pk>/reconnect/", stays.stay_reconnect, name="stay_reconnect"),
    path("<uuid:pk>/seen/", stays.stay_seen, name="stay_seen"),
    path("<uuid:pk>/plan/", plan.plan_detail, name="plan_detail"),
    path("<uuid:pk>/plan/<slug:key>/edit/", plan.plan_edit, name="plan_edit"),
    path("<uuid:pk>/outcome/", plan.first_outcome, name="first_outcome"),
    path("<uuid:pk>/dates/unknown/", plan.date_unknown, name="date_unknown"),
    path("<uuid:pk>/pack/", plan.release_pack_pdf, name="release_pack_pdf"),
    path("<uuid:pk>/asks/", plan.prison_asks_pdf, name="prison_asks_pdf"),
]
