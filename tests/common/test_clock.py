"""What day it is, and how often that is asked."""

from datetime import date

from driehoek.common import clock
from driehoek.common.models import Setting


def move_to(day: str) -> None:
    Setting.objects.update_or_create(pk="demo_day", defaults={"value": day})


def test_the_day_of_the_demo_is_read_once_in_a_request(db, django_assert_num_queries):
    move_to("2024-11-01")
    with django_assert_num_queries(1), clock.asking_once():
        assert [clock.today(), clock.today(), clock.now().date()] == [date(2024, 11, 1)] * 3


def test_a_request_that_does_not_ask_the_day_reads_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0), clock.asking_once():
        pass


def test_the_next_request_sees_that_the_day_was_moved(db):
    move_to("2024-11-01")
    with clock.asking_once():
        clock.today()
        move_to("2024-12-01")
        assert clock.today() == date(2024, 11, 1)
    with clock.asking_once():
        assert clock.today() == date(2024, 12, 1)


def test_another_day_in_a_block_goes_before_the_day_of_the_request(db):
    with clock.asking_once():
        clock.today()
        with clock.moved_to(date(2020, 1, 1)):
            assert clock.today() == date(2020, 1, 1)
