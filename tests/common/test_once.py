"""What is asked once while a page is read."""

from driehoek.common.once import once, reading

asked: list[tuple[object, ...]] = []


@once
def add(*numbers: int) -> int:
    asked.append(numbers)
    return sum(numbers)


def setup_function() -> None:
    asked.clear()


def test_while_reading_a_question_is_asked_once_per_arguments():
    with reading():
        assert [add(1, 2), add(1, 2), add(2, 2)] == [3, 3, 4]
    assert asked == [(1, 2), (2, 2)]


def test_outside_a_reading_request_nothing_is_remembered():
    assert [add(1, 2), add(1, 2)] == [3, 3]
    assert len(asked) == 2


def test_the_next_request_asks_again():
    for _request in (1, 2):
        with reading():
            add(1, 2)
    assert len(asked) == 2
