"""The story of a plan: drafted, everybody asked, agreed by version, changed by the next (CPC424-P7, P9, P10, P15)."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.casework import action_plans, measures, plan_lines, plan_versions
from bot.casework.improvement_access import improvement_for, improvement_to_change
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.measure_form import FORM as MEASURE_FORM
from bot.measure_form import LEAVE_OUT, measure_form, new_measure
from bot.plan_blocks import (
    ADD_LINE,
    ASK,
    CHANGE,
    CHANGE_LINE,
    CHANGE_MEASURE,
    KEEP,
    OPEN_PLAN,
    READ_PLAN,
    SET_MEASURE,
    WATCHING,
    plan_window,
)
from bot.plan_form import (
    CHANGE_FORM,
    KEY,
    LINE_FORM,
    WAS,
    WATCHING_FORM,
    change_form,
    line_form,
    new_line,
    watching,
    watching_form,
)
from bot.plan_messages import register_messages
from bot.services import Services
from bot.turn import Turn, record_id
from domain.people import Act
from storage.improvements import Improvement


def open_plan(turn: Turn[Press]) -> Answer:
    """*Open the plan*: the present version, and what may be done with it."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(plan_window(turn.work, turn.person, improvement, turn.now))


def read_version(turn: Turn[Press]) -> Answer:
    """*Read*: one version as it was, beside the one before."""
    plan, improvement = plan_versions.plan_for(turn.work, turn.person, record_id(turn.inbound.value))
    return ShowInstead(plan_window(turn.work, turn.person, improvement, turn.now, plan))


def _show(turn: Turn[Press] | Turn[Submission], improvement: Improvement) -> Answer:
    """The plan as it stands now, in place of the form or of the window pressed in.

    Closing it closes what lies beneath, which shows the plan as it was before.
    """
    return ShowInstead(plan_window(turn.work, turn.person, improvement, turn.now) | {"clear_on_close": True})


def _led(turn: Turn[Press]) -> Improvement:
    """The process, for somebody who may draft its plan."""
    improvement_id, act = record_id(turn.inbound.value), Act.LEAD_IMPROVEMENT
    found, _ = improvement_to_change(turn.work, turn.person, improvement_id, act, plan_versions.NOT_FOR_THEM)
    return found


def add_line(turn: Turn[Press]) -> Answer:
    """*Add an action*: the form."""
    return OpenForm(line_form(turn.work, _led(turn), None, turn.now))


def change_line(turn: Turn[Press]) -> Answer:
    """*Change*, beside an action of the draft."""
    line_id = record_id(turn.inbound.value)
    line, _, improvement = plan_lines.line_to_change(turn.work, turn.person, line_id, turn.now)
    return OpenForm(line_form(turn.work, improvement, line, turn.now))


def keep_line(turn: Turn[Submission]) -> Answer:
    """Write the action into the draft, change it, or leave it out; the plan is shown as it stands then."""
    about, answers = turn.inbound.about(), turn.inbound.form
    improvement_id, key = record_id(about["improvement"]), record_id(about[KEY])
    if "line" not in about:
        plan_lines.write_line(turn.work, turn.person, improvement_id, new_line(answers), turn.now, key)
    elif LEAVE_OUT in answers.choices(LEAVE_OUT):
        plan_lines.leave_out_line(turn.work, turn.person, record_id(about["line"]), turn.now)
    else:
        line_id = record_id(about["line"])
        plan_lines.change_line(turn.work, turn.person, line_id, new_line(answers), turn.now)
    return _show(turn, improvement_for(turn.work, turn.person, improvement_id))


def set_measure(turn: Turn[Press]) -> Answer:
    """*Set a measure*: the form."""
    return OpenForm(measure_form(turn.work, _led(turn), None))


def change_measure(turn: Turn[Press]) -> Answer:
    """*Change*, beside a measure of the draft."""
    measure_id = record_id(turn.inbound.value)
    measure, _, improvement = measures.measure_to_change(turn.work, turn.person, measure_id, turn.now)
    return OpenForm(measure_form(turn.work, improvement, measure))


