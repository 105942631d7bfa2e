"""The notice that ships, as a Word template: a letter, and the list of what is wrong as its attachment."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from disclosure_lint.audit.outputs.docx_template import packed, unpacked
from disclosure_lint.audit.outputs.packages import package
from disclosure_lint.audit.outputs.wording import wording

# Word falls back on its own when a computer lacks one of these.
_HEADING_FONT, _BODY_FONT, _LATIN = "方正小标宋简体", "仿宋_GB2312", "Times New Roman"
_CREATED = datetime(2024, 1, 1)
# Column of the list: the key of its head, its placeholder, its width in centimetres.
_COLUMNS = (
    ("number", "{{序号}}", 1.1),
    ("year", "{{报告年度}}", 1.5),
    ("notice-severity", "{{严重程度}}", 1.5),
    ("message", "{{问题}}", 6.0),
    ("notice-place", "{{位置}}\n{{原文}}", 5.2),
    ("basis", "{{依据}}", 4.2),
    ("help", "{{整改建议}}", 3.9),
    ("notice-reply", "", 2.3),
)


def notice_form(lang: str) -> bytes:
    """The template in a language; its placeholders are the same in all."""
    docx = package("docx")
    document = docx.Document()
    _Form(docx, document, lang).write()
    properties = document.core_properties
    properties.author, properties.title = "disclosure-lint", wording("notice-title", lang).replace("\n", "")
    properties.created = properties.modified = _CREATED
    target = BytesIO()
    document.save(target)
    return packed(unpacked(target.getvalue()))


class _Form:
    def __init__(self, docx: Any, document: Any, lang: str) -> None:
        self._document, self._lang = document, lang
        self._shared, self._text, self._section = docx.shared, docx.enum.text, docx.enum.section
        self._qn = package("docx.oxml.ns").qn
        self._element = package("docx.oxml").OxmlElement

    def write(self) -> None:
        cm = self._shared.Cm
        page = self._document.sections[0]
        page.page_width, page.page_height = cm(21), cm(29.7)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = cm(2.8), cm(2.6), cm(3.7), cm(3.5)
        self._letter()
        page = self._document.add_section(self._section.WD_SECTION.NEW_PAGE)
        page.orientation = self._section.WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = cm(29.7), cm(21)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = cm(2), cm(2), cm(2.2), cm(2)
        self._attachment()

    def _letter(self) -> None:
        center, right = (self._text.WD_ALIGN_PARAGRAPH[name] for name in ("CENTER", "RIGHT"))
        title = self._paragraph(wording("notice-title", self._lang), 22, _HEADING_FONT, center)
        title.paragraph_format.space_after = self._shared.Pt(24)
        self._paragraph(wording("notice-addressee", self._lang), 16)
        for line in ("{{问题概述}}", "{{未报送提醒}}", wording("notice-request", self._lang), "{{提示说明}}"):
            paragraph = self._paragraph(line, 16)
            paragraph.paragraph_format.first_line_indent = self._shared.Pt(32)
        self._paragraph("", 16)
        paragraph = self._paragraph(wording("notice-attached", self._lang), 16)
        paragraph.paragraph_format.first_line_indent = self._shared.Pt(32)
        self._paragraph("", 16)
        for line in (wording("notice-office", self._lang), "{{日期}}"):
            paragraph = self._paragraph(line, 16, alignment=right)
            paragraph.paragraph_format.right_indent = self._shared.Pt(32)

    def _attachment(self) -> None:
        self._paragraph(wording("notice-attachment", self._lang), 14, "黑体")
        heading = wording("notice-list", self._lang)
        self._paragraph(heading, 16, _HEADING_FONT, self._text.WD_ALIGN_PARAGRAPH.CENTER)
        table = self._document.add_table(2, len(_COLUMNS), "Table Grid")
        table.autofit = False
        for number, (key, placeholder, width) in enumerate(_COLUMNS):
            table.columns[number].width = self._shared.Cm(width)
            for row, text in zip(table.rows, (wording(key, self._lang), placeholder), strict=True):
                cell = row.cells[number]
                cell.width = self._shared.Cm(width)
                self._cell(cell, text, row is not table.rows[1] and text != placeholder)
        self._repeat_head(table.rows[0])
        self._keep_together(table.rows[1])
        remark = self._paragraph(wording("notice-remark", self._lang), 10.5, "楷体")
        remark.paragraph_format.space_before = self._shared.Pt(6)

    def _cell(self, cell: Any, text: str, head: bool) -> None:
        first, *rest = text.split("\n")
        for number, line in enumerate((first, *rest)):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._run(paragraph, line, 10.5, "黑体" if head else _BODY_FONT)
            paragraph.paragraph_format.space_after = self._shared.Pt(0)
            paragraph.paragraph_format.line_spacing = 1.1
            if head:
                paragraph.alignment = self._text.WD_ALIGN_PARAGRAPH.CENTER

    def _paragraph(self, text: str, size: float, font: str = _BODY_FONT, alignment: Any = None) -> Any:
        paragraph = self._document.add_paragraph()
        self._run(paragraph, text, size, font)
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = self._shared.Pt(0)
        paragraph.paragraph_format.line_spacing = 1.5
        return paragraph

    def _run(self, paragraph: Any, text: str, size: float, font: str) -> None:
        run = paragraph.add_run(text)
        run.font.size = self._shared.Pt(size)
        run.font.name = _LATIN
        run._element.rPr.rFonts.set(self._qn("w:eastAsia"), font)

    def _repeat_head(self, row: Any) -> None:
        row._tr.get_or_add_trPr().append(self._element("w:tblHeader"))

    def _keep_together(self, row: Any) -> None:
        row._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
