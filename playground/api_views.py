"""The Web API's views methods: forms on somebody's screen, and homes."""

import json
import secrets
from typing import Any

from playground import envelopes, limits
from playground.blocks import with_names
from playground.call import Call, Method, visible_person
from playground.forms import Answers
from playground.live import LiveSlack, OpenForm
from playground.refusal import RefusedError, refuse_payload
from playground.workspace import Json, View

MOST_FORMS_STACKED = 3


async def open_view(slack: LiveSlack, call: Call) -> Json:
    body = _checked(slack, call, "modal")
    person = slack.triggers.take(call.required("trigger_id"))
    view = new_view(slack, person, body)
    slack.forms[person] = [OpenForm(view)]
    slack.revision.rise()
    return {"view": envelopes.view_body(slack, view)}


async def push_view(slack: LiveSlack, call: Call) -> Json:
    body = _checked(slack, call, "modal")
    person = slack.triggers.take(call.required("trigger_id"))
    if not slack.forms.get(person):
        raise RefusedError("not_found")
    view = push(slack, person, body)
    return {"view": envelopes.view_body(slack, view)}


async def update_view(slack: LiveSlack, call: Call) -> Json:
    """Show other content in an open form, or in a home."""
    view = _view_named(slack, call)
    if view is None:
        raise RefusedError("not_found")
    body = _checked(slack, call, view.body["type"], but=view)
    _same_hash(call, view)
    form = slack.form(view.id)
    if form is not None:
        replace_body(slack, form, body)
    else:
        view.body, view.hash = _named(body), _new_hash(slack)
        slack.revision.rise()
    return {"view": envelopes.view_body(slack, view)}


async def publish_view(slack: LiveSlack, call: Call) -> Json:
    if not slack.app.has_home:
        raise RefusedError("not_enabled")
    person = visible_person(slack, call.required("user_id"))
    known = slack.workspace.homes.get(person.id)
    body = _checked(slack, call, "home", but=known)
    if known is not None:
        _same_hash(call, known)
    view = (
        View(known.id, person.id, _named(body), _new_hash(slack), known.id)
        if known
        else new_view(slack, person.id, body)
    )
    slack.workspace.homes[person.id] = view
    slack.revision.rise()
    return {"view": envelopes.view_body(slack, view)}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_view),
}


def new_view(slack: LiveSlack, person: str, body: Json) -> View:
    view_id = slack.workspace.new_id("V")
    return View(view_id, person, _named(body), _new_hash(slack), view_id)


def push(slack: LiveSlack, person: str, body: Json) -> View:
    """Put a form on top of what is open. Raises RefusedError with push_limit_reached above three."""
    stack = slack.forms[person]
    if len(stack) >= MOST_FORMS_STACKED:
        raise RefusedError("push_limit_reached")
    view = new_view(slack, person, body)
    view.root_view_id, view.previous_view_id = stack[0].view.id, stack[-1].view.id
    stack.append(OpenForm(view))
    slack.revision.rise()
    return view


def replace_body(slack: LiveSlack, form: OpenForm, body: Json) -> None:
    """Show other content in an open form. What was typed stays where block_id and action_id stay."""
    form.view.body = _named(body)
    form.view.hash = _new_hash(slack)
    form.errors = {}
    still_there = {(p["block_id"]) for p in form.view.body["blocks"]}
    kept: Answers = {block: answers for block, answers in form.answers.items() if block in still_there}
    form.answers = kept
    slack.revision.rise()


def check_body(slack: LiveSlack, body: Any, kind: str, but: View | None = None) -> Json:
    """A view as the app sent it.

    Raises RefusedError with invalid_arguments, view_too_large or duplicate_external_id.
    """
    if len(json.dumps(body, ensure_ascii=False).encode()) > limits.LARGEST_VIEW_BYTES:
        raise RefusedError("view_too_large")
    faults = limits.faults_in_view(body, kind)
    if faults:
        raise refuse_payload("invalid_arguments", faults)
    external_id = body.get("external_id")
    namesake = slack.named_view(external_id) if external_id else None
    if namesake is not None and namesake is not but:
        raise RefusedError("duplicate_external_id")
    return dict(body)


def _checked(slack: LiveSlack, call: Call, kind: str, but: View | None = None) -> Json:
    body = call.structure("view")
    if body is None:
        raise refuse_payload("invalid_arguments", ["[ERROR] missing required field: view"])
    return check_body(slack, body, kind, but)


def _view_named(slack: LiveSlack, call: Call) -> View | None:
    if not call.text("view_id"):
        return slack.named_view(call.required("external_id"))
    form = slack.form(call.text("view_id"))
    homes = slack.workspace.homes.values()
    return form.view if form else next((home for home in homes if home.id == call.text("view_id")), None)


def _same_hash(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise RefusedError("hash_conflict")


def _named(body: Json) -> Json:
    return {**body, "blocks": with_names(body["blocks"])}


def _new_hash(slack: LiveSlack) -> str:
    return f"{int(slack.clock.now().timestamp())}.{secrets.token_hex(4)}"
