"""Pages of who works with whom: reassigning, cover, shift notes, staff records."""

from django.urls import path

from . import views

app_name = "staffing"
urlpatterns = [
    path("", views.staff_list, name="staff_list"),
    path("export/", views.staff_export, name="staff_export"),
    path("people/<str:username>/", views.staff_detail, name="staff_detail"),
    path("people/<str:username>/clients/", views.kept_list, name="kept_list"),
    path("people/<str:username>/clients/export/", views.kept_export, name="kept_export"),
    path("people/<str:username>/reassign/", views.caseload_reassign, name="caseload_reassign"),
    path("people/<str:username>/cover/add/", views.cover_add, name="cover_add"),
    path("people/<str:username>/qualifications/add/", views.qualification_add, name="qualification_add"),
    path("people/<str:username>/supervisions/add/", views.supervision_add, name="supervision_add"),
    path("covers/<uuid:pk>/end/", views.cover_end, name="cover_end"),
    path("qualifications/<uuid:pk>/edit/", views.qualification_edit, name="qualification_edit"),
    path("supervisions/<uuid:pk>/edit/", views.supervision_edit, name="supervision_edit"),
    path("shift-notes/", views.shift_note_list, name="shift_note_list"),
    path("shift-notes/export/", views.shift_note_export, name="shift_note_export"),
    path("shift-notes/<uuid:pk>/done/", views.shift_note_done, name="shift_note_done"),
]
