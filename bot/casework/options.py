"""Options for putting it right: proposed by any party, weighed side by side, and one agreed by all (CPC424-P5, P6)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.agreements import ask, void
from bot.casework.improvement_access import improvement_to_change
from bot.casework.improvements import leads_it, take_to
from bot.casework.option_changes import keep_changed
from bot.casework.plan_versions import latest_of, take_back
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState, Route
from domain.options import (
    NewOption,
    letter,
    require_changeable,
    require_choice,
    require_complete,
    require_one_nothing,
    require_proposer,
    require_room,
    require_this_option,
    require_weighing,
)
from domain.people import Act, Party
from storage.agreements import Agreement
from storage.improvements import Improvement
from storage.options import Option
from storage.people import Person
from storage.unit_of_work import UnitOfWork

TEXTS = ("effect", "cost", "risk", "support")
TITLE = "title"
"""What it was called in each version: the register says what was asked about, not what that was called later."""


def subject_of(option: Option) -> tuple[SubjectKind, UUID]:
    """Return what entries and agreements about an option point at."""
    return SubjectKind.OPTION, option.id


def standing_options(work: UnitOfWork, improvement: Improvement) -> list[Option]:
    """Return the options that were not taken back, A first."""
    return [each for each in work.options.of(improvement.id) if each.withdrawn_at is None]


def texts_of(work: UnitOfWork, option: Option) -> dict[str, str]:
    """Return effect, cost, risk and support as they stand; empty where nothing is said yet."""
    said = work.narratives.latest(option.id)
    return {name: said.get(name, "") for name in TEXTS}


def texts_at(work: UnitOfWork, option: Option, moment: datetime) -> dict[str, str]:
    """Return the same four as they stood at a moment, such as when everybody was asked about them."""
    said = {text.field: text.body for text in work.narratives.of(option.id) if text.written_at <= moment}
    return {name: said.get(name, "") for name in TEXTS}


def title_at(work: UnitOfWork, option: Option, moment: datetime) -> str:
    """Return what an option was called at a moment."""
    said = [
        text for text in work.narratives.of(option.id) if text.field == TITLE and text.written_at <= moment
    ]
    return said[-1].body if said else option.title


def propose_option(
    work: UnitOfWork, person: Person, improvement_id: UUID, new: NewOption, now: datetime
) -> Option:
    """Keep an option that any party proposes.

    Raises NotYours for whoever takes no part; NotAllowed while nobody weighs options, for one too many, for a second
    way of leaving things as they are, and for words that name somebody or speak of safeguarding.
    """
    improvement = to_propose(work, person, improvement_id)
    standing = standing_options(work, improvement)
    if new.is_nothing:
        require_one_nothing(has_one=any(each.is_nothing for each in standing))
    _require_words(work, improvement, new)
    option = Option(
        improvement_id=improvement.id,
        number=len(work.options.of(improvement.id)) + 1,
        title=" ".join(new.title.split()),
        is_nothing=new.is_nothing,
        proposed_by=person.id,
        party=require_act(work, person, improvement.contract_id, Act.TAKE_PART),
        proposed_at=now,
    )
    work.options.add(option)
    _keep(work, option, new, person, now)
    facts = {"improvement": improvement.id, "number": option.number, "is_nothing": option.is_nothing}
    record(work, Event.OPTION_PROPOSED, subject_of(option), person, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)
    return option


def to_propose(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, to whoever may propose an option in it now. Raises NotYours and NotAllowed."""
    improvement, _party = improvement_to_change(work, person, improvement_id, Act.TAKE_PART)
    require_weighing(improvement.state, improvement.route)
    require_room(len(standing_options(work, improvement)))
    return improvement


def _require_words(work: UnitOfWork, improvement: Improvement, new: NewOption) -> None:
    said = {name: getattr(new, name) for name in TEXTS}
    require_words_for_all(work, improvement.contract_id, {"title": new.title, **said})


