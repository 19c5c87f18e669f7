"""The Web API's files: an address to upload to, the bytes sent there, and the file that a message then shows.

A file is as private as Slack's own: it stands in no channel until a message names it. Bytes live as long as the
stand-in does.
"""

import secrets

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from playground.call import Call, Method
from playground.files import File
from playground.live import LiveSlack
from playground.refusal import RefusedError
from playground.workspace import Json

LARGEST = 1_000_000_000


async def get_upload_address(slack: LiveSlack, call: Call) -> Json:
    name, length = call.required("filename"), call.whole_number("length", 0)
    if not 0 < length <= LARGEST:
        raise RefusedError("invalid_arguments")
    file_id, ticket = slack.workspace.new_id("F"), secrets.token_urlsafe(24)
    slack.files.by_id[file_id] = File(name, length, ticket)
    return {"upload_url": f"{slack.url}/upload/{ticket}", "file_id": file_id}


async def complete_upload(slack: LiveSlack, call: Call) -> Json:
    named = call.structure("files")
    if not isinstance(named, list) or not named:
        raise RefusedError("invalid_arguments")
    done = []
    for each in named:
        file = slack.files.by_id.get(str(each.get("id"))) if isinstance(each, dict) else None
        if file is None or file.is_complete:
            raise RefusedError("file_not_found")
        if len(file.content) != file.length:
            raise RefusedError("file_upload_size_mismatch")
        file.title, file.is_complete = str(each.get("title") or file.name), True
        done.append({"id": each["id"], "title": file.title})
    return {"files": done}


async def take(slack: LiveSlack, request: Request) -> Response:
    """The bytes, sent to the address that was given out for them, once."""
    ticket = request.path_params["ticket"]
    file = next((each for each in slack.files.by_id.values() if each.ticket == ticket), None)
    if file is None or file.content:
        return PlainTextResponse("not found", 404)
    file.content = await request.body()
    return PlainTextResponse(f"OK - {len(file.content)}")


async def show(slack: LiveSlack, request: Request) -> Response:
    """The picture itself, for the page."""
    file = slack.files.shown(request.path_params["file_id"])
    if file is None:
        return PlainTextResponse("not found", 404)
    return Response(file.content, media_type="image/png")


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_address, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
}
