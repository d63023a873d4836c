"""Pages of what an administrator edits: code lists, intervals, wordings."""

app_name = "reference"
urlpatterns = []
