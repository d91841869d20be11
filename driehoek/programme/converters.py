"""In addresses a step is its verb: `hand_over`."""


class StepConverter:
    regex = r"[a-z_]{2,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
