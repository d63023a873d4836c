"""Pages of who works with whom: reassigning, cover, shift notes, staff records."""

app_name = "staffing"
urlpatterns = []
