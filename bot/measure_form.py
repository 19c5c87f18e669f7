"""The form of a measure, read back into a measure and who reads it how often (CPC424-P7)."""

from decimal import Decimal
from uuid import UUID, uuid4

from bot.blocks import Block, choice_input, form, option, text_input, ticks_input
from bot.casework.action_facts import side_name
from bot.casework.measure_amounts import amount
from bot.casework.measure_schedules import reader_of
from bot.casework.measures import Reads, measures_of
from bot.casework.owners import possible_owners
from bot.casework.plan_versions import latest_of
from bot.inbound import Form
from bot.monitoring_form import interval_choice
from bot.needs_blocks import needs_blocks
from bot.people_words import listed
from bot.required import required_choice, required_kind
from bot.templates import render, words
from bot.turn import record_id
from domain.improvements import LONGEST_TITLE
from domain.measures import LONGEST_UNIT, Bands, Direction, NewMeasure, number, require_better
from domain.monitoring import Interval
from storage.action_plans import ActionPlan
from storage.improvements import Improvement
from storage.measures import Measure
from storage.unit_of_work import UnitOfWork

FORM = "measure_form"
LEAVE_OUT = "leave_out"


def measure_form(work: UnitOfWork, improvement: Improvement, measure: Measure | None) -> Block:
    """Return the form: empty for a new measure, else as it stands, with a box to leave it out."""
    label = words("measure_form")
    plan = latest_of(work, improvement.id)
    interval = measure.interval if measure else plan.interval if plan else None
    people = possible_owners(work, improvement.contract_id)
    owners = [option(listed(owner, side), owner.id.hex) for owner, side in people]
    ways = [option(getattr(label, each), each.value) for each in Direction]
    collector = reader_of(work, measure).id.hex if measure else ""
    blocks = [
        *needs_blocks(work, [each for each, _ in people]),
        text_input(
            "title",
            label.what,
            hint=label.what_hint,
            longest=LONGEST_TITLE,
            initial=measure.title if measure else "",
        ),
        text_input(
            "outcome",
            label.outcome,
            hint=label.outcome_hint,
            longest=500,
            initial=measure.outcome if measure else "",
        ),
        text_input(
            "unit",
            label.unit,
            hint=label.unit_hint,
            optional=True,
            longest=LONGEST_UNIT,
            initial=measure.unit if measure else "",
        ),
        _number("baseline", measure),
        _number("target", measure),
        choice_input(
            "direction",
            label.direction,
            ways,
            kind="radio_buttons",
            initial=(measure.direction if measure else Direction.HIGHER).value,
        ),
        _number("nearly", measure),
        _number("poor", measure),
        text_input(
            "source",
            label.source,
            hint=label.source_hint,
            longest=500,
            initial=measure.source if measure else "",
        ),
        choice_input("collector", label.collector, owners, hint=label.collector_hint, initial=collector),
        interval_choice(work, improvement.contract_id, interval or Interval.MONTHLY, is_of_plan=True),
    ]
    about = {"improvement": improvement.id.hex, "key": uuid4().hex}
    if measure is not None:
        blocks.append(ticks_input(LEAVE_OUT, label.leave_out, [option(label.leave_out_tick, LEAVE_OUT)]))
        about["measure"] = measure.id.hex
    title = label.title if measure is None else label.change_title
    return form(FORM, title, blocks, submit=label.submit, about=about)


def _number(name: str, measure: Measure | None) -> Block:
    label = words("measure_form")
    initial = amount(_figures(measure)[name]) if measure else ""
    hint = getattr(label, f"{name}_hint", "")
    return text_input(name, getattr(label, name), hint=hint, longest=20, initial=initial)


def _figures(measure: Measure) -> dict[str, Decimal]:
    """Return the four figures of a measure as people say them: start, target, nearly there, poor."""
    bands = Bands(measure.close_within, measure.below_within)
    nearly, poor = bands.figures(measure.target, measure.direction)
    return {"baseline": measure.baseline, "target": measure.target, "nearly": nearly, "poor": poor}


def new_measure(answers: Form) -> tuple[NewMeasure, Reads]:
    """Read the form. Raises NotAllowed beside its field for what is missing, or is no number."""
    unit = answers.text("unit").strip()
    baseline, target, nearly, poor = (
        number(answers.text(name), name, unit) for name in ("baseline", "target", "nearly", "poor")
    )
    direction = required_kind(Direction, answers, "direction")
    require_better(baseline, target, direction)
    new = NewMeasure(
        title=answers.text("title"),
        outcome=answers.text("outcome"),
        baseline=baseline,
        target=target,
        direction=direction,
        bands=Bands.between(target, nearly, poor, direction),
        source=answers.text("source"),
        unit=unit,
    )
    collector = record_id(required_choice(answers, "collector"))
    return new, Reads(collector, required_kind(Interval, answers, "interval"))


def measure_lines(work: UnitOfWork, plan: ActionPlan, contract_id: UUID) -> list[tuple[Measure, str]]:
    """Return the measures of one version, each as a row of the table in words."""
    return [
        (each, render("measure_line", _facts(work, each, contract_id))) for each in measures_of(work, plan)
    ]


def _facts(work: UnitOfWork, measure: Measure, contract_id: UUID) -> dict[str, object]:
    collector = reader_of(work, measure)
    figures = {name: amount(figure, measure.unit) for name, figure in _figures(measure).items()}
    return figures | {
        "number": measure.number,
        "title": measure.title,
        "outcome": measure.outcome,
        "direction": measure.direction.value,
        "interval": getattr(words("monitoring_words"), measure.interval),
        "collector": collector.name,
        "side": side_name(work, contract_id, collector.organisation_id),
        "source": measure.source,
    }
