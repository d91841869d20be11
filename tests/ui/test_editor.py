"""The editor in a real browser: what it reads it writes back, and what people type, paste or lose."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = [
    "Gewone tekst.",
    "### Kop\n\nTekst eronder.\n\n#### Tussenkop\n\nNog meer.",
    "- een\n- twee\n  - dieper\n- drie",
    "1. eerst\n2. dan\n3. tot slot",
    "5. vijf\n6. zes",
    "Met **vet**, *schuin* en ***beide***.",
    "Zie [de wet](https://wetten.overheid.nl/BWBR0031788) en [mail](mailto:a@b.nl).",
    "Regel een\\\nregel twee",
    "Een ster \\* en een \\_streepje\\_ en 2\\. geen lijst",
    "Een < haakje & een ampersand",
]


@pytest.fixture
def editor(live_server, page_at):
    page = page_at(1280)
    page.goto(f"{live_server.url}/componenten/")
    page.locator(".dh-editor__text").wait_for()
    yield page
    assert page.complaints == []


def set_text(page, markdown):
    page.evaluate(
        """text => { const box = document.querySelector('textarea[name=text]');
                     box.value = text; box.dispatchEvent(new Event('driehoek:set')); }""",
        markdown,
    )


def value(page):
    return page.evaluate("document.querySelector('textarea[name=text]').value")


def type_at_the_end(page, text):
    page.locator(".dh-editor__text").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def paste(page, html, plain=""):
    """As the browser does it: a paste event with HTML on the clipboard."""
    page.evaluate(
        """([html, plain]) => {
            const clipboard = new DataTransfer();
            clipboard.setData('text/html', html);
            clipboard.setData('text/plain', plain);
            const text = document.querySelector('.dh-editor__text');
            text.focus();
            const event = new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true });
            text.dispatchEvent(event);
        }""",
        [html, plain],
    )


@pytest.mark.parametrize("text", TEXTS)
def test_what_it_reads_it_writes_back(editor, text):
    """Judged by the server: both spellings must be the same text."""
    from driehoek.documents.text import canonical

    set_text(editor, text)
    type_at_the_end(editor, "x")
    editor.keyboard.press("Backspace")
    assert canonical(value(editor)) == canonical(text)


def test_a_text_that_nobody_touched_is_posted_as_it_came(editor):
    before = value(editor)
    editor.locator(".dh-editor__text").click()
    assert value(editor) == before


def test_headings_lists_and_emphasis_by_the_bar(editor):
    set_text(editor, "")
    type_at_the_end(editor, "Aanpak")
    editor.get_by_role("button", name="Kop", exact=True).click()
    editor.keyboard.press("Enter")
    editor.get_by_role("button", name="Opsomming").click()
    editor.keyboard.type("buren")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Control+b")
    editor.keyboard.type("school")
    assert value(editor) == "### Aanpak\n\n- buren\n- **school**"
    assert editor.get_by_role("button", name="Vet").get_attribute("aria-pressed") == "true"


def test_a_link_is_asked_for_and_checked(editor):
    set_text(editor, "lees dit")
    editor.locator(".dh-editor__text").click()
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+k")
    address = editor.get_by_label("Adres van de link")
    address.fill("javascript:alert(1)")
    editor.get_by_role("button", name="Zet link").click()
    assert editor.get_by_text("Begin met https:// of mailto:").is_visible()
    address.fill("https://politie.nl")
    address.press("Enter")
    assert value(editor) == "[lees dit](https://politie.nl)"


def test_a_list_from_word_stays_a_list(editor):
    set_text(editor, "")
    item = '<p class="MsoListParagraph" style="mso-list:l0 level{} lfo1"><span style="mso-list:Ignore">{}</span>{}</p>'
    paste(
        editor,
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>'
        "<h1>Veiligheid</h1><p style='color:red;font-family:Calibri'>Wij willen <b>minder</b> <i>overlast</i>.</p>"
        + item.format(1, "·", "buren")
        + item.format(2, "o", "straat")
        + item.format(1, "·", "school")
        + "<p>Slot<script>alert(1)</script></p></body></html>",
    )
    assert value(editor) == ("### Veiligheid\n\nWij willen **minder** *overlast*.\n\n- buren\n  - straat\n- school\n\nSlot")


def test_emphasis_by_style_and_a_table_survive_in_plain_form(editor):
    set_text(editor, "")
    paste(
        editor,
        '<b style="font-weight:normal"><p><span style="font-weight:700">Vet</span> en gewoon</p></b>'
        "<table><tr><td>Buurstede</td><td>12</td></tr><tr><td>Waalhoek</td><td>7</td></tr></table>",
    )
    assert value(editor) == "**Vet** en gewoon\n\nBuurstede – 12\n\nWaalhoek – 7"


def test_the_keyboard_can_leave_the_text(editor):
    editor.locator(".dh-editor__text").click()
    editor.keyboard.press("Tab")
    assert not editor.evaluate("document.activeElement.closest('.dh-editor__text')")


def test_typed_text_survives_a_closed_page(editor, live_server):
    type_at_the_end(editor, " Nieuwe zin.")
    editor.get_by_text("Bewaard in deze browser").wait_for()
    editor.goto(f"{live_server.url}/componenten/")
    editor.get_by_role("button", name="Zet mijn tekst terug").click()
    assert "Nieuwe zin." in value(editor)
    assert "Nieuwe zin." in editor.locator(".dh-editor__text").inner_text()


def test_a_draft_that_was_thrown_away_stays_away(editor, live_server):
    type_at_the_end(editor, " Weg ermee.")
    editor.get_by_text("Bewaard in deze browser").wait_for()
    editor.goto(f"{live_server.url}/componenten/")
    editor.get_by_role("button", name="Gooi weg").click()
    editor.goto(f"{live_server.url}/componenten/")
    editor.locator(".dh-editor__text").wait_for()
    assert not editor.get_by_role("button", name="Gooi weg").is_visible()


def test_the_draft_is_done_once_the_form_arrived(editor, live_server):
    type_at_the_end(editor, " Verstuurd.")
    editor.get_by_text("Bewaard in deze browser").wait_for()
    editor.evaluate("document.querySelector('textarea[name=text]').form.requestSubmit()")
    editor.wait_for_url("**/componenten/?**")
    editor.goto(f"{live_server.url}/toegankelijkheid/")
    editor.goto(f"{live_server.url}/componenten/")
    editor.locator(".dh-editor__text").wait_for()
    assert not editor.get_by_role("button", name="Zet mijn tekst terug").is_visible()


def test_the_draft_is_kept_when_sending_ended_at_the_sign_in_page(editor, live_server):
    type_at_the_end(editor, " Niet kwijt.")
    editor.evaluate(
        "document.querySelector('textarea[name=text]').form.action = '/account/login/';"
        "document.querySelector('textarea[name=text]').form.requestSubmit()"
    )
    editor.wait_for_url("**/account/login/**")
    editor.goto(f"{live_server.url}/componenten/")
    editor.get_by_role("button", name="Zet mijn tekst terug").click()
    assert "Niet kwijt." in value(editor)
