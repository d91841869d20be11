from django.db import migrations

from driehoek.accountability.guards import GUARDS
from driehoek.common import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
