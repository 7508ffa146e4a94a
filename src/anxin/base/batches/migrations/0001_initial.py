"""The batches leave the register with their tables as they stand: only Django's knowledge of them moves, no row does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0003_one_batch_of_a_file'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ImportBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place_path', models.CharField(db_index=True, editable=False, max_length=160)),
                        ('kind', models.CharField(db_index=True, max_length=24, verbose_name='类别')),
                        ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                        ('sha256', models.CharField(db_index=True, max_length=64)),
                        ('state', models.CharField(choices=[('done', '已导入'), ('undone', '已撤销')], default='done', max_length=12, verbose_name='状态')),
                        ('created', models.PositiveIntegerField(default=0, verbose_name='新增')),
                        ('changed', models.PositiveIntegerField(default=0, verbose_name='更新')),
                        ('unchanged', models.PositiveIntegerField(default=0, verbose_name='未变')),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField(verbose_name='导入时间')),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': '导入批次',
                        'db_table': 'registry_importbatch',
                        'indexes': [models.Index(fields=['-at'], name='batch_newest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('place_path', 'kind', 'sha256'), name='one_batch_of_a_file')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('model', models.CharField(max_length=24)),
                        ('object_id', models.BigIntegerField()),
                        ('before', models.JSONField(null=True)),
                        ('after', models.JSONField()),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='batches.importbatch')),
                    ],
                    options={
                        'db_table': 'registry_importedrow',
                        'constraints': [models.UniqueConstraint(fields=('batch', 'model', 'object_id'), name='one_change_per_object')],
                    },
                ),
            ],
        ),
    ]
