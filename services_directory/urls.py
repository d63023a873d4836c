"""Pages of the directory."""

from django.urls import path

from .views import capacity, check, feed, finding, leaflet, page, poster, problem, queue, service

app_name = "services_directory"
urlpatterns = [
    path("", finding.service_list, name="service_list"),
    path("leaflet/", leaflet.leaflet, name="leaflet"),
    path("leaflet/pdf/", leaflet.leaflet_pdf, name="leaflet_pdf"),
    path("pages/", page.page_list, name="page_list"),
    path("pages/create/", page.page_create, name="page_create"),
    path("pages/<uuid:pk>/edit/", page.page_edit, name="page_edit"),
    path("pages/<uuid:pk>/review/", page.page_review, name="page_review"),
    path("pages/<uuid:pk>/retire/", page.page_retire, name="page_retire"),
    path("pages/<uuid:pk>/restore/", page.page_restore, name="page_restore"),
    path("posters/", poster.poster_list, name="poster_list"),
    path("posters/create/", poster.poster_create, name="poster_create"),
    path("posters/<uuid:pk>/", poster.poster_detail, name="poster_detail"),
    path("posters/<uuid:pk>/sheet.pdf", poster.poster_pdf, name="poster_pdf"),
    path("posters/<uuid:pk>/retire/", poster.poster_retire, name="poster_retire"),
    path("create/", service.service_create, name="service_create"),
    path("feeds/", feed.feed_list, name="feed_list"),
    path("feeds/create/", feed.feed_create, name="feed_create"),
    path("feeds/<uuid:pk>/", feed.feed_detail, name="feed_detail"),
    path("feeds/<uuid:pk>/edit/", feed.feed_edit, name="feed_edit"),
    path("feeds/<uuid:pk>/read/", feed.feed_read, name="feed_read"),
    path("feeds/runs/<uuid:pk>/end/", feed.feed_run_end, name="feed_run_end"),
    path("differences/", feed.difference_list, name="difference_list"),
    path("differences/<uuid:pk>/", feed.difference_decide, name="difference_decide"),
    path("<uuid:pk>/", service.service_detail, name="service_detail"),
    path("<uuid:pk>/edit/", service.service_edit, name="service_edit"),
    path("<uuid:pk>/check/", service.service_check, name="service_check"),
    path("<uuid:pk>/problem/", problem.problem_report, name="problem_report"),
    path("problems/<uuid:pk>/", problem.problem_settle, name="problem_settle"),
    path("<uuid:pk>/capacity/", capacity.capacity_edit, name="capacity_edit"),
    path("check/<str:token>/", check.check_by_link, name="check_by_link"),
    path("queue/", queue.queue_list, name="queue_list"),
    path("queue/export/", queue.queue_export, name="queue_export"),
]
