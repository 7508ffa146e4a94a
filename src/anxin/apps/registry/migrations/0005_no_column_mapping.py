"""Nothing ever remembered or asked for the columns of a register file."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_batches_to_base'),
    ]

    operations = [
        migrations.DeleteModel(name='ColumnMapping'),
    ]
