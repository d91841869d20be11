"""One contender in a process of its own: `python -m bench.contender list-ours '{"programme": 1, …}'`.

It says in one line of JSON what it would answer, then does a round for each line that it reads and says how long one answer
took, in seconds. Importing and the first answers are not timed.
"""

import json
import sys
import time
from collections.abc import Callable
from statistics import median

type Round = Callable[[], dict[str, float]]

PER_ROUND = 0.4  # seconds, about


def _one(kind: str, made: dict) -> tuple[dict, Round]:
    """A list page through its view, without middleware: what the page itself costs."""
    from django.contrib.auth.models import AnonymousUser  # noqa: F401 loads the models
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext
    from django.utils.translation import activate

    from bench import limit, ours, peer
    from driehoek.common import clock
    from driehoek.organisations.models import User
    from driehoek.organisations.viewer import viewer_of

    activate("nl")
    view = {"ours": ours, "peer": peer, "limit": limit}[kind].actions
    user = User.objects.get()
    viewer = viewer_of(user, clock.today())

    def answer() -> bytes:
        request = RequestFactory().get("/")
        request.user, request.viewer, request.htmx, request.session = user, viewer, False, {}
        request._messages = CookieStorage(request)
        return view(request, made["programme"]).content

    with CaptureQueriesContext(connection) as asked:
        first = answer()
    return {"html": first.decode(), "queries": len(asked)}, lambda: {"seconds": _per_call(answer)}


def _per_call(call: Callable[[], object]) -> float:
    """Seconds of the processor (the database is in the process too), so that others on the machine count less."""
    start, count = time.process_time(), 0
    while time.process_time() - start < PER_ROUND:
        call()
        count += 1
    return (time.process_time() - start) / count


def _sessions(made: dict) -> tuple[dict, Round]:
    """A page that only asks whether somebody is signed in, through the whole middleware, with and without a session."""
    from django.core.wsgi import get_wsgi_application
    from django.test import Client, RequestFactory

    from driehoek.organisations.models import User

    application = get_wsgi_application()
    client = Client()
    client.force_login(User.objects.get())
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    def ask(cookies: str) -> bytes:
        environ = RequestFactory().get("/bench/wie/").environ | {"HTTP_COOKIE": cookies, "HTTP_HOST": "localhost"}
        start = time.process_time()
        response = application(environ, lambda *_said: None)
        body = b"".join(response)
        response.close()
        times[bool(cookies)].append(time.process_time() - start)
        return body

    times: dict[bool, list[float]] = {True: [], False: []}
    answers = {"signed in": ask(cookie).decode(), "anonymous": ask("").decode()}
    client.logout()
    answers["after it was ended"] = ask(cookie).decode()
    client.force_login(User.objects.get())
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    def do_round() -> dict[str, float]:
        times[True].clear(), times[False].clear()
        for _ in range(400):
            ask(cookie), ask("")
        return {"seconds": median(times[True]) - median(times[False]), "anonymous": median(times[False])}

    return answers, do_round


def main() -> None:
    import django

    django.setup()
    name, made = sys.argv[1], json.loads(sys.argv[2])
    kind, _dash, which = name.partition("-")
    said, do_round = _one(which, made) if kind == "list" else _sessions(made)
    print(json.dumps(said), flush=True)
    for _line in sys.stdin:
        print(json.dumps(do_round()), flush=True)


if __name__ == "__main__":
    main()
