"""A question that many pages ask, compiled once.

Django builds and compiles a query anew each time that it is asked: some 0.25 ms, several times what the database needs for a
short answer. `Prepared` keeps the SQL and fills in the values. For questions of a fixed shape that stand on busy pages or on
every page (who is this, which rows); everything else stays an ordinary queryset.

    OWNERS = Prepared(lambda: Action.objects.standing().filter(programme=Given("programme", int)).values_list("pk", "title"))
    OWNERS(programme=12)  # [(1, "…"), …]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

type Row = tuple[Any, ...]
type Converter = Callable[[Any, Any, BaseDatabaseWrapper], Any]

FIELDS: dict[type, Field[Any, Any]] = {
    int: models.BigIntegerField(),
    str: models.TextField(),
    date: models.DateField(),
    UUID: models.UUIDField(),
}


class Given(Expression):
    """The place of a value that is given when the question is asked. `kind` says how the database writes it: see `FIELDS`."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(output_field=FIELDS[kind])
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@dataclass(frozen=True)
class _Compiled:
    """SQL with its parameters in order, and per column what makes a Python value of what the database answers."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Converter, ...], Any], ...]


class Prepared:
    """A queryset of `values_list`, with a `Given` wherever a value differs from time to time. Answers rows as tuples."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build  # not before all models are there
        self._compiled = cache(self._compile)

    def __call__(self, *, using: str = "default", **given: Any) -> list[Row]:
        connection = connections[using]
        compiled = self._compiled(using)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, [_value(one, given, connection) for one in compiled.parameters])
            rows = cursor.fetchall()
        return list(_converted(rows, compiled, connection)) if compiled.converters else rows

    def one(self, **given: Any) -> Any:
        """The only column of the only row: for a count."""
        ((value,),) = self(**given)
        return value

    def _compile(self, using: str) -> _Compiled:
        compiler = self._build().query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        wanted = compiler.get_converters([column[0] for column in compiler.select])
        converters = tuple((place, tuple(convert), expression) for place, (convert, expression) in wanted.items())
        return _Compiled(sql, tuple(parameters), converters)


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The number of these rows, as a queryset of one row."""
    whole = rows.order_by().annotate(every=models.Value(1)).values("every")
    number: QuerySet[Any, Any] = whole.annotate(number=Count("*")).values_list("number")
    return number


def _value(parameter: Any, given: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(given[parameter.name], connection)


def _converted(rows: Iterable[Row], compiled: _Compiled, connection: BaseDatabaseWrapper) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for place, converters, expression in compiled.converters:
            value = values[place]
            for convert in converters:
                value = convert(value, expression, connection)
            values[place] = value
        yield tuple(values)
