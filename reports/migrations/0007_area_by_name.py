from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_what_surrounds_treatment")]

    operations = [
        migrations.RemoveField(model_name="gap", name="area"),
        migrations.AddField(
            model_name="gap", name="area_name", field=models.CharField(default="", max_length=60), preserve_default=False
        ),
    ]