def _keep(work: UnitOfWork, option: Option, new: NewOption, person: Person, now: datetime) -> None:
    texts = {name: getattr(new, name) for name in TEXTS} | {TITLE: option.title}
    keep_texts(work, subject_of(option), ContentClass.SHARED, person, now, texts)


def option_to_change(work: UnitOfWork, person: Person, option_id: UUID) -> tuple[Option, Improvement]:
    """Return an option, locked with its process, to the side that proposed it or to whoever leads.

    Raises NotYours for others who take no part, NotAllowed for those who do, and once a plan follows from it.
    """
    found = work.options.find(option_id)
    if found is None:
        raise NotYours(NOT_YOURS)
    improvement, _party = improvement_to_change(work, person, found.improvement_id, Act.TAKE_PART)
    option = work.options.find_to_change(option_id)
    assert option is not None
    require_proposer(may=may_change(work, person, option, improvement))
    require_changeable(improvement.state, improvement.route)
    if option.withdrawn_at is not None:
        raise NotAllowed("This option has been taken back already.")
    return option, improvement


def may_change(work: UnitOfWork, person: Person, option: Option, improvement: Improvement) -> bool:
    """Say whether somebody may change an option or take it back."""
    if leads_it(work, person, improvement):
        return True
    proposer = work.people.get(option.proposed_by)
    is_theirs = proposer.organisation_id == person.organisation_id
    return is_theirs and may_do(work, person, improvement.contract_id, Act.TAKE_PART)


def edit_option(
    work: UnitOfWork, person: Person, option_id: UUID, new: NewOption, version: int, now: datetime
) -> Option:
    """Keep other words as the next version; whatever was agreed about the one before is void (design.md 1.8)."""
    option, improvement = option_to_change(work, person, option_id)
    require_this_option(version, option.version)
    _require_a_change(work, option, new)
    if new.is_nothing and not option.is_nothing:
        require_one_nothing(has_one=any(each.is_nothing for each in standing_options(work, improvement)))
    _require_words(work, improvement, new)
    option.title, option.is_nothing = " ".join(new.title.split()), new.is_nothing
    option.version += 1
    _keep(work, option, new, person, now)
    facts = {"version": option.version, "improvement": improvement.id}
    record(work, Event.OPTION_EDITED, subject_of(option), person, now, improvement.contract_id, **facts)
    _open_again(work, option, improvement, person, now)
    return option


def withdraw_option(work: UnitOfWork, person: Person, option_id: UUID, because: str, now: datetime) -> Option:
    """Take an option back with a reason that everybody reads; it stays on the record, and what was agreed is void."""
    option, improvement = option_to_change(work, person, option_id)
    if not because.strip():
        raise NotAllowed("Please say why it is taken back. It stays on the record.", "reason")
    require_words_for_all(work, improvement.contract_id, {"reason": because})
    option.withdrawn_at = now
    texts = {"withdrawn_because": because}
    keep_texts(work, subject_of(option), ContentClass.SHARED, person, now, texts)
    event, contract_id = Event.OPTION_WITHDRAWN, improvement.contract_id
    record(work, event, subject_of(option), person, now, contract_id, improvement=improvement.id)
    _open_again(work, option, improvement, person, now)
    return option


def _require_a_change(work: UnitOfWork, option: Option, new: NewOption) -> None:
    """Refuse to void answers, and to tell anybody of a change, where every word stands as before."""
    said = {"title": " ".join(new.title.split()), "is_nothing": new.is_nothing}
    stands = {"title": option.title, "is_nothing": option.is_nothing, **texts_of(work, option)}
    if said | {name: getattr(new, name) for name in TEXTS} == stands:
        raise NotAllowed("Nothing is changed yet. Please change something, or press Cancel.", "title")


def _open_again(
    work: UnitOfWork, option: Option, improvement: Improvement, person: Person, now: datetime
) -> None:
    """Void what was asked about an option; had it been agreed, everybody weighs the options again.

    A plan that everybody is asked about answers that option: it is a draft again, as its next version.
    """
    keep_changed(work, option, improvement, person, now, void(work, option.id, now, person))
    was_preferred, option.preferred_at = option.preferred_at is not None, None
    if was_preferred and improvement.state is ImprovementState.CHOSEN:
        take_to(work, improvement, ImprovementState.REASONED, person, now)
        plan = latest_of(work, improvement.id)
        if plan is not None:
            take_back(work, plan, person, now)
    work.notices.redraw(improvement.id)


