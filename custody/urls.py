"""Pages of custody."""

app_name = "custody"
urlpatterns = []
