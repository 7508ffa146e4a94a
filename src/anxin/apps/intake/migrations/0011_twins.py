import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0010_named_by_many'),
    ]

    operations = [
        migrations.CreateModel(
            name='Compared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upto', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': '查重进度',
            },
        ),
        migrations.CreateModel(
            name='Twin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('apart_by', models.CharField(blank=True, max_length=60)),
                ('apart_at', models.DateTimeField(blank=True, null=True, verbose_name='认定不是同一件事')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='twins', to='intake.filing')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.filing')),
            ],
            options={
                'verbose_name': '疑似重复',
                'constraints': [models.UniqueConstraint(fields=('of', 'other'), name='one_twin_of_two_filings')],
            },
        ),
    ]
