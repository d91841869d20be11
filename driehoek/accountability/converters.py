"""Parts of addresses. A place for words is its key: `introduction`, `priority:<uuid>`; a municipality is its CBS code."""


class PlaceConverter:
    regex = r"[a-z]+(:[0-9a-f-]{36})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MunicipalityConverter:
    regex = r"GM[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
