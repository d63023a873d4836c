from django.db import migrations


def write_deaths(apps, schema_editor):
    """Until now a death was the reason of a discharge; now it is a record of its own, one for each person."""
    episode_model, death_model = apps.get_model("clients", "Episode"), apps.get_model("clients", "Death")
    died = episode_model.objects.filter(discharge_reason="died").order_by("client_id", "-ended_on").distinct("client_id")
    death_model.objects.bulk_create(
        [
            death_model(
                client_id=episode.client_id,
                died_on=episode.ended_on,
                how_known="other",
                created_by_id=episode.updated_by_id,
                updated_by_id=episode.updated_by_id,
            )
            for episode in died.iterator(chunk_size=500)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("clients", "0004_whole_episodes")]

    operations = [migrations.RunPython(write_deaths, migrations.RunPython.noop)]
