from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether it was agreed that a missed part of a plan makes the rest due; of agreements before this nobody recorded it."""

    dependencies = [("cases", "0017_answers_of_each")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="rest_due",
            field=models.BooleanField(default=False, verbose_name="任何一期逾期，其余各期一并到期"),
        )
    ]
