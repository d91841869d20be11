from django.db import migrations

from driehoek.common import triggers
from driehoek.figures.guards import GUARDS


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
