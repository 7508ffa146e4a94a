from django.db import migrations, models


class Migration(migrations.Migration):
    """What each person of a case answered stays their own: a no of one takes back nobody else's yes."""

    dependencies = [("cases", "0016_assistance")]

    operations = [
        migrations.AddField(
            model_name="casefiling",
            name="denied_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="本人称未到账"),
        )
    ]
