"""Pages of alerts."""

app_name = "alerts"
urlpatterns = []