def keep_measure(turn: Turn[Submission]) -> Answer:
    """Set the measure, change it, or leave it out of the draft."""
    about, answers = turn.inbound.about(), turn.inbound.form
    improvement_id = record_id(about["improvement"])
    improvement_for(turn.work, turn.person, improvement_id)  # whose it is comes before what was typed
    if "measure" in about and LEAVE_OUT in answers.choices(LEAVE_OUT):
        measures.leave_out_measure(turn.work, turn.person, record_id(about["measure"]), turn.now)
        return _show(turn, improvement_for(turn.work, turn.person, improvement_id))
    (new, reads), key = new_measure(answers), record_id(about[KEY])
    if "measure" in about:
        measure_id = record_id(about["measure"])
        measures.change_measure(turn.work, turn.person, measure_id, new, reads, turn.now, key)
    else:
        measures.set_measure(turn.work, turn.person, improvement_id, new, reads, turn.now, key)
    return _show(turn, improvement_for(turn.work, turn.person, improvement_id))


def look_at_progress(turn: Turn[Press]) -> Answer:
    """*How progress is looked at*: the form."""
    improvement = _led(turn)
    plan, _ = plan_versions.draft_to_change(turn.work, turn.person, improvement.id, turn.now)
    return OpenForm(watching_form(turn.work, improvement, plan, turn.now))


def keep_watching(turn: Turn[Submission]) -> Answer:
    """Keep how progress is looked at in the draft; the plan then shows the dates, before anybody is asked."""
    improvement_id = record_id(turn.inbound.about()["improvement"])
    plan_lines.set_watching(turn.work, turn.person, improvement_id, watching(turn.inbound.form), turn.now)
    return _show(turn, improvement_for(turn.work, turn.person, improvement_id))


def ask(turn: Turn[Press]) -> Answer:
    """*Ask everybody to agree*: to the version that was seen; what is missing is shown, all at once, by name."""
    plan, improvement = plan_versions.plan_for(turn.work, turn.person, record_id(turn.inbound.value))
    try:
        action_plans.ask_parties(turn.work, turn.person, improvement.id, plan.version, turn.now)
    except action_plans.Incomplete:
        shown = plan_window(turn.work, turn.person, improvement, turn.now, was_refused=True)
        return ShowInstead(shown | {"clear_on_close": True})
    return _show(turn, improvement)


def begin_change(turn: Turn[Press]) -> Answer:
    """*Change the plan*: why, before a new version is begun."""
    improvement = _led(turn)
    latest = plan_versions.latest_of(turn.work, improvement.id)
    return OpenForm(change_form(improvement, latest.version if latest else 0))


def change(turn: Turn[Submission]) -> Answer:
    """Begin the new version; what was asked before is void."""
    about, because = turn.inbound.about(), turn.inbound.form.text("reason")
    improvement_id = record_id(about["improvement"])
    plan_versions.open_version(turn.work, turn.person, improvement_id, because, turn.now, int(about[WAS]))
    return _show(turn, improvement_for(turn.work, turn.person, improvement_id))


def keep_unchanged(turn: Turn[Press]) -> Answer:
    """*It stays as it is*: the agreed version goes on, and everybody is told."""
    improvement_id = record_id(turn.inbound.value)
    action_plans.confirm_unchanged(turn.work, turn.person, improvement_id, turn.now)
    return _show(turn, improvement_for(turn.work, turn.person, improvement_id))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_PLAN, open_plan, writes=False, for_others=True)
    listeners.press(READ_PLAN, read_version, writes=False, for_others=True)
    for name, flow in {
        ADD_LINE: add_line,
        CHANGE_LINE: change_line,
        SET_MEASURE: set_measure,
        CHANGE_MEASURE: change_measure,
        WATCHING: look_at_progress,
        CHANGE: begin_change,
    }.items():
        listeners.press(name, flow, writes=False)
    listeners.press(ASK, ask)
    listeners.press(KEEP, keep_unchanged)
    # The plan takes each form's place, so that one window may send several: each form says itself which it is.
    listeners.submission(LINE_FORM, keep_line, once=False)
    listeners.submission(MEASURE_FORM, keep_measure, once=False)
    listeners.submission(WATCHING_FORM, keep_watching, once=False)
    listeners.submission(CHANGE_FORM, change, once=False)
    register_messages(services.messages)
