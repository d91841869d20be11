"""Reads YAML strictly: every field is asked for by name and kind, what nobody asked for is an error, and so is a double key."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

try:  # ten times as fast, where PyYAML was built with it
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


class ContentError(ValueError):
    """Says which file, which key, what is wrong: `plan_meierij.yaml: meierij/digitaal: unknown field 'titel'`."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key


class _StrictLoader(SafeLoader):
    """A safe loader that refuses the same key twice: the first would silently disappear."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"double key {key!r}", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class Row:
    """One mapping of a file. `key` names it in errors. Call `done()` when all fields are asked for."""

    def __init__(self, file: str, fields: object, key: str = "") -> None:
        if not isinstance(fields, Mapping):
            raise ContentError(file, key, f"expected fields, found {fields!r}")
        self.file = file
        self._fields = fields
        self._asked: set[object] = set()
        self.key = str(fields.get("key") or key)

    def fail(self, problem: str) -> ContentError:
        return ContentError(self.file, self.key, problem)

    def _take(self, name: str, kinds: type | tuple[type, ...], default: Any) -> Any:
        self._asked.add(name)
        if name not in self._fields:
            if default is ...:
                raise self.fail(f"field '{name}' is missing")
            return default
        value = self._fields[name]
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            raise self.fail(f"field '{name}' has the wrong kind of value: {value!r}")
        return value

    def text(self, name: str, default: Any = ...) -> str:
        """A sentence or word, never empty when given; the default is "" where the field may be left out."""
        value: str = self._take(name, str, default)
        if name in self._fields and not value.strip():
            raise self.fail(f"field '{name}' is empty")
        return value.strip()

    def choice(self, name: str, allowed: Collection[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self.fail(f"field '{name}' is {value!r}, expected one of: {', '.join(sorted(allowed))}")
        return value

    def day(self, name: str, default: Any = ...) -> date:
        value: date = self._take(name, date, default)
        return value

    def whole(self, name: str, default: Any = ...) -> int:
        """A whole number, zero or more."""
        value: int = self._take(name, int, default)
        if value is not None and value < 0:
            raise self.fail(f"field '{name}' is below zero")
        return value

    def flag(self, name: str, default: Any = False) -> bool:
        value: bool = self._take(name, bool, default)
        return value

    def texts(self, name: str, default: Any = ()) -> tuple[str, ...]:
        values: list[Any] = self._take(name, (list, tuple), default)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fail(f"field '{name}' holds something that is no text: {value!r}")
        return tuple(value.strip() for value in values)

    def choices(self, name: str, allowed: Collection[str], default: Any = ()) -> tuple[str, ...]:
        values = self.texts(name, default)
        for value in values:
            if value not in allowed:
                raise self.fail(f"field '{name}' holds {value!r}, which is not known here")
        if len(set(values)) < len(values):
            raise self.fail(f"field '{name}' names something twice")
        return values

    def pair(self, name: str) -> tuple[int, int] | None:
        values: list[Any] | None = self._take(name, list, None)
        if values is None:
            return None
        if len(values) != 2 or not all(type(value) is int for value in values):
            raise self.fail(f"field '{name}' must be two whole numbers")
        return values[0], values[1]

    def row(self, name: str) -> Row | None:
        value: object = self._take(name, dict, None)
        return None if value is None else Row(self.file, value, f"{self.key}/{name}" if self.key else name)

    def rows(self, name: str, default: Any = ...) -> Iterator[Row]:
        values: list[Any] = self._take(name, (list, tuple), default)
        for number, value in enumerate(values, start=1):
            yield Row(self.file, value, f"{self.key}/{name}-{number}" if self.key else f"{name}-{number}")

    def words(self, name: str) -> dict[str, str]:
        """A mapping of text to text, such as the names that fill a template."""
        values: dict[Any, Any] = self._take(name, dict, {})
        return {str(key): str(value) for key, value in values.items()}

    def diary(self, name: str) -> Iterator[tuple[date, Row]]:
        """A mapping of day to a sentence or to fields, in the order of the file. A sentence is a row with only `text`."""
        values: dict[Any, Any] = self._take(name, dict, {})
        for day, value in values.items():
            if not isinstance(day, date):
                raise self.fail(f"field '{name}' must hold days, found {day!r}")
            yield day, Row(self.file, {"text": value} if isinstance(value, str) else value, f"{self.key}/{day}")

    def done(self) -> None:
        unknown = [str(name) for name in self._fields if name not in self._asked]
        if unknown:
            raise self.fail(f"unknown field '{unknown[0]}'")


def read_file(path: Path) -> Row:
    """The whole file as one row. Raises ContentError when it is missing, no YAML, or has a double key."""
    try:
        with path.open(encoding="utf-8") as stream:
            fields = yaml.load(stream, Loader=_StrictLoader)  # noqa: S506 - built on SafeLoader
    except FileNotFoundError:
        raise ContentError(path.name, "", "the file is missing") from None
    except yaml.YAMLError as error:
        raise ContentError(path.name, "", f"no readable YAML: {error}") from error
    return Row(path.name, fields)
