"""In addresses a place for words is its key: `introduction`, `priority:<uuid>`."""


class PlaceConverter:
    regex = r"[a-z]+(:[0-9a-f-]{36})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
