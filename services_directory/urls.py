"""Pages of services_directory."""

app_name = "services_directory"
urlpatterns = []
