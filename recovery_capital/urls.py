"""Pages of recovery_capital."""

app_name = "recovery_capital"
urlpatterns = []
