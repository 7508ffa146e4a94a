from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers that name somebody as they were kept wrong are found again after a correction."""

    dependencies = [("documents", "0007_unfiled_uploads_have_an_end")]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="outdated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="所写的人更正时间"),
        )
    ]
