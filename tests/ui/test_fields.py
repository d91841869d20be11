"""Fields: label, hint, error and control belong together by id."""

import re

from django import forms
from django.template import engines

UI = engines["jinja2"].env.globals["ui"]


class Form(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kort.")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Akkoord", required=False)
    email = forms.CharField(label="E-mail", required=False, widget=forms.TextInput(attrs={"placeholder": "E-mail"}))


def ids(html):
    return set(re.findall(r'\bid="([^"]+)"', html))


def described(html):
    return {name for value in re.findall(r'aria-describedby="([^"]+)"', html) for name in value.split()}


def test_what_describes_a_field_is_on_the_page():
    form = Form({})
    html = "".join(str(UI.field(bound)) for bound in form)
    assert described(html) <= ids(html)
    assert {"id_title_helptext", "id_title_error", "id_kind_error"} <= described(html)


def test_a_hint_of_the_page_is_tied_to_the_field_too():
    html = str(UI.field(Form()["email"], hint="Voor de uitnodiging."))
    assert 'aria-describedby="id_email_helptext"' in html
    assert 'id="id_email_helptext">Voor de uitnodiging.' in html


def test_a_placeholder_that_repeats_the_label_is_left_out():
    assert "placeholder" not in str(UI.field(Form()["email"]))


def test_a_hint_cannot_smuggle_html():
    assert "<b>" not in str(UI.field(Form()["email"], hint="<b>vet</b>"))


def test_the_summary_of_errors_leads_to_each_field():
    form = Form({})
    summary, fields = str(UI.error_summary(form)), str(UI.fields(form))
    assert set(re.findall(r'href="#([^"]+)"', summary)) <= ids(fields)
    assert UI.error_summary(Form()).strip() == ""


def test_a_tick_box_stands_before_its_label():
    html = str(UI.field(Form()["agree"]))
    assert html.index("<input") < html.index("<label")


class Topics(forms.Form):
    living, youth = ("Wonen", [("a", "Inbraak"), ("b", "Overlast")]), ("Jeugd", [("c", "Jeugdoverlast")])
    choices = [("x", "Los"), living, youth, ("y", "Ook los")]
    topics = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


def test_choices_in_groups_are_folded_but_for_the_group_of_what_is_chosen():
    html = str(UI.field(Topics({"topics": ["c"]})["topics"]))
    assert re.findall(r"<details[^>]*?(open)?><summary>(\w+)", html) == [("", "Wonen"), ("open", "Jeugd")]
    assert re.findall(r'value="(\w)"', html) == ["x", "a", "b", "c", "y"]
    assert re.findall(r'value="(\w)"[^>]* checked', html) == ["c"]
