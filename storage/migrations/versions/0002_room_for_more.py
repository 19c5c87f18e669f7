"""Room for more kinds of records, and for what is asked about a safeguarding concern."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.altering import Added, alter

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("duty_number", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("name", name=op.f("uq_area_name")),
    )
    subjects = ('organisation', 'person', 'contract', 'concern', 'safeguarding', 'action', 'drill', 'support', 'monitoring', 'evaluation', 'challenge', 'speak_up', 'statement', 'channel', 'data_incident', 'placement', 'hand_off', 'export', 'subject_request', 'retention')
    alter("deadline", [Added("ended_at", sa.DateTime(timezone=True))], {"kind": ('concern_acknowledge', 'concern_triage', 'action_confirm', 'action_due', 'action_verify', 'action_extension', 'safeguarding_acknowledge', 'safeguarding_decide', 'safeguarding_reply', 'safeguarding_allegation', 'safeguarding_tell_reporter', 'safeguarding_ask_reporter', 'safeguarding_talk', 'safeguarding_review', 'safeguarding_hand_over', 'drill_answer', 'support_answer', 'monitoring_due', 'evaluation_confirm', 'evaluation_share', 'evaluation_receive', 'challenge_answer', 'person_request', 'person_duties', 'statement_dispute', 'channel_confirm', 'speak_up_answer', 'data_incident', 'placement_review', 'hand_off_reply', 'subject_request', 'retention_review'), "subject_kind": subjects})
    never_silent = sa.text("state = 'open' AND kind IN ('safeguarding_acknowledge', 'safeguarding_decide', 'safeguarding_hand_over', 'safeguarding_review', 'support_answer')")
    op.create_index("ix_deadline_never_silent", "deadline", ["started_at"], unique=False, postgresql_where=never_silent, sqlite_where=never_silent)
    alter("action", [Added("withdrawn_at", sa.DateTime(timezone=True))])
    alter("narrative", [Added("key_id", sa.String(20), "''"), Added("salt", sa.LargeBinary()), Added("erased_at", sa.DateTime(timezone=True))], {"subject_kind": subjects})
    alter("chronology_entry", words={"event": ('organisation_set_up', 'closure_days_set', 'safeguarding_lead_set', 'contract_created', 'channel_linked', 'person_added', 'concern_logged', 'concern_acknowledged', 'concern_triaged', 'concern_telling_decided', 'concern_provider_told', 'concern_corrected', 'concern_withdrawn', 'concern_opened', 'safeguarding_raised', 'safeguarding_acknowledged', 'safeguarding_opened', 'safeguarding_added_to', 'safeguarding_excluded', 'safeguarding_made_urgent', 'safeguarding_decided', 'safeguarding_reply_kept', 'safeguarding_handed_over', 'safeguarding_telling_decided', 'safeguarding_reporter_told', 'safeguarding_reporter_asked', 'safeguarding_review_asked', 'safeguarding_review_taken', 'safeguarding_closed', 'safeguarding_register_opened', 'route_changed', 'duty_turn_set', 'leave_set', 'area_set', 'drill_started', 'drill_answered', 'support_asked', 'support_taken', 'contract_rated', 'monitoring_scheduled', 'monitoring_changed', 'monitoring_ended', 'monitoring_planned', 'monitoring_moved', 'monitoring_done', 'monitoring_not_done', 'monitoring_corrected', 'evaluation_compiled', 'evaluation_opened', 'evaluation_confirmed', 'evaluation_shared', 'evaluation_delivered', 'evaluation_received', 'evaluation_discarded', 'challenge_opened', 'challenge_decided', 'challenge_withdrawn', 'action_proposed', 'action_agreed', 'action_submitted', 'action_returned', 'action_verified', 'action_withdrawn', 'action_opened', 'extension_asked', 'extension_agreed', 'extension_refused', 'escalation_held', 'escalation_released', 'person_asked_to_join', 'person_declined', 'person_left', 'person_needs_set', 'role_ended', 'contract_lead_changed', 'contract_ended', 'statement_recorded', 'statement_sent', 'statement_disputed', 'statement_settled', 'letter_taken', 'channel_changed', 'channel_moved', 'channel_confirmed', 'channel_unlinked', 'speak_up_sealed', 'speak_up_revealed', 'speak_up_read', 'speak_up_added_to', 'speak_up_answered', 'data_incident_noted', 'data_incident_closed', 'placement_decided', 'placement_told', 'placement_reviewed', 'hand_off_recorded', 'hand_off_answered', 'export_made', 'export_fetched', 'subject_request_recorded', 'subject_request_extended', 'subject_request_compiled', 'subject_request_reviewed', 'subject_request_answered', 'retention_class_set', 'retention_reviewed', 'texts_erased', 'legal_hold_set', 'legal_hold_lifted', 'keys_rotated', 'chain_sealed', 'texts_kept', 'refused', 'send_refused'), "subject_kind": subjects})
    alter("role_assignment", words={"role": ('contract_lead', 'quality_officer', 'senior_contact', 'colleague', 'commissioning_partner', 'provider_representative', 'provider_senior', 'voice', 'safeguarding_lead', 'second_line', 'senior_on_call', 'on_call', 'director', 'speak_up_lead', 'independent_reviewer', 'records_officer', 'administrator')})
    alter(
        "notice",
        [Added("means", sa.String(40), "'slack'", ('slack', 'email', 'webhook'))],
        {"kind": ('hub', 'concern_logged', 'concern_taken', 'concern_outcome', 'concern_shared', 'concern_changed', 'concern_late_line', 'action_proposed', 'action_confirmed', 'action_submitted', 'action_returned', 'action_verified', 'action_withdrawn', 'action_line', 'action_check_line', 'extension_asked', 'extension_answered', 'safeguarding_raised', 'safeguarding_unanswered', 'safeguarding_added', 'safeguarding_undecided', 'safeguarding_handed', 'safeguarding_duty_line', 'safeguarding_lead_told', 'safeguarding_outcome', 'safeguarding_ask', 'safeguarding_not_told', 'safeguarding_talk', 'safeguarding_review', 'safeguarding_not_looked_at', 'drill', 'drill_result', 'support_asked', 'support_unanswered', 'support_taken', 'monitoring_planned', 'monitoring_line', 'monitoring_answered', 'evaluation_line', 'evaluation_shared', 'evaluation_received', 'challenge_opened', 'challenge_decided', 'challenge_line', 'person_asked', 'person_declined', 'person_left', 'lead_changed', 'contract_ended', 'statement_recorded', 'statement_disputed', 'channel_changed', 'speak_up_raised', 'speak_up_answered', 'data_incident', 'data_incident_line', 'statement_line', 'channel_line', 'speak_up_line', 'placement_decided', 'placement_line', 'hand_off_line', 'subject_request_line', 'retention_line', 'person_line', 'senior_week', 'channel_week', 'digest', 'stub', 'person_added', 'fault'), "subject_kind": subjects},
    )
    alter(
        "safeguarding_concern",
        [
            Added("is_urgent", sa.Boolean(), "true"),
            Added("safety", sa.String(40), words=('safe', 'not_safe', 'unsure')),
            Added("area_id", sa.Uuid(), references="area"),
            Added("types", sa.JSON(), "'[]'"),
            Added("is_allegation", sa.Boolean(), "false"),
            Added("is_about_a_child", sa.Boolean(), "false"),
            Added("works_with_children", sa.Boolean(), "false"),
            Added("consent", sa.String(40), words=('agrees', 'does_not_agree', 'not_able', 'not_asked')),
            Added("advocate", sa.String(40), words=('not_needed', 'has_one', 'needs_one', 'not_known')),
            Added("handed_to", sa.Uuid(), references="person"),
            Added("decided_at", sa.DateTime(timezone=True)),
            Added("reporter_told_at", sa.DateTime(timezone=True)),
            Added("reporter_answer", sa.String(40), words=('all_right', 'wants_to_talk')),
            Added("closed_at", sa.DateTime(timezone=True)),
            Added("wishes_met", sa.String(40), words=('fully', 'partly', 'no', 'not_known')),
            Added("may_write", sa.Boolean(), "false"),
        ],
        {"state": ('raised', 'acknowledged', 'decided', 'closed')},
    )
    op.execute("UPDATE safeguarding_concern SET is_urgent = (kind = 'danger_now')")
