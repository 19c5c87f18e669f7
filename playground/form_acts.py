"""What a person does with a form: submit it, or close it. The bot's acknowledgement says what becomes of it."""

from typing import Any

from playground import api_views, envelopes
from playground.acts import TROUBLE, done, failed, remember, topmost, unusable
from playground.delivery import Acknowledgement
from playground.forms import Answers, refused_answers, state_of
from playground.live import LiveSlack, OpenForm
from playground.refusal import RefusedError
from playground.workspace import Json, Person


async def submit(slack: LiveSlack, actor: Person, view_id: str, values: Answers) -> Json:
    """Send the topmost form. What Slack's own client refuses is not sent to the bot."""
    form = topmost(slack, actor, view_id)
    remember(slack, actor, view_id, values)
    blocks = form.view.body["blocks"]
    form.errors = refused_answers(blocks, form.answers)
    slack.revision.rise()
    if form.errors:
        return {"ok": False, "error": "invalid_answers", "errors": form.errors}
    state = state_of(blocks, form.answers)
    acknowledgement = await slack.line.ask(envelopes.submission(slack, actor, form.view, state))
    if not acknowledgement.ok:
        return {**failed(acknowledgement, "The form"), "shown": TROUBLE}
    try:
        answer = _follow(slack, actor, form, acknowledgement)
    except RefusedError as refused:
        answer = unusable(acknowledgement, refused)
    slack.revision.rise()
    return answer


async def close(slack: LiveSlack, actor: Person, view_id: str) -> Json:
    """Close the topmost form. The bot hears of it only when the form asked for that."""
    form = topmost(slack, actor, view_id)
    cleared = bool(form.view.body.get("clear_on_close"))
    _take_off(slack, actor, form)
    if cleared:
        slack.forms[actor.id] = []
    slack.revision.rise()
    if not form.view.body.get("notify_on_close"):
        return done()
    state = state_of(form.view.body["blocks"], form.answers)
    acknowledgement = await slack.line.ask(envelopes.closing(slack, actor, form.view, state))
    return done(acknowledgement)


def _follow(slack: LiveSlack, actor: Person, form: OpenForm, acknowledgement: Acknowledgement) -> Json:
    said = acknowledgement.body or {}
    action = said.get("response_action")
    match action:
        case None:
            _take_off(slack, actor, form)
        case "clear":
            slack.forms[actor.id] = []
        case "errors":
            form.errors = _checked_errors(form, said.get("errors"))
        case "update":
            body = api_views.check_body(slack, said.get("view"), "modal", but=form.view)
            api_views.replace_body(slack, form, body)
        case "push":
            api_views.push(slack, actor.id, api_views.check_body(slack, said.get("view"), "modal"))
        case _:
            raise RefusedError("invalid_response_action")
    return done(acknowledgement, response_action=action, errors=form.errors if action == "errors" else {})


def _take_off(slack: LiveSlack, actor: Person, form: OpenForm) -> None:
    # By identity: the bot may have opened or closed others while it thought.
    slack.forms[actor.id] = [other for other in slack.forms.get(actor.id, []) if other is not form]


def _checked_errors(form: OpenForm, errors: Any) -> dict[str, str]:
    """Errors belong beside input blocks that exist; anything else Slack cannot show."""
    inputs = {block["block_id"] for block in form.view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise RefusedError("invalid_errors", known=sorted(inputs))
    return {block_id: str(text) for block_id, text in errors.items()}
