from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(db_index=True, null=True)),
                ('actor', models.CharField(max_length=200)),
                ('acting_for', models.CharField(blank=True, max_length=200)),
                ('action', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=32)),
                ('subject_id', models.CharField(max_length=64)),
                ('province_code', models.CharField(blank=True, max_length=2)),
                ('details', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'indexes': [models.Index(fields=['subject', 'subject_id', 'seq'], name='audit_subject'), models.Index(fields=['province_code', 'seq'], name='audit_province')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_only_one_head')],
            },
        ),
    ]
