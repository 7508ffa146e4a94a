"""The batches are the import's now (anxin.base.batches); their tables stand as they are."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_one_batch_of_a_file'),
        ('batches', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='ImportedRow'),
                migrations.DeleteModel(name='ImportBatch'),
            ],
        ),
    ]
