"""The small Markdown: one spelling, safe on the page, the same words in every form."""

import re
from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common.errors import Refused
from driehoek.documents.text import (
    MAX_LENGTH,
    Break,
    Heading,
    ListBlock,
    Paragraph,
    Text,
    blocks,
    canonical,
    clean,
    escaped,
    to_html,
    to_plain,
)

# Pieces that mean something in Markdown, so that random texts are nasty ones.
BLOCK_MARKS = ["# ", "- ", "+ ", "1. ", "7) ", "12345678901. ", "    ", "---", "===", "```", ">", "\n", "\n\n", "\r\n", "\x0c"]
INLINE_MARKS = ["*", "**", "_", "__", "[", "](", ")", "](https://a.nl)", "](mailto:b@c.nl)", "\\", "\\\n", "  \n", " ", "`"]
OTHER_MARKS = ["<b>", "&amp;", "!", "~~", "|", "#", "\xa0", "\xad", "\u0301", "e\u0301", "\ufeff", "\t", "http://x.y/a b", '"']
MARKS = st.sampled_from([*BLOCK_MARKS, *INLINE_MARKS, *OTHER_MARKS])
NASTY = st.lists(st.one_of(MARKS, st.text(max_size=4), st.sampled_from("abc.,é1")), max_size=40).map("".join)
WITHOUT_NUMBERS = st.one_of(st.text("abcé", max_size=3), st.sampled_from(list("*_[]()`>|~!<&# -+=\\\n")))
TEXTS = NASTY.filter(lambda text: "\0" not in text)


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@given(TEXTS)
def test_the_canonical_spelling_of_a_canonical_text_is_itself(text):
    once = canonical(text)
    assert canonical(once) == once


@given(TEXTS)
def test_the_canonical_spelling_differs_in_nothing_but_emphasis_that_markdown_cannot_write(text):
    assert to_plain(canonical(text)) == to_plain(text)


@given(TEXTS)
def test_the_second_lock_finds_nothing_left_to_do(text):
    html = to_html(text)
    assert nh3.clean(html, link_rel="noopener noreferrer") == html
    assert "<script" not in html


@given(TEXTS)
def test_the_words_on_the_page_are_the_words_of_the_text(text):
    seen = re.sub(r"<(?!/?(strong|em|a)\b)[^>]*>", " ", to_html(text))
    seen = unescape(re.sub(r"<[^>]*>", "", seen))
    assert letters(seen) == [word for block in blocks(text) for words in texts_of(block) for word in letters(words)]


def texts_of(block):
    if isinstance(block, ListBlock):
        return [words for item in block.items for part in item.blocks for words in texts_of(part)]
    return ["".join("\n" if isinstance(run, Break) else run.text for run in block.runs)]


@given(
    st.lists(st.one_of(st.text("abcé", max_size=3), st.sampled_from(list("*_[]()`>|~!<&# -+=\\\n"))), max_size=60).map("".join)
)
def test_no_word_is_lost_on_the_way_in(text):
    assert "".join(letters(to_plain(text))) == "".join(letters(text))


@pytest.mark.parametrize("deep", ["- " * 60 + "woord", "+ - " * 40 + "woord", "\n".join("  " * n + f"- w{n}" for n in range(60))])
def test_lists_deeper_than_two_levels_keep_their_words(deep):
    assert letters(to_plain(deep)) == letters(deep)
    assert canonical(canonical(deep)) == canonical(deep)


@given(st.text(max_size=200).filter(lambda text: "\0" not in text))
def test_text_from_elsewhere_is_read_as_exactly_that_text(text):
    read = blocks(escaped(text))
    runs = [run for block in read for run in getattr(block, "runs", [None]) if not isinstance(run, Break)]
    assert all(isinstance(run, Text) and not (run.bold or run.italic or run.href) for run in runs)
    assert "".join(letters(to_plain(escaped(text)))) == "".join(letters(clean(text)))


def test_a_text_becomes_the_blocks_one_expects():
    text = "### Kop\n\nEen **vet** en *schuin* woord,\\\nzie [de wet](https://wetten.nl/a).\n\n- een\n  1. binnen\n- twee"
    heading, paragraph, bullets = blocks(text)
    assert heading == Heading(3, (Text("Kop"),))
    assert paragraph == Paragraph(
        (
            Text("Een "),
            Text("vet", bold=True),
            Text(" en "),
            Text("schuin", italic=True),
            Text(" woord,"),
            Break(),
            Text("zie "),
            Text("de wet", href="https://wetten.nl/a"),
            Text("."),
        )
    )
    assert isinstance(bullets, ListBlock)
    assert [len(item.blocks) for item in bullets.items] == [2, 1]
    assert canonical(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("een\r\ntwee", "een twee"),
        ("een  \ntwee", "een\\\ntwee"),
        ("* een\n* twee", "- een\n- twee"),
        ("1) een\n2) twee", "1. een\n2. twee"),
        ("3. drie\n4. vier", "3. drie\n4. vier"),
        ("# Kop", "### Kop"),
        ("###### Kop", "#### Kop"),
        ("- a\n  - b\n    - c", "- a\n  - b\n  - c"),
        ("__vet__ en _schuin_", "**vet** en *schuin*"),
        ("**vet **woord", "\\*\\*vet \\*\\*woord"),
        ("artikel_38b_lid_1", "artikel_38b_lid_1"),
        ("5 * 3 = 15", "5 \\* 3 = 15"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("`code` en ~~weg~~", "`code` en ~~weg~~"),
        ("> citaat", "> citaat"),
        ("a\n---", "a ---"),
        ("cafe\u0301", "café"),
        ("[gemeente] telt", "[gemeente] telt"),
        ("[klik](javascript:alert(1))", "[klik\\](javascript:alert(1))"),
        ('[wet](https://a.nl "de titel")', "[wet](https://a.nl) (de titel)"),
        ("  \n\n  ", ""),
    ],
)
def test_what_people_type_is_stored_in_one_spelling(typed, stored):
    assert canonical(typed) == stored
    assert canonical(stored) == stored


def test_raw_html_and_scripts_stay_text_on_the_page():
    html = to_html('<img src=x onerror="alert(1)"> [a](data:text/html,x) <a href="javascript:x">y</a>')
    assert "<img" not in html
    assert "<a" not in html
    assert "&lt;img" in html


def test_headings_move_down_with_the_page():
    assert to_html("### Kop", shift=1) == "<h4>Kop</h4>"
    assert to_html("#### Kop", shift=9) == "<h6>Kop</h6>"


def test_a_mail_shows_lists_with_dashes_and_numbers():
    assert to_plain("**Doel**\n\n3. een\n   - binnen\n4. twee") == "Doel\n\n3. een\n   - binnen\n4. twee"


def test_an_unreadable_character_is_refused():
    with pytest.raises(Refused, match="onleesbaar teken"):
        canonical("a\0b")


def test_a_text_that_is_too_long_is_refused_and_says_by_how_much():
    assert canonical("a" * MAX_LENGTH)
    with pytest.raises(Refused, match="1 teken te lang"):
        canonical("a" * (MAX_LENGTH + 1))
    with pytest.raises(Refused, match="59999 tekens te lang"):  # each mark that is text gets a backslash
        canonical("a" + "*" * (MAX_LENGTH - 1))


@pytest.mark.parametrize("evil", ["[", "*a ", "**a*", "- ", "1. ", "](a", "![[", "[]("])
def test_a_text_made_to_keep_us_busy_does_not(evil):
    from time import process_time

    start = process_time()
    blocks(evil * (20_000 // len(evil)))
    assert process_time() - start < 5