def gaps_of(work: UnitOfWork, improvement: Improvement) -> list[tuple[str, list[str]]]:
    """Return what each standing option does not say yet, by what it is called."""
    return [
        (f"option {letter(each.number)}", missing_of(work, each))
        for each in standing_options(work, improvement)
    ]


def missing_of(work: UnitOfWork, option: Option) -> list[str]:
    """Return what one option does not say yet, without which nobody is asked to agree to any."""
    said = texts_of(work, option)
    wanted = [name for name in TEXTS if not (option.is_nothing and name == "support")]
    return [GAPS[name] for name in wanted if not said[name].strip()]


GAPS = {
    "effect": "what it means for people",
    "cost": "what it costs",
    "risk": "what could go wrong",
    "support": "what support it needs",
}


def to_ask(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, to whoever may ask everybody about one of its options.

    Raises NotYours for others; NotAllowed before there is a choice, and names all that the options do not say yet.
    """
    act = Act.LEAD_IMPROVEMENT
    improvement, party = improvement_to_change(work, person, improvement_id, act)
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    require_weighing(improvement.state, improvement.route)
    require_choice(each.is_nothing for each in standing_options(work, improvement))
    require_complete(gaps_of(work, improvement))
    return improvement


def prefer_option(work: UnitOfWork, person: Person, option_id: UUID, now: datetime) -> Option:
    """Mark the option that all parties are to be asked about, as the lead; any other is no longer asked about."""
    found = work.options.find(option_id)
    if found is None:
        raise NotYours(NOT_YOURS)
    improvement = to_ask(work, person, found.improvement_id)
    standing = standing_options(work, improvement)
    if option_id not in {each.id for each in standing}:
        raise NotAllowed("This option has been taken back. Please choose another.", "option")
    for other in standing:
        if other.id != option_id:
            other.preferred_at = None
            void(work, other.id, now, person)
    found.preferred_at = now
    facts = {"improvement": improvement.id, "version": found.version}
    record(work, Event.OPTION_PREFERRED, subject_of(found), person, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)
    return found


def ask_about_option(work: UnitOfWork, person: Person, option_id: UUID, now: datetime) -> Agreement:
    """Ask every party to agree on the preferred option. One asked about before and put aside gets a new version."""
    option = prefer_option(work, person, option_id, now)
    improvement = work.improvements.get(option.improvement_id)
    before = work.agreements.about(option.id)
    if any(each.version == option.version and each.voided_at is not None for each in before):
        option.version += 1
    return ask(work, person, improvement, subject_of(option), option.version, now)


def option_agreed(work: UnitOfWork, agreement: Agreement, by: Person, now: datetime) -> None:
    """Everybody agreed on an option, or a way forward was approved: the action plan comes next."""
    improvement = work.improvements.get(agreement.improvement_id)
    take_to(work, improvement, ImprovementState.CHOSEN, by, now)


def chosen_option(work: UnitOfWork, improvement: Improvement) -> Option | None:
    """Return the option that all are asked about or that is agreed, or None."""
    return next((each for each in standing_options(work, improvement) if each.preferred_at), None)


def may_propose(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to propose an option now."""
    is_weighing = improvement.state is ImprovementState.REASONED and improvement.route is Route.FULL
    return is_weighing and may_do(work, person, improvement.contract_id, Act.TAKE_PART)


def may_ask(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to ask everybody about one of the options now."""
    return may_propose(work, person, improvement) and leads_it(work, person, improvement)


def proposer_of(work: UnitOfWork, option: Option) -> str:
    """Return which organisation proposed an option."""
    organisation_id = work.people.get(option.proposed_by).organisation_id
    return work.organisations.get(organisation_id).name if organisation_id else ""
