"""Does a draft hold every word of its file, in order? Used with texts made up here and with whole files."""

import re
import unicodedata

from driehoek.documents import text
from driehoek.documents._plain import TAG
from driehoek.documents.draft import Draft


def words(source: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", source))


def words_of_draft(draft: Draft) -> list[str]:
    found = []
    for _path, piece in draft.walk():
        found += words(f"{piece.number} {piece.title} {text.to_plain(piece.body)}")
    return found


def without_tags(line: str) -> str:
    return TAG.sub(lambda tag: " " if tag[0].lower().startswith("<br") else "", line)


def words_of_lines(source: str, draft: Draft) -> list[str]:
    """The words of a text file, without what the draft says it left out."""
    left_out = {}
    for left in draft.left_out:
        left_out.setdefault(left.line, []).extend(words(left.text))
    found = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", source), 1):
        gone = left_out.get(number, [])
        for word in words(text.clean(without_tags(line))):
            if gone and gone[0] == word:
                gone.pop(0)
            else:
                found.append(word)
        assert not gone, f"line {number}: left out what is not there: {gone}"
    return found
