"""Pages of safeguarding concerns and risk assessments."""

app_name = "safeguarding"
urlpatterns = []
