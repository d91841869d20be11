"""In addresses a kind is its code: `plans.goal`."""


class KindConverter:
    regex = r"[a-z]+\.[a-z]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
