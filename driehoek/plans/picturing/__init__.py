"""The picture that a plan rests on."""
