import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=64, unique=True)),
                ('name_th', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('sort_key', models.CharField(blank=True, db_index=True, editable=False, max_length=160)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('language', models.CharField(default='th', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('password_is_initial', models.BooleanField(default=False)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['sort_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AttemptCounter',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('CENTRAL', 'Central office'), ('REGION', 'Region office'), ('PROVINCE', 'Provincial office'), ('PACC_AREA', 'PACC area office'), ('STRONG', 'STRONG club'), ('AGENCY', 'Public agency'), ('PARTNER', 'Partner organisation')], max_length=12)),
                ('name_th', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('sort_key', models.CharField(blank=True, editable=False, max_length=250)),
                ('province_code', models.CharField(blank=True, db_index=True, max_length=2)),
                ('region_scheme', models.CharField(blank=True, max_length=16)),
                ('region_code', models.CharField(blank=True, max_length=16)),
                ('is_active', models.BooleanField(default=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.office')),
            ],
            options={
                'ordering': ['sort_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('public', 'public'), ('anon_reporter', 'anon_reporter'), ('registered_citizen', 'registered_citizen'), ('strong_member', 'strong_member'), ('strong_coach', 'strong_coach'), ('screening_officer', 'screening_officer'), ('province_prevention', 'province_prevention'), ('province_director', 'province_director'), ('investigator', 'investigator'), ('region_officer', 'region_officer'), ('central_programme', 'central_programme'), ('executive', 'executive'), ('agency_liaison', 'agency_liaison'), ('partner_field', 'partner_field'), ('identity_custodian', 'identity_custodian'), ('auditor', 'auditor'), ('sysadmin', 'sysadmin')], max_length=24)),
                ('is_lead', models.BooleanField(default=False)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_no', models.CharField(max_length=80)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('to_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acting_for', to=settings.AUTH_USER_MODEL)),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='accounts.posting')),
            ],
        ),
        migrations.CreateModel(
            name='ConflictOfInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('declared_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'agency'), name='conflict_declared_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='posting_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_ends_after_start'),
        ),
    ]
