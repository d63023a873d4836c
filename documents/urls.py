"""Pages of the files on a client's record."""

app_name = "documents"
urlpatterns = []
