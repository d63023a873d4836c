"""Pages of people's rights and of who looked at what."""

app_name = "governance"
urlpatterns = []
