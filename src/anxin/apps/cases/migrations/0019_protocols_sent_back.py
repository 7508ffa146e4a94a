from django.db import migrations, models


class Migration(migrations.Migration):
    """A destroy protocol that is not agreed to is sent back with a reason, and its files may be listed again."""

    dependencies = [("cases", "0018_rest_of_a_plan")]

    operations = [
        migrations.AddField(
            model_name="destruction",
            name="declined_name",
            field=models.CharField(blank=True, max_length=80, verbose_name="退回人"),
        ),
        migrations.AddField(
            model_name="destruction",
            name="declined_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="退回时间"),
        ),
        migrations.AddField(
            model_name="destruction",
            name="declined_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
        ),
    ]
