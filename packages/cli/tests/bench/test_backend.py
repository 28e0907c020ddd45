import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mosaic_cli.bench.backend.load import Answered, Asked, open_loop
from mosaic_cli.bench.backend.reading import _figures

REQUESTS = 11


@pytest.fixture
def url() -> Iterator[str]:
    """Answers nobody before all have asked."""
    together = threading.Barrier(REQUESTS, timeout=30)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            together.wait()
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def test_load_when_no_answer_comes_then_the_next_requests_leave_all_the_same(
    url: str,
) -> None:
    answers = await open_loop(url, [Asked("a", "/a")], per_second=10, seconds=1)
    assert [each.status for each in answers] == [200] * REQUESTS


async def test_load_when_nobody_answers_then_each_counts_as_failed() -> None:
    answers = await open_loop("http://127.0.0.1:1", [Asked("a", "/a")], per_second=10, seconds=0.2)
    assert {each.status for each in answers} == {0}


def test_figures_when_one_kind_is_slow_or_fails_then_told() -> None:
    answers = [Answered("quick", 200, 0.01)] * 98 + [Answered("slow", 500, 0.5)] * 2
    whole, slowest, failed = _figures(answers, [Answered("health", 200, 0.001)])
    assert whole.met
    assert not slowest.met
    assert slowest.value == 500
    assert (failed.value, failed.met) == (2, False)
