from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_twins'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='wiped_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='号码清除时间'),
        ),
        migrations.AddField(
            model_name='wiping',
            name='calls',
            field=models.PositiveIntegerField(default=0, verbose_name='列入的通话'),
        ),
        migrations.AddField(
            model_name='wiping',
            name='calls_until',
            field=models.DateField(blank=True, null=True, verbose_name='列入通话的最后日期'),
        ),
        migrations.AddField(
            model_name='wiping',
            name='calls_kept',
            field=models.BooleanField(default=False, verbose_name='继续保留通话号码'),
        ),
    ]
