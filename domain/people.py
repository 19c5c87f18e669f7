"""Who takes part, and who may do what: the matrix of roles and acts, as data."""

from collections.abc import Iterable
from enum import StrEnum

from domain.errors import NotYours


class Party(StrEnum):
    """A side of a contract. What a person may read follows from the party of their organisation."""

    OWN = "own"
    PARTNER = "partner"
    PROVIDER = "provider"
    OTHER = "other"


class Role(StrEnum):
    """What somebody is for a contract, or for the whole organisation."""

    CONTRACT_LEAD = "contract_lead"
    QUALITY_OFFICER = "quality_officer"
    SENIOR_CONTACT = "senior_contact"
    COLLEAGUE = "colleague"
    COMMISSIONING_PARTNER = "commissioning_partner"
    PROVIDER_REPRESENTATIVE = "provider_representative"
    PROVIDER_SENIOR = "provider_senior"
    VOICE = "voice"
    FAMILY = "family"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    SECOND_LINE = "second_line"
    SENIOR_ON_CALL = "senior_on_call"
    ON_CALL = "on_call"
    DIRECTOR = "director"
    SPEAK_UP_LEAD = "speak_up_lead"
    INDEPENDENT_REVIEWER = "independent_reviewer"
    RECORDS_OFFICER = "records_officer"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What the matrix speaks about, each with the flows that ask it (docs/decisions/0020).

    Reporting is not in it: reporting is never refused (practice.md 1.5).
    """

    TRIAGE_CONCERN = (
        "triage_concern"  # concern, triage, concern_record: taking, deciding, telling the provider
    )
    READ_CONTRACT = (
        "read_contract"  # every list and window of a contract; what is read in it follows from the side
    )
    PROPOSE_ACTION = "propose_action"  # action
    VERIFY_ACTION = "verify_action"  # evidence, extension: never for an action of one's own side
    HOLD_ESCALATION = "hold_escalation"  # action_record, monitoring_hold
    SET_UP_CONTRACT = "set_up_contract"  # contract, channel
    ADD_PERSON = "add_person"  # people, joining, contract_people, contract_lead (offering)
    NAME_OWNER = "name_owner"  # leaver: what somebody has to do is handed on
    SET_UP_ORGANISATION = "set_up_organisation"  # organisation, route, duty, leave, reach, area, drill
    ACKNOWLEDGE_SAFEGUARDING = (
        "acknowledge_safeguarding"  # safeguarding_*, support; of a concern the named people alone act
    )
    PLAN_MONITORING = "plan_monitoring"  # monitoring, monitoring_change
    RECORD_MONITORING = "record_monitoring"  # monitoring_record
    RATE_CONTRACT = "rate_contract"  # monitoring
    EVALUATE = "evaluate"  # evaluation
    SHARE_EVALUATION = "share_evaluation"  # evaluation_judgement, evaluation_sharing
    CHALLENGE_EVALUATION = "challenge_evaluation"  # challenge
    DECIDE_CHALLENGE = "decide_challenge"  # challenge: never by the author
    CONFIRM_CHANNEL = "confirm_channel"  # channel_change
    RECORD_FOR = "record_for"  # on_behalf
    DECIDE_PLACEMENT = "decide_placement"
    READ_PLACEMENT = "read_placement"
    PAUSE_ADMISSIONS = "pause_admissions"
    HAND_OFF = "hand_off"
    RECORD_NOTIFICATION = "record_notification"
    END_CONTRACT = "end_contract"  # contract_lead (/contract end)
    EXPORT_CONTRACT = "export_contract"
    EXPORT_RESTRICTED = "export_restricted"
    ANSWER_SUBJECT_REQUEST = "answer_subject_request"  # subject_request: signed off by another person
    REVIEW_RETENTION = "review_retention"  # retention: erasing needs a second person's agreement
    HOLD_RECORDS = "hold_records"  # legal_hold
    REVEAL_SPEAK_UP = "reveal_speak_up"
    CLOSE_DATA_INCIDENT = "close_data_incident"
    LEAD_IMPROVEMENT = (
        "lead_improvement"  # improvement, explanation, options, action_plan: opening, drafting, asking
    )
    TAKE_PART = "take_part"  # reasons, options, feedback, reflection: saying what one sees
    AGREE_FOR_PARTY = "agree_for_party"  # agreement: for the organisation somebody speaks for
    APPROVE_FORMAL = "approve_formal"  # formal_step, way_forward: a senior person, never whoever asked
    CLOSE_IMPROVEMENT = "close_improvement"  # sustaining, reflection, formal_step


_READS = frozenset({Act.READ_CONTRACT, Act.PROPOSE_ACTION, Act.TAKE_PART})
_HEARD = frozenset({Act.READ_CONTRACT, Act.TAKE_PART})
_LEADS = frozenset(
    {
        Act.TRIAGE_CONCERN,
        Act.VERIFY_ACTION,
        Act.PLAN_MONITORING,
        Act.RECORD_MONITORING,
        Act.EVALUATE,
        Act.DECIDE_CHALLENGE,
        Act.READ_PLACEMENT,
        Act.RECORD_FOR,
        Act.HAND_OFF,
        Act.LEAD_IMPROVEMENT,
    }
)
_CONFIRMS = frozenset(
    {
        Act.SHARE_EVALUATION,
        Act.RATE_CONTRACT,
        Act.HOLD_ESCALATION,
        Act.CONFIRM_CHANNEL,
        Act.DECIDE_PLACEMENT,
        Act.EXPORT_CONTRACT,
        Act.END_CONTRACT,
        Act.NAME_OWNER,
        Act.AGREE_FOR_PARTY,
        Act.CLOSE_IMPROVEMENT,
    }
)
_PROVIDES = _READS | {
    Act.VERIFY_ACTION,
    Act.CHALLENGE_EVALUATION,
    Act.RECORD_MONITORING,
    Act.PAUSE_ADMISSIONS,
    Act.RECORD_NOTIFICATION,
    Act.AGREE_FOR_PARTY,
}
_SAFEGUARDS = frozenset({Act.ACKNOWLEDGE_SAFEGUARDING})

# domain.md 4.3, corrected by design.md: roles are given by an administrator, or by the lead for a contract.
MATRIX: dict[Role, frozenset[Act]] = {
    Role.CONTRACT_LEAD: _READS | _LEADS | _CONFIRMS | {Act.ADD_PERSON, Act.SET_UP_CONTRACT},
    Role.QUALITY_OFFICER: _READS | _LEADS,
    Role.SENIOR_CONTACT: _READS | _LEADS | _CONFIRMS | {Act.APPROVE_FORMAL},
    Role.COLLEAGUE: _READS,
    Role.COMMISSIONING_PARTNER: _READS
    | {Act.VERIFY_ACTION, Act.RECORD_MONITORING, Act.READ_PLACEMENT, Act.AGREE_FOR_PARTY},
    Role.PROVIDER_REPRESENTATIVE: _PROVIDES | {Act.NAME_OWNER, Act.EXPORT_CONTRACT},
    Role.PROVIDER_SENIOR: _PROVIDES,
    Role.VOICE: _HEARD,
    Role.FAMILY: _HEARD,
    Role.SAFEGUARDING_LEAD: _SAFEGUARDS,
    Role.ON_CALL: _SAFEGUARDS,
    Role.SECOND_LINE: _SAFEGUARDS,
    Role.SENIOR_ON_CALL: _SAFEGUARDS,
    Role.DIRECTOR: _SAFEGUARDS,
    # Set-up only: an administrator reads nothing of a case by being one.
    Role.ADMINISTRATOR: frozenset(
        {
            Act.SET_UP_ORGANISATION,
            Act.SET_UP_CONTRACT,
            Act.ADD_PERSON,
            Act.END_CONTRACT,
            Act.CONFIRM_CHANNEL,
            Act.HOLD_RECORDS,
        }
    ),
    Role.SPEAK_UP_LEAD: frozenset({Act.REVEAL_SPEAK_UP}),
    Role.INDEPENDENT_REVIEWER: frozenset({Act.DECIDE_CHALLENGE}),
    Role.RECORDS_OFFICER: frozenset(
        {
            Act.EXPORT_CONTRACT,
            Act.EXPORT_RESTRICTED,
            Act.ANSWER_SUBJECT_REQUEST,
            Act.REVIEW_RETENTION,
            Act.HOLD_RECORDS,
            Act.CLOSE_DATA_INCIDENT,
        }
    ),
}

ROLES_OF_PARTY: dict[Party, tuple[Role, ...]] = {
    Party.OWN: (Role.CONTRACT_LEAD, Role.QUALITY_OFFICER, Role.SENIOR_CONTACT, Role.COLLEAGUE),
    Party.PARTNER: (Role.COMMISSIONING_PARTNER,),
    Party.PROVIDER: (Role.PROVIDER_REPRESENTATIVE, Role.PROVIDER_SENIOR),
    Party.OTHER: (Role.VOICE, Role.FAMILY),
}

PARTY_OF_ROLE: dict[Role, Party] = {role: party for party, roles in ROLES_OF_PARTY.items() for role in roles}


def may(roles: Iterable[Role], act: Act) -> bool:
    """Say whether any of the roles allows the act."""
    return any(act in MATRIX[role] for role in roles)


def require(roles: Iterable[Role], act: Act, refusal: str) -> None:
    """Raise NotYours with the given words unless one of the roles allows the act."""
    if not may(roles, act):
        raise NotYours(refusal)


def require_role_of_party(role: Role, party: Party) -> None:
    """Refuse a role that does not belong to the party, such as a provider person as contract lead."""
    if role not in ROLES_OF_PARTY[party]:
        raise NotYours(
            "That role belongs to another party of the contract. Please choose one of this party's."
        )


def require_other_side(verifier: Party, owner: Party) -> None:
    """Nobody verifies an action of their own side (domain.md 4.3, design.md section 0)."""
    if verifier is owner:
        raise NotYours("An action is checked by the other side. Please ask them to look at it.")


SAFEGUARDING_ROLES = frozenset(
    {Role.SAFEGUARDING_LEAD, Role.ON_CALL, Role.SECOND_LINE, Role.SENIOR_ON_CALL, Role.DIRECTOR}
)
"""Held for the whole organisation: who may be on the route of a safeguarding concern."""
