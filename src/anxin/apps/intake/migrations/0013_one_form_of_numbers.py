import re
from datetime import date

from django.conf import settings
from django.db import migrations

from anxin.base.vault.sealing import keyed_hash, open_
from anxin.law import book

SEALED = (("Filing", "phone_sealed", "phone_hash"), ("Fellow", "phone_sealed", "phone_hash"), ("Call", "number_sealed", "number_hash"))
AT_ONCE = 500


def one_form(apps, schema_editor):
    """Find each telephone by the one form of its number, as numbers that come in are from now on."""
    area = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides).get("local_area_code", on=date(2026, 11, 28)).value
    for model, sealed, hashed in SEALED:
        model = apps.get_model("intake", model)
        changed = []
        rows = model.objects.exclude(**{hashed: ""}).exclude(**{sealed: ""}).only("pk", sealed, hashed)
        for row in rows.iterator(chunk_size=AT_ONCE):
            number = keyed_hash(plain(open_(getattr(row, sealed)), area))
            if number != getattr(row, hashed):
                setattr(row, hashed, number)
                changed.append(row)
        model.objects.bulk_update(changed, [hashed], batch_size=AT_ONCE)


def plain(said, area):
    """The form of 28 November 2026: a mobile number by itself, a landline with its area code."""
    digits = re.sub(r"\D", "", said)
    mobile = re.fullmatch(r"(?:00)?(?:86)?0?(1[3-9]\d{9})", digits)
    if mobile:
        return mobile[1]
    abroad = re.fullmatch(r"(?:00)?860?([1-9]\d{8,10})", digits)
    if abroad:
        digits = "0" + abroad[1]
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        return area + digits
    bare = area.removeprefix("0")
    return "0" + digits if re.fullmatch(bare + r"[2-8]\d{6,7}", digits) else digits or said


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0012_calls_wiped'),
    ]

    operations = [
        migrations.RunPython(one_form, migrations.RunPython.noop),
    ]
