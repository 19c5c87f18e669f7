"""The story of speaking up with a sealed name: the form, the code that is shown once, and the page it opens."""

from functools import partial
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import beginning, form, paragraphs, text_input
from bot.buttons import ENTER_CODE, SEAL_NAME
from bot.casework.access import is_own
from bot.casework.speak_up import Raised, seal_and_raise
from bot.casework.speak_up_page import SHOW_CODE_AGAIN, Added, add, keep_looked, of_pass, open_by_code
from bot.contract_choice import chosen_contract, contract_choice
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.raising_blocks import whom_to_ring
from bot.required import required_kind
from bot.services import Services
from bot.speak_up_blocks import (
    MAY_WRITE,
    NOTHING_DONE,
    PAGE_FORM,
    kept_from_field,
    kind_field,
    may_write_field,
    page,
    what_sealing_means,
)
from bot.templates import render, words
from bot.turn import Turn
from domain.concerns import Kind, NewConcern
from domain.errors import NotAllowed
from domain.safeguarding import Safety
from domain.speak_up import WrongCodes, digest_of_code
from storage.speak_up import SpeakUp
from storage.submissions import Submission as StoredSubmission

FORM = "speak_up_form"
CODE_FORM = "speak_up_code_form"


def seal(turn: Turn[Press]) -> Answer:
    """*Keep my name sealed*: another form takes the place of the one at hand, with what was typed in it so far."""
    turn.services.emergency.learn(turn.work.organisations.settings())
    work, label, typed_so_far = turn.work, words("concern_form"), turn.inbound.form
    channel = turn.inbound.value
    here = work.contracts.linked_to(channel)
    nation = here[0].nation if len(here) == 1 else work.organisations.calendar(None).nation
    kind = typed_so_far.choice("kind")
    blocks = [
        *paragraphs(whom_to_ring(work, here)),
        *what_sealing_means(work, nation),
        kind_field(kind),
        text_input(
            "what_happened",
            label.what_happened,
            hint=words("speak_up_form").what_happened_hint,
            lines=True,
            initial=beginning(typed_so_far.text("what_happened")),
        ),
        *kept_from_field(work, by_name=_reads_names(turn)),
        may_write_field(),
        contract_choice(work, turn.met, channel, chosen_contract(work, typed_so_far.choice("contract"))),
    ]
    sealed_label = words("speak_up_form")
    view = form(FORM, sealed_label.title, blocks, submit=sealed_label.submit)
    return ShowInstead(view) if turn.inbound.in_form else OpenForm(view)


def _reads_names(turn: Turn[Press]) -> bool:
    """Our own staff choose among names; whoever has left, or is a guest by now, reads roles like anybody else."""
    return turn.met is not None and turn.met.is_active and is_own(turn.work, turn.met)


def submit(turn: Turn[Submission]) -> Answer:
    """Save it, ping whoever is pinged for any other, and show the code; the same form again shows the same code."""
    turn.services.emergency.learn(turn.work.organisations.settings())
    code = turn.work.speak_up.code_for(turn.inbound.view_id)
    if _is_taken(turn, FORM):
        earlier = turn.work.speak_up.of_code(digest_of_code(code))
        if earlier is None:
            raise NotAllowed(SHOW_CODE_AGAIN, "what_happened")
        return ShowInstead(page(turn.work, earlier, _who(turn), turn.now, code=code))
    answers = turn.inbound.form
    kind = required_kind(Kind, answers, "kind", words("concern_form").kind_missing)
    chosen_for = answers.choice("contract")
    if not chosen_for and not kind.is_safeguarding:
        raise NotAllowed(words("concern_form").contract_missing, "contract")
    raised = Raised(
        NewConcern(kind, answers.text("what_happened")),
        chosen_contract(turn.work, chosen_for),
        answers.choices("kept_from"),
        MAY_WRITE in answers.choices(MAY_WRITE),
    )
    sealed = seal_and_raise(
        turn.work, turn.inbound.actor, turn.met, raised, code, turn.now, turn.services.choose
    )
    _keep_taken(turn, FORM)
    return ShowInstead(page(turn.work, sealed, _who(turn), turn.now, code=code))


def _shade(turn: Turn[Submission]) -> str:
    return turn.work.speak_up.shade_of(f"{turn.inbound.view_id}:{turn.inbound.about().get('shown', '')}")


def _is_taken(turn: Turn[Submission], step: str) -> bool:
    return turn.work.submissions.find(_shade(turn), step) is not None


def _keep_taken(turn: Turn[Submission], step: str) -> None:
    """Remember the form without Slack's name for it, the record, or the moment: each would lead to whoever sent it."""
    day = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    turn.work.submissions.keep(StoredSubmission(view_id=_shade(turn), step=step, at=day))


def _who(turn: Turn[Submission]) -> str:
    return f"{turn.inbound.actor.team_id}:{turn.inbound.actor.user_id}"


def enter_code(turn: Turn[Press]) -> Answer:
    """*I have a code*: asked of anybody, known here or not."""
    turn.services.emergency.learn(turn.work.organisations.settings())
    label = words("speak_up_form")
    blocks = [
        *paragraphs(render("speak_up_code_top", vars(turn.services.emergency))),
        text_input("code", label.code, hint=label.code_hint, longest=60),
    ]
    return OpenForm(form(CODE_FORM, label.code_title, blocks, submit=label.code_submit))


def open_page(tried: WrongCodes, turn: Turn[Submission]) -> Answer:
    """Open the page of a code; a wrong one is answered in the same words, whether it ever was one or not."""
    sealed = open_by_code(turn.work, tried, _who(turn), turn.inbound.form.text("code"), turn.now)
    return ShowInstead(page(turn.work, sealed, _who(turn), turn.now))


def send_from_page(turn: Turn[Submission]) -> Answer:
    """Keep what was added, answered or complained of, and show the page as it stands then."""
    sealed = _of_page(turn)
    if not _is_taken(turn, PAGE_FORM):
        answers = turn.inbound.form
        chosen = answers.choice("safety")
        safety = Safety(chosen) if chosen in set(Safety) else None
        added = Added(answers.text("more"), NOTHING_DONE in answers.choices(NOTHING_DONE), safety)
        if added.is_empty:
            keep_looked(turn.work, sealed, turn.now)
            return ShowInstead(page(turn.work, sealed, _who(turn), turn.now))
        add(turn.work, sealed, added, turn.now)
        _keep_taken(turn, PAGE_FORM)
    return ShowInstead(page(turn.work, sealed, _who(turn), turn.now, is_sent=True))


def _of_page(turn: Turn[Submission]) -> SpeakUp:
    about = turn.inbound.about()
    try:
        speak_up_id = UUID(about.get("speak_up", ""))
    except ValueError:
        raise NotAllowed(SHOW_CODE_AGAIN, "more") from None
    return of_pass(turn.work, speak_up_id, about.get("pass", ""), _who(turn), turn.now)


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    tried = WrongCodes()
    listeners.press(SEAL_NAME, seal, writes=False)
    listeners.submission(FORM, submit, once=False)
    listeners.press(ENTER_CODE, enter_code, writes=False)
    listeners.submission(CODE_FORM, partial(open_page, tried), once=False)
    listeners.submission(PAGE_FORM, send_from_page, once=False)
