"""Pages of careplans."""

app_name = "careplans"
urlpatterns = []
