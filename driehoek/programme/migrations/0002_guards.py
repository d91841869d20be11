from django.db import migrations

from driehoek.common import triggers
from driehoek.programme.guards import GUARDS


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
