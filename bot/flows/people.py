"""The story of adding a person to a contract: from Slack, or by name and e-mail address."""

from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import form, paragraphs
from bot.buttons import ADD_WHO_ASKED
from bot.casework.audiences import leads_of
from bot.casework.contracts import contracts_in_reach
from bot.casework.joining import open_request_for, organisation_in_slack, suggested_role
from bot.casework.people import NewPerson, add_person, require_may_add
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.person_form import FORM, Suggested, person_form
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed, NotYours
from domain.people import PARTY_OF_ROLE, Act, Role
from storage.people import Person


def add_form(turn: Turn[Command]) -> Answer:
    """`/contract add`: who, for which contract, and what they are there; the role says which side they are on."""
    contracts = contracts_in_reach(turn.work, turn.person, Act.ADD_PERSON)
    if not contracts:
        raise NotYours(words("refusals").people_not_added)
    linked = {each.id for each in turn.work.contracts.linked_to(turn.inbound.channel)}
    here = [each for each in contracts if each.id in linked]
    contracts = [*here, *(each for each in contracts if each.id not in linked)]
    return OpenForm(person_form(contracts, Suggested(here[0].id.hex if len(linked) == 1 and here else "")))


def add_who_asked(turn: Turn[Press]) -> Answer:
    """*Add*, on the word that somebody asks for it: the same form, filled in with who they are."""
    work = turn.work
    request = open_request_for(work, turn.person, record_id(turn.inbound.value))
    asker, organisation = work.people.get(request.person_id), None
    if found := organisation_in_slack(work, asker):
        organisation = work.organisations.get(found)
    own = work.organisations.own()
    suggested = Suggested(
        contract=request.contract_id.hex if request.contract_id else "",
        user_id=asker.user_id or "",
        organisation=organisation.name if organisation and own and organisation.id != own.id else "",
        role=suggested_role(work, asker, request.contract_id),
    )
    return OpenForm(person_form(contracts_in_reach(work, turn.person, Act.ADD_PERSON), suggested))


def add(turn: Turn[Submission]) -> Answer:
    """Keep who takes part; they are told, and what was held back from their channels is posted."""
    contract_id = record_id(turn.inbound.form.choice("contract"))
    require_may_add(turn.work, turn.person, contract_id)
    new = _new_person(turn)
    earlier = turn.work.submissions.find(turn.inbound.view_id, FORM)
    if earlier is not None and earlier.record_id is not None:
        added = turn.work.people.get(earlier.record_id)
    else:
        added = add_person(turn.work, turn.person, contract_id, new, turn.now)
        turn.keep_submission(FORM, added.id)
        for link in turn.work.contracts.channels(contract_id):
            turn.services.close_gate(link.slack_channel)
    return _saved(turn, contract_id, added, new.role)


def _new_person(turn: Turn[Submission]) -> NewPerson:
    answers = turn.inbound.form
    role = Role(answers.choice("role"))
    picked = answers.people("who")
    member = turn.found.members.get(picked[0]) if picked else None
    if picked and member is None:
        raise NotAllowed(words("refusals").person_not_shown, "who")
    if member is not None and (member.is_bot or not member.is_active):
        raise NotAllowed(f"{member.name} is not a person at work. Please choose somebody else.", "who")
    return NewPerson(
        name=member.name if member else answers.text("name"),
        organisation=answers.text("organisation"),
        party=PARTY_OF_ROLE[role],
        role=role,
        team_id=member.team_id if member else None,
        user_id=member.user_id if member else None,
        email=answers.text("email") or None,
        because=answers.text("because"),
        is_guest=member is not None and member.is_guest,
    )


def _saved(turn: Turn[Submission], contract_id: UUID, added: Person, role: Role) -> Answer:
    assert added.organisation_id is not None
    facts = {
        "name": added.name,
        "organisation": turn.work.organisations.get(added.organisation_id).name,
        "contract": turn.work.contracts.get(contract_id).title,
        "role": getattr(words("roles"), role.value),
        "is_in_slack": added.user_id is not None,
        "leads": " or ".join(lead.name for lead in leads_of(turn.work, contract_id)),
    }
    text = render("person_saved", facts)
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", add_form, word="add")
    listeners.press(ADD_WHO_ASKED, add_who_asked, writes=False)
    listeners.submission(FORM, add, look_up=people_picked("who"), once=False)
