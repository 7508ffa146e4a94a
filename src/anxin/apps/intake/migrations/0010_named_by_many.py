from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0009_transfers'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='named',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(condition=models.Q(('named__gt', '')), fields=['named', '-received_at'], name='filing_named'),
        ),
    ]
