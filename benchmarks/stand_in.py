"""The least of a Slack: it takes every call, answers after a while, and remembers when it took each post.

`python -m benchmarks.stand_in PORT SECONDS` serves it in a process of its own, so that only its answers cost us time.
"""

import asyncio
import sys
import time
from itertools import count
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from playground import alderwick


def stand_in(seconds: float) -> Starlette:
    """Return the application; a GET of /posts gives the seconds at which posts were taken, and forgets them."""
    posts: list[float] = []
    numbers = count(1)

    async def call(request: Request) -> JSONResponse:
        said: dict[str, Any]
        await asyncio.sleep(seconds)
        match request.path_params["method"]:
            case "auth.test":
                said = {"user_id": alderwick.BOT, "team_id": alderwick.COUNCIL, "bot_id": "B0BENCH"}
            case "chat.postMessage":
                posts.append(time.monotonic())
                said = {"channel": (await request.json())["channel"], "ts": f"{next(numbers)}.000001"}
            case "users.info":
                said = {"user": {"id": request.query_params["user"], "team_id": alderwick.COUNCIL}}
            case _:
                said = {}
        return JSONResponse({"ok": True, **said})

    async def taken(_request: Request) -> JSONResponse:
        found = list(posts)
        posts.clear()
        return JSONResponse(found)

    return Starlette(routes=[Route("/api/{method}", call, methods=["GET", "POST"]), Route("/posts", taken)])


if __name__ == "__main__":
    uvicorn.run(stand_in(float(sys.argv[2])), port=int(sys.argv[1]), log_level="error", http="httptools")
