"""How a Word document of ours looks: styles, numbering, page and language, so that who edits it can go on working."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

FONT: Final = "Calibri"
INK: Final = RGBColor(0x15, 0x42, 0x73)
TEXT_WIDTH_CM: Final = 16.0
BULLETS: Final = 900
"""Number of the numbering of bullet lists; each numbered list gets one of its own from here on."""

_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
)


def prepare(word: Word, language: str) -> None:
    """Give an empty document our styles, in the language of its text."""
    _page(word)
    _styles(word)
    _numbering(word)
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
        element.set(qn("w:eastAsia"), language)
    for element in word.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), language)


def add_number(word: Word, number: int, level: int, start: int) -> None:
    """A numbered list of its own, starting where its text starts."""
    _numbering_of(word).append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="901"/><w:lvlOverride w:ilvl="{level}">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
    )


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)


def _styles(word: Word) -> None:
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    sizes = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11, "Heading 5": 11, "Heading 6": 11}
    for name, size in sizes.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), True, False
        style.font.color.rgb = INK
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(4)
        style.paragraph_format.keep_with_next = True
    title: Any = word.styles["Title"]
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    caption: Any = word.styles["Caption"]
    caption.font.color.rgb, caption.font.size, caption.paragraph_format.keep_with_next = INK, Pt(10), True
    _own_styles(word)


def _own_styles(word: Word) -> None:
    for name, size in (("Bron", 9), ("Kader", 11), ("Kerngegeven", 11), ("toc 1", 11), ("toc 2", 11), ("toc 3", 11)):
        style: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = word.styles["Normal"], Pt(size)
        if name.startswith("toc"):
            style.element.set(qn("w:styleId"), name.replace(" ", "").upper())  # the id under which Word itself knows it
            style.paragraph_format.left_indent = Cm(0.6 * (int(name[-1]) - 1))
            style.paragraph_format.space_after = Pt(2)
    frame: Any = word.styles["Kader"]
    frame.paragraph_format.left_indent = Cm(0.3)
    frame.element.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="154273"/></w:pBdr>'),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
    )


def _numbering(word: Word) -> None:
    numbering = _numbering_of(word)
    bullets = [("bullet", "•"), ("bullet", "–")]
    decimals = [("decimal", "%1."), ("decimal", "%2.")]
    for number, levels in ((900, bullets), (901, decimals)):
        xml = "".join(
            _LEVEL.format(level=at, format=kind, text=text, left=360 * (at + 1)) for at, (kind, text) in enumerate(levels)
        )
        numbering.insert(  # definitions stand before the lists that use them, or Word calls the file damaged
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{xml}'
                "</w:abstractNum>"
            ),
        )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{BULLETS}"><w:abstractNumId w:val="900"/></w:num>'))


def _numbering_of(word: Word) -> Any:
    return word.part.numbering_part.element
