"""Parts of addresses of this room."""


class _Text:
    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AreaConverter(_Text):
    regex = r"[A-Za-z]+[A-Za-z0-9-]*"


class IndicatorConverter(_Text):
    regex = r"[A-Za-z0-9][A-Za-z0-9.-]*"


class PictureFormConverter(_Text):
    regex = "csv|xlsx|json"


class ChartFormConverter(_Text):
    regex = "svg|png|csv|json"


class DocumentFormConverter(_Text):
    regex = "pdf|docx"


class SheetFormConverter(_Text):
    regex = "csv|xlsx|pdf"
