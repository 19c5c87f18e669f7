"""Improve performance together."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.altering import Added, alter

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_calendar_feed_secret_digest")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_calendar_feed_live",
            ["person_id"],
            unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
            sqlite_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "contract_notice",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "notice_type",
            sa.Enum(
                "improvement_notice",
                "default_notice",
                "rectification_plan",
                "suspension",
                "termination_notice",
                name="notice_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_notice_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_contract_notice_set_by_person")),
        sa.PrimaryKeyConstraint("contract_id", "notice_type", name=op.f("pk_contract_notice")),
    )
    op.create_table(
        "improvement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "route",
            sa.Enum("light", "full", name="route", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "opened",
                "explained",
                "reasoned",
                "chosen",
                "monitoring",
                "sustaining",
                "reflecting",
                "closed",
                "formal",
                "paused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explanation_version", sa.Integer(), nullable=False),
        sa.Column("explained_by", sa.Uuid(), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("reflecting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_improvement_closed_by_person")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_improvement_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["person.id"], name=op.f("fk_improvement_explained_by_person")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_improvement_lead_id_person")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_improvement_opened_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
        sa.UniqueConstraint("reference", name=op.f("uq_improvement_reference")),
    )
    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "action_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "asked",
                "agreed",
                "replaced",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "interval",
            sa.Enum(
                "weekly",
                "fortnightly",
                "monthly",
                "quarterly",
                "half_yearly",
                "yearly",
                name="interval",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("hold_readings", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("exit_measures", sa.JSON(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_action_plan_drafted_by_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_action_plan_improvement_id_improvement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
        sa.UniqueConstraint("improvement_id", "version", name=op.f("uq_action_plan_improvement_id_version")),
    )
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "concern_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "medicines",
                "staffing",
                "care",
                "food_and_drink",
                "falls",
                "environment",
                "communication",
                "records",
                "rights",
                "leadership",
                "other",
                name="theme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ranked_by", sa.Uuid(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_concern_area_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_concern_area_named_by_person")),
        sa.ForeignKeyConstraint(["ranked_by"], ["person.id"], name=op.f("fk_concern_area_ranked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_area")),
    )
    with op.batch_alter_table("concern_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_area_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "formal_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "notice_type",
            sa.Enum(
                "improvement_notice",
                "default_notice",
                "rectification_plan",
                "suspension",
                "termination_notice",
                name="notice_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "approved",
                "refused",
                "served",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_formal_step_answered_by_person")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_formal_step_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_formal_step_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_formal_step_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_step")),
    )
    with op.batch_alter_table("formal_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_formal_step_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "improvement_option",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_nothing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("preferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_improvement_option_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvement.id"],
            name=op.f("fk_improvement_option_improvement_id_improvement"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_improvement_option_proposed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_option")),
        sa.UniqueConstraint(
            "improvement_id", "number", name=op.f("uq_improvement_option_improvement_id_number")
        ),
    )
    with op.batch_alter_table("improvement_option", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_improvement_option_improvement_id"), ["improvement_id"], unique=False
        )

    op.create_table(
        "improvement_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "outbreak",
                "inspection",
                "bereavement",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "was",
            sa.Enum(
                "opened",
                "explained",
                "reasoned",
                "chosen",
                "monitoring",
                "sustaining",
                "reflecting",
                "closed",
                "formal",
                "paused",
                name="was",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paused_by", sa.Uuid(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("resumed_by", sa.Uuid(), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvement.id"],
            name=op.f("fk_improvement_pause_improvement_id_improvement"),
        ),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["person.id"], name=op.f("fk_improvement_pause_paused_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["resumed_by"], ["person.id"], name=op.f("fk_improvement_pause_resumed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_pause")),
    )
    with op.batch_alter_table("improvement_pause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_improvement_pause_improvement_id"), ["improvement_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "packed", "closed", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_meeting_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_meeting_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "pattern_found",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "medicines",
                "staffing",
                "care",
                "food_and_drink",
                "falls",
                "environment",
                "communication",
                "records",
                "rights",
                "leadership",
                "other",
                name="theme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "looked_at", "not_now", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("improvement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_pattern_found_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_pattern_found_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_pattern_found_improvement_id_improvement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_found")),
    )
    with op.batch_alter_table("pattern_found", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pattern_found_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pattern_found_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_receipt_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_receipt_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_receipt_received_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint(
            "improvement_id",
            "version",
            "organisation_id",
            name=op.f("uq_receipt_improvement_id_version_organisation_id"),
        ),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "reflection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_reflection_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reflection_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_reflection_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
    )
    with op.batch_alter_table("reflection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reflection_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "reflection_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvement.id"],
            name=op.f("fk_reflection_asked_improvement_id_improvement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reflection_asked_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection_asked")),
        sa.UniqueConstraint(
            "improvement_id", "person_id", name=op.f("uq_reflection_asked_improvement_id_person_id")
        ),
    )
    with op.batch_alter_table("reflection_asked", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reflection_asked_improvement_id"), ["improvement_id"], unique=False
        )

    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "organisation",
                "person",
                "contract",
                "concern",
                "safeguarding",
                "action",
                "drill",
                "support",
                "monitoring",
                "evaluation",
                "challenge",
                "speak_up",
                "statement",
                "channel",
                "data_incident",
                "placement",
                "hand_off",
                "export",
                "subject_request",
                "retention",
                "view",
                "evidence",
                "improvement",
                "reason",
                "concern_area",
                "option",
                "agreement",
                "measure",
                "reading",
                "plan",
                "plan_line",
                "feedback",
                "reflection",
                "formal_step",
                "pattern",
                "meeting",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("option_id", sa.Uuid(), nullable=True),
        sa.Column("option_version", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "agreed",
                "disagreed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way_asked_by", sa.Uuid(), nullable=True),
        sa.Column("way_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("way_approved_by", sa.Uuid(), nullable=True),
        sa.Column("way_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_agreement_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_agreement_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["improvement_option.id"], name=op.f("fk_agreement_option_id_improvement_option")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_agreement_plan_id_action_plan")
        ),
        sa.ForeignKeyConstraint(
            ["way_approved_by"], ["person.id"], name=op.f("fk_agreement_way_approved_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["way_asked_by"], ["person.id"], name=op.f("fk_agreement_way_asked_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("subject_id", "version", name=op.f("uq_agreement_subject_id_version")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=True),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "taken_up",
                "not_taken_up",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_feedback_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_feedback_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_feedback_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_feedback_given_by_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_feedback_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "higher", "lower", name="direction", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("close_within", sa.Integer(), nullable=False),
        sa.Column("below_within", sa.Integer(), nullable=False),
        sa.Column("collector_id", sa.Uuid(), nullable=False),
        sa.Column(
            "interval",
            sa.Enum(
                "weekly",
                "fortnightly",
                "monthly",
                "quarterly",
                "half_yearly",
                "yearly",
                name="interval",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["collector_id"], ["person.id"], name=op.f("fk_measure_collector_id_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_measure_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["monitoring_schedule.id"],
            name=op.f("fk_measure_schedule_id_monitoring_schedule"),
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_measure_set_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_schedule_id"), ["schedule_id"], unique=False)

    op.create_table(
        "meeting_presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_presence_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_presence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_presence")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_presence_meeting_id_person_id")),
    )
    with op.batch_alter_table("meeting_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_presence_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "plan_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("shown_by", sa.String(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "requirement",
                "recommendation",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("keeps_safe_now", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_due_on", sa.Date(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_plan_line_action_id_action")),
        sa.ForeignKeyConstraint(
            ["area_id"], ["concern_area.id"], name=op.f("fk_plan_line_area_id_concern_area")
        ),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_plan_line_drafted_by_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_plan_line_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_plan_line_plan_id_action_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_plan_line_plan_id_key")),
    )
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_line_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_line_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_line_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "capacity",
                "funding",
                "demand",
                "practice",
                "leadership",
                "contract_term",
                "commissioning",
                "health_partner",
                "information",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["concern_area.id"], name=op.f("fk_reason_area_id_concern_area")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_reason_given_by_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_reason_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reason_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
    )
    with op.batch_alter_table("reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reason_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reason_improvement_id"), ["improvement_id"], unique=False)

    op.create_table(
        "agreement_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "own",
                "partner",
                "provider",
                "other",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("times_asked", sa.Integer(), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "agree",
                "agree_with_comment",
                "disagree",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_agreement_party_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_agreement_party_deadline_id_deadline")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_agreement_party_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
        sa.UniqueConstraint(
            "agreement_id", "organisation_id", name=op.f("uq_agreement_party_agreement_id_organisation_id")
        ),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_party_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "improvement_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("improvement_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("evaluation_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["monitoring_activity.id"],
            name=op.f("fk_improvement_source_activity_id_monitoring_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["concern_area.id"], name=op.f("fk_improvement_source_area_id_concern_area")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_improvement_source_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_improvement_source_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["improvement_id"],
            ["improvement.id"],
            name=op.f("fk_improvement_source_improvement_id_improvement"),
        ),
        sa.ForeignKeyConstraint(
            ["linked_by"], ["person.id"], name=op.f("fk_improvement_source_linked_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_source")),
    )
    with op.batch_alter_table("improvement_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_source_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_source_concern_id"), ["concern_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_improvement_source_evaluation_id"), ["evaluation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_improvement_source_improvement_id"), ["improvement_id"], unique=False
        )

    op.create_table(
        "measure_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_by", sa.Uuid(), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["monitoring_activity.id"],
            name=op.f("fk_measure_reading_activity_id_monitoring_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_reading_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_measure_reading_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["rung_by"], ["person.id"], name=op.f("fk_measure_reading_rung_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_reading")),
    )
    with op.batch_alter_table("measure_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_reading_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_reading_counts_on"), ["counts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_reading_measure_id"), ["measure_id"], unique=False)

    # By hand
    subjects = (
        "organisation",
        "person",
        "contract",
        "concern",
        "safeguarding",
        "action",
        "drill",
        "support",
        "monitoring",
        "evaluation",
        "challenge",
        "speak_up",
        "statement",
        "channel",
        "data_incident",
        "placement",
        "hand_off",
        "export",
        "subject_request",
        "retention",
        "view",
        "evidence",
        "improvement",
        "reason",
        "concern_area",
        "option",
        "agreement",
        "measure",
        "reading",
        "plan",
        "plan_line",
        "feedback",
        "reflection",
        "formal_step",
        "pattern",
        "meeting",
    )
    alter(
        "chronology_entry",
        [],
        {
            "event": (
                "organisation_set_up",
                "closure_days_set",
                "safeguarding_lead_set",
                "contract_created",
                "channel_linked",
                "person_added",
                "concern_logged",
                "concern_acknowledged",
                "concern_triaged",
                "concern_telling_decided",
                "concern_provider_told",
                "concern_corrected",
                "concern_withdrawn",
                "concern_resolved",
                "concern_reopened",
                "concern_opened",
                "safeguarding_raised",
                "safeguarding_acknowledged",
                "safeguarding_opened",
                "safeguarding_added_to",
                "safeguarding_excluded",
                "safeguarding_made_urgent",
                "safeguarding_decided",
                "safeguarding_reply_kept",
                "safeguarding_handed_over",
                "safeguarding_telling_decided",
                "safeguarding_reporter_told",
                "safeguarding_reporter_asked",
                "safeguarding_review_asked",
                "safeguarding_review_taken",
                "safeguarding_closed",
                "safeguarding_register_opened",
                "route_changed",
                "duty_turn_set",
                "leave_set",
                "area_set",
                "drill_started",
                "drill_answered",
                "support_asked",
                "support_taken",
                "contract_rated",
                "monitoring_scheduled",
                "monitoring_changed",
                "monitoring_ended",
                "monitoring_planned",
                "monitoring_moved",
                "monitoring_done",
                "monitoring_not_done",
                "monitoring_corrected",
                "evaluation_compiled",
                "evaluation_opened",
                "evaluation_confirmed",
                "evaluation_shared",
                "evaluation_delivered",
                "evaluation_received",
                "evaluation_discarded",
                "challenge_opened",
                "challenge_decided",
                "challenge_withdrawn",
                "action_proposed",
                "action_date_asked",
                "action_date_kept",
                "action_agreed",
                "action_submitted",
                "action_returned",
                "action_verified",
                "action_withdrawn",
                "action_declined",
                "action_updated",
                "action_opened",
                "extension_asked",
                "extension_agreed",
                "extension_refused",
                "escalation_held",
                "escalation_released",
                "person_asked_to_join",
                "person_declined",
                "person_left",
                "person_returned",
                "duty_handed_on",
                "person_needs_set",
                "role_ended",
                "role_requested",
                "role_confirmed",
                "role_declined",
                "role_withdrawn",
                "view_asked",
                "view_given",
                "contract_lead_offered",
                "contract_lead_declined",
                "contract_lead_changed",
                "contract_ended",
                "statement_recorded",
                "statement_sent",
                "statement_disputed",
                "statement_settled",
                "letter_taken",
                "channel_changed",
                "channel_moved",
                "channel_confirmed",
                "channel_unlinked",
                "speak_up_sealed",
                "speak_up_revealed",
                "speak_up_added_to",
                "speak_up_answered",
                "data_incident_noted",
                "data_incident_closed",
                "placement_asked",
                "placement_refused",
                "placement_decided",
                "placement_told",
                "placement_reviewed",
                "hand_off_recorded",
                "hand_off_closed",
                "hand_off_answered",
                "evidence_kept",
                "improvement_opened",
                "improvement_linked",
                "improvement_route_changed",
                "improvement_supported",
                "improvement_explained",
                "improvement_delivered",
                "improvement_received",
                "improvement_moved",
                "improvement_paused",
                "improvement_resumed",
                "improvement_held",
                "improvement_closed",
                "improvement_read",
                "reason_given",
                "reason_withdrawn",
                "reasons_asked",
                "area_named",
                "areas_ranked",
                "option_proposed",
                "option_edited",
                "option_withdrawn",
                "option_preferred",
                "agreement_asked",
                "agreement_asked_again",
                "agreement_answered",
                "agreement_voided",
                "agreement_reached",
                "way_forward_asked",
                "way_forward_approved",
                "way_forward_refused",
                "measure_set",
                "measure_changed",
                "measure_left_out",
                "reading_recorded",
                "reading_corrected",
                "reading_rung",
                "plan_drafted",
                "plan_changed",
                "plan_line_written",
                "plan_line_left_out",
                "plan_agreed",
                "plan_confirmed",
                "feedback_given",
                "feedback_answered",
                "reflection_asked",
                "reflection_written",
                "formal_step_asked",
                "formal_step_answered",
                "formal_step_served",
                "contract_notices_set",
                "pattern_found",
                "pattern_answered",
                "meeting_recorded",
                "meeting_packed",
                "calendar_feed_made",
                "calendar_feed_revoked",
                "export_asked",
                "export_made",
                "export_fetched",
                "subject_request_recorded",
                "subject_request_extended",
                "subject_request_compiled",
                "subject_request_reviewed",
                "subject_request_paused",
                "subject_request_signed",
                "subject_request_answered",
                "retention_class_set",
                "retention_reviewed",
                "texts_erased",
                "legal_hold_set",
                "legal_hold_lifted",
                "keys_rotated",
                "record_restored",
                "seals_file_renewed",
                "texts_kept",
                "kept_after_second_look",
                "refused",
                "send_refused",
            ),
            "subject_kind": subjects,
        },
    )
    alter(
        "concern",
        [
            Added(
                "theme",
                sa.String(length=40),
                words=(
                    "medicines",
                    "staffing",
                    "care",
                    "food_and_drink",
                    "falls",
                    "environment",
                    "communication",
                    "records",
                    "rights",
                    "leadership",
                    "other",
                ),
            )
        ],
    )
    alter(
        "deadline",
        [],
        {
            "kind": (
                "concern_acknowledge",
                "concern_triage",
                "concern_close",
                "action_confirm",
                "action_due",
                "action_verify",
                "action_extension",
                "safeguarding_acknowledge",
                "safeguarding_decide",
                "safeguarding_reply",
                "safeguarding_allegation",
                "safeguarding_tell_reporter",
                "safeguarding_ask_reporter",
                "safeguarding_talk",
                "safeguarding_review",
                "safeguarding_hand_over",
                "drill_answer",
                "support_answer",
                "monitoring_due",
                "evaluation_confirm",
                "evaluation_share",
                "evaluation_receive",
                "challenge_answer",
                "person_request",
                "person_duties",
                "lead_offer",
                "role_confirm",
                "view_answer",
                "statement_send",
                "statement_dispute",
                "channel_confirm",
                "speak_up_answer",
                "data_incident",
                "placement_approve",
                "placement_review",
                "hand_off_reply",
                "subject_request",
                "retention_review",
                "improvement_explain",
                "improvement_receive",
                "improvement_plan",
                "improvement_hold",
                "improvement_reflect",
                "improvement_review",
                "agreement_answer",
                "way_forward_approve",
                "formal_approve",
                "formal_serve",
                "feedback_answer",
                "reflection_write",
                "pattern_answer",
            ),
            "subject_kind": subjects,
        },
    )
    alter("hand_off", [], {"about_kind": subjects})
    alter("narrative", [], {"subject_kind": subjects})
    alter("retention_item", [], {"subject_kind": subjects})
    alter("action", [Added("improvement_id", sa.Uuid(), references="improvement")])
    op.create_index("ix_action_improvement_id", "action", ["improvement_id"])
    alter(
        "evaluation",
        [
            Added("improvement_id", sa.Uuid(), references="improvement"),
            Added("measures_judged", sa.JSON()),
            Added("charts", sa.JSON()),
        ],
    )
    op.create_index("ix_evaluation_improvement_id", "evaluation", ["improvement_id"])
    alter(
        "export",
        [Added("improvement_id", sa.Uuid(), references="improvement")],
        {"kind": ("contract", "safeguarding", "process")},
    )
    op.create_index("ix_export_improvement_id", "export", ["improvement_id"])
    alter("monitoring_schedule", [Added("improvement_id", sa.Uuid(), references="improvement")])
    op.create_index("ix_monitoring_schedule_improvement_id", "monitoring_schedule", ["improvement_id"])
    alter(
        "notice",
        [Added("refused_at", sa.DateTime(timezone=True))],
        {
            "kind": (
                "hub",
                "concern_logged",
                "concern_taken",
                "concern_outcome",
                "concern_shared",
                "concern_changed",
                "concern_late_line",
                "action_proposed",
                "action_date_asked",
                "action_date_answered",
                "action_confirmed",
                "action_submitted",
                "action_returned",
                "action_verified",
                "action_withdrawn",
                "action_declined",
                "action_updated",
                "action_line",
                "action_check_line",
                "extension_asked",
                "extension_answered",
                "safeguarding_raised",
                "safeguarding_unanswered",
                "safeguarding_added",
                "safeguarding_undecided",
                "safeguarding_handed",
                "safeguarding_duty_line",
                "safeguarding_lead_told",
                "safeguarding_outcome",
                "safeguarding_ask",
                "safeguarding_not_told",
                "safeguarding_talk",
                "safeguarding_review",
                "safeguarding_not_looked_at",
                "drill",
                "drill_result",
                "support_asked",
                "support_unanswered",
                "support_taken",
                "monitoring_planned",
                "monitoring_line",
                "monitoring_answered",
                "reading_recorded",
                "reading_poor",
                "evaluation_line",
                "evaluation_shared",
                "evaluation_received",
                "evaluation_charts",
                "challenge_opened",
                "challenge_decided",
                "challenge_line",
                "challenge_reviewer_wanted",
                "person_asked",
                "person_declined",
                "person_left",
                "duties_handed_on",
                "role_requested",
                "role_changed",
                "lead_offered",
                "lead_changed",
                "contract_ended",
                "statement_recorded",
                "statement_disputed",
                "channel_changed",
                "speak_up_raised",
                "speak_up_answered",
                "speak_up_added",
                "speak_up_revealed",
                "speak_up_lead_missing",
                "data_incident",
                "data_incident_line",
                "statement_line",
                "channel_line",
                "speak_up_line",
                "placement_asked",
                "placement_decided",
                "placement_line",
                "hand_off_asked",
                "hand_off_answered",
                "hand_off_line",
                "improvement_explained",
                "improvement_received",
                "improvement_step",
                "improvement_line",
                "pattern_asked",
                "pattern_line",
                "agreement_asked",
                "agreement_answered",
                "agreement_voided",
                "agreement_reached",
                "way_forward_asked",
                "way_forward_refused",
                "reasons_asked",
                "options_wanted",
                "option_changed_line",
                "area_opened",
                "plan_agreed",
                "plan_confirmed",
                "plan_to_seniors",
                "feedback_given",
                "feedback_answered",
                "kept_evidence_named",
                "formal_step_asked",
                "formal_step_answered",
                "formal_step_served",
                "formal_line",
                "improvement_held",
                "improvement_sustained",
                "reflection_asked",
                "reflection_line",
                "improvement_closed",
                "subject_request_line",
                "subject_request_sign",
                "retention_line",
                "retention_agree",
                "person_line",
                "duties_line",
                "lead_offer_line",
                "role_line",
                "view_asked",
                "view_given",
                "view_line",
                "senior_week",
                "channel_week",
                "digest",
                "stub",
                "person_added",
                "fault",
            ),
            "subject_kind": subjects,
        },
    )
    alter("subject_request_item", [], {"subject_kind": subjects})
    alter(
        "kept_evidence",
        [
            Added("improvement_id", sa.Uuid(), references="improvement"),
            Added("area_id", sa.Uuid(), references="concern_area"),
            Added("is_learning", sa.Boolean(), "false"),
        ],
    )
    op.create_index("ix_kept_evidence_area_id", "kept_evidence", ["area_id"])
    op.create_index("ix_kept_evidence_improvement_id", "kept_evidence", ["improvement_id"])
    # Data
    # Nobody has to give a time: where the day alone matters there is none. What was given before stays.
    alter("monitoring_schedule", optional=["at"])
    # What went outside Slack is little: what was taken there lately is found without reading what went through Slack.
    outside = sa.text("means <> 'slack'")
    op.create_index(
        "ix_notice_outside", "notice", ["means", "posted_at"], postgresql_where=outside, sqlite_where=outside
    )
