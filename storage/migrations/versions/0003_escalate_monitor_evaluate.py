"""Escalate, monitor, evaluate."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.append_only import protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "allotment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_allotment")),
    )
    with op.batch_alter_table("allotment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allotment_at"), ["at"], unique=False)

    op.create_table(
        "look",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_look")),
    )
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("signed", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
    )
    op.create_table(
        "second_look",
        sa.Column("view_id", sa.String(length=64), nullable=False),
        sa.Column("sign", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("view_id", "sign", name=op.f("pk_second_look")),
    )
    op.create_table(
        "contract_area",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_contract_area_area_id_area")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_area_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_contract_area")),
    )
    op.create_table(
        "unlinked_channel",
        sa.Column("slack_channel", sa.String(length=32), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=True),
        sa.Column(
            "change",
            sa.Enum(
                "readers",
                "moved",
                "archived",
                "left",
                "unclear",
                name="change",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_unlinked_channel_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("slack_channel", "contract_id", name=op.f("pk_unlinked_channel")),
    )
    op.create_table(
        "channel_standing",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=True),
        sa.Column(
            "change",
            sa.Enum(
                "readers",
                "moved",
                "archived",
                "left",
                "unclear",
                name="change",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_channel_standing_confirmed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["contract_channel.id"], name=op.f("fk_channel_standing_link_id_contract_channel")
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_channel_standing")),
    )
    op.create_table(
        "contract_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rating",
            sa.Enum(
                "enhanced",
                "red",
                "amber",
                "green",
                name="rating",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rated_by", sa.Uuid(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_rating_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["rated_by"], ["person.id"], name=op.f("fk_contract_rating_rated_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_rating")),
    )
    with op.batch_alter_table("contract_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_rating_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "data_incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slack_channel", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "reported",
                "not_reported",
                "no_breach",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_data_incident_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_data_incident_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_data_incident_noted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_incident")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_incident_reference")),
    )
    op.create_table(
        "drill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_drill_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
    )
    op.create_table(
        "duty_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "level_1",
                "on_call",
                "level_2",
                "level_3",
                "director",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_turn_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_turn")),
    )
    with op.batch_alter_table("duty_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_turn_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_turn_person_id"), ["person_id"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column(
            "suggested",
            sa.Enum(
                "on_target",
                "close",
                "below",
                "well_below",
                "cannot_tell",
                name="suggested",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "compiled",
                "confirmed",
                "shared",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "judgement",
            sa.Enum(
                "on_target",
                "close",
                "below",
                "well_below",
                "cannot_tell",
                name="judgement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_by", sa.Uuid(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_evaluation_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_evaluation_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["person.id"], name=op.f("fk_evaluation_judged_by_person")),
        sa.ForeignKeyConstraint(["shared_by"], ["person.id"], name=op.f("fk_evaluation_shared_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("reference", name=op.f("uq_evaluation_reference")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contract", "safeguarding", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "content_class",
            sa.Enum(
                "shared",
                "partners",
                "internal",
                "restricted",
                name="content_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "made_by",
            sa.Enum(
                "person", "operator", name="made_by", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_export_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_export_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_export_token_digest")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "hand_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "about_kind",
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
                name="about_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum(
                "complaint",
                "health",
                "regulator",
                "notification",
                "other",
                name="recipient",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "answered",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("reply_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_hand_off_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_hand_off_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_hand_off_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_off")),
        sa.UniqueConstraint("reference", name=op.f("uq_hand_off_reference")),
    )
    with op.batch_alter_table("hand_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_off_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hand_off_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "join_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "added",
                "declined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_join_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_join_request_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_join_request_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    with op.batch_alter_table("join_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_join_request_asked",
            ["person_id"],
            unique=True,
            postgresql_where=sa.text("state = 'asked'"),
            sqlite_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "lead_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "replaced",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_lead_offer_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"], name=op.f("fk_lead_offer_offered_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lead_offer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_offer")),
    )
    with op.batch_alter_table("lead_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_offer_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_leave_cover_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_person_id"), ["person_id"], unique=False)

    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "everything",
                "contract",
                "record",
                "person",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "child_abuse_inquiry",
                "covid_inquiry",
                "litigation",
                "investigation",
                "other",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_legal_hold_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_legal_hold_person_id_person")),
        sa.ForeignKeyConstraint(["placed_by"], ["person.id"], name=op.f("fk_legal_hold_placed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_table(
        "monitoring_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
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
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
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
        sa.Column(
            "state",
            sa.Enum("active", "ended", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_plan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_monitoring_schedule_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_monitoring_schedule_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_monitoring_schedule_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_schedule")),
        sa.UniqueConstraint("reference", name=op.f("uq_monitoring_schedule_reference")),
    )
    with op.batch_alter_table("monitoring_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_schedule_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_monitoring_schedule_next_plan_at"), ["next_plan_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_monitoring_schedule_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "outside_route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "slack",
                "email",
                "webhook",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outside_route_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_route")),
        sa.UniqueConstraint("person_id", "means", name=op.f("uq_outside_route_person_id_means")),
    )
    op.create_table(
        "placement_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "position",
            sa.Enum(
                "open",
                "limited",
                "paused",
                "suspended",
                name="position",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "open",
                "limited",
                "paused",
                "suspended",
                name="before",
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
                "stands",
                "ended",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stood_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_placement_decision_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_placement_decision_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_placement_decision_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_decision")),
        sa.UniqueConstraint("reference", name=op.f("uq_placement_decision_reference")),
    )
    with op.batch_alter_table("placement_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_decision_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "retention_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "retention_class",
            sa.Enum(
                "contract",
                "deed",
                "safeguarding",
                "concern",
                name="retention_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "kept",
                "proposed",
                "erased",
                "used_anew",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_retention_item_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_retention_item_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_retention_item_proposed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_item")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_retention_item_subject_id")),
    )
    op.create_table(
        "retention_period",
        sa.Column(
            "retention_class",
            sa.Enum(
                "contract",
                "deed",
                "safeguarding",
                "concern",
                name="retention_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_retention_period_set_by_person")),
        sa.PrimaryKeyConstraint("retention_class", name=op.f("pk_retention_period")),
    )
    op.create_table(
        "role_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contract_lead",
                "quality_officer",
                "senior_contact",
                "colleague",
                "commissioning_partner",
                "provider_representative",
                "provider_senior",
                "voice",
                "family",
                "safeguarding_lead",
                "second_line",
                "senior_on_call",
                "on_call",
                "director",
                "speak_up_lead",
                "independent_reviewer",
                "records_officer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "confirmed",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_role_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_request_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_request")),
    )
    with op.batch_alter_table("role_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_role_request_waiting",
            ["person_id", "role"],
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("recorder_id", sa.Uuid(), nullable=False),
        sa.Column(
            "said_by",
            sa.Enum(
                "telephone",
                "email",
                "letter",
                "meeting",
                "visit",
                name="said_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("has_asked", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "disputed",
                "corrected",
                "stands",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_statement_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["disputed_by"], ["person.id"], name=op.f("fk_statement_disputed_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_person_id_person")),
        sa.ForeignKeyConstraint(["recorder_id"], ["person.id"], name=op.f("fk_statement_recorder_id_person")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_statement_settled_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_recorder_id"), ["recorder_id"], unique=False)

    op.create_table(
        "subject_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "letter",
                "email",
                "telephone",
                "in_person",
                "slack",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("identity_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "compiled",
                "reviewed",
                "signed",
                "answered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_subject_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_subject_request_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_subject_request_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_subject_request_reviewed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["person.id"], name=op.f("fk_subject_request_signed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_subject_request_reference")),
    )
    op.create_table(
        "support_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "way",
            sa.Enum("ring", "write", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["person.id"], name=op.f("fk_support_request_helper_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["person.id"], name=op.f("fk_support_request_requester_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_support_request_reference")),
    )
    with op.batch_alter_table("support_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_request_requester_id"), ["requester_id"], unique=False)

    op.create_table(
        "asked_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("evaluation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "given",
                "none_to_give",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_asked_view_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_asked_view_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_asked_view_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_asked_view_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_view")),
    )
    with op.batch_alter_table("asked_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_view_concern_id"), ["concern_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_view_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_view_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_view_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_asked_view_concern",
            ["concern_id", "person_id"],
            unique=True,
            postgresql_where=sa.text("state = 'asked'"),
            sqlite_where=sa.text("state = 'asked'"),
        )
        batch_op.create_index(
            "uq_asked_view_evaluation",
            ["evaluation_id", "person_id"],
            unique=True,
            postgresql_where=sa.text("state = 'asked'"),
            sqlite_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "grounds",
            sa.Enum(
                "factual",
                "more_evidence",
                "judgement",
                "wording",
                name="grounds",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "opened",
                "accepted",
                "partly",
                "rejected",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
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
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "judgement",
            sa.Enum(
                "on_target",
                "close",
                "below",
                "well_below",
                "cannot_tell",
                name="judgement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_challenge_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_challenge_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_challenge_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_challenge_opened_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_challenge_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("reference", name=op.f("uq_challenge_reference")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenge_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_challenge_evaluation_id"), ["evaluation_id"], unique=False)

    op.create_table(
        "drill_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("drill_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "level_1",
                "on_call",
                "level_2",
                "level_3",
                "director",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_answer_drill_id_drill")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_drill_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_answer")),
        sa.UniqueConstraint("drill_id", "person_id", name=op.f("uq_drill_answer_drill_id_person_id")),
    )
    op.create_table(
        "evaluation_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_receipt_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_evaluation_receipt_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["person.id"], name=op.f("fk_evaluation_receipt_received_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_receipt")),
        sa.UniqueConstraint(
            "evaluation_id",
            "organisation_id",
            name=op.f("uq_evaluation_receipt_evaluation_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("evaluation_receipt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluation_receipt_evaluation_id"), ["evaluation_id"], unique=False
        )

    op.create_table(
        "monitoring_activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("original_on", sa.Date(), nullable=False),
        sa.Column("counts_on", sa.Date(), nullable=False),
        sa.Column("escalation_held", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "done",
                "not_done",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "seen",
                "told",
                "document",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("source_on", sa.Date(), nullable=True),
        sa.Column(
            "met",
            sa.Enum(
                "met",
                "partly",
                "not_met",
                "unclear",
                name="met",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_monitoring_activity_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_monitoring_activity_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_monitoring_activity_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["monitoring_schedule.id"],
            name=op.f("fk_monitoring_activity_schedule_id_monitoring_schedule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_activity")),
        sa.UniqueConstraint(
            "schedule_id", "version", "number", name=op.f("uq_monitoring_activity_schedule_id_version_number")
        ),
    )
    with op.batch_alter_table("monitoring_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_activity_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_activity_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_activity_schedule_id"), ["schedule_id"], unique=False)

    op.create_table(
        "placement_telling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "telephone",
                "email",
                "letter",
                "meeting",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["placement_decision.id"],
            name=op.f("fk_placement_telling_decision_id_placement_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_telling_person_id_person")
        ),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_placement_telling_told_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_telling")),
    )
    with op.batch_alter_table("placement_telling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_telling_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "safeguarding_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "referred",
                "quality",
                "no_further_action",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "body",
            sa.Enum(
                "local_authority",
                "children",
                "allegations",
                "police",
                "other",
                name="body",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "has_needs",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="has_needs",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "is_at_risk",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="is_at_risk",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "cannot_protect",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="cannot_protect",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reply",
            sa.Enum(
                "taken_on",
                "not_taken_on",
                "protection_now",
                "not_at_risk",
                "action_needed",
                "nothing_further",
                "no_answer",
                name="reply",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_kept_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["safeguarding_concern.id"],
            name=op.f("fk_safeguarding_decision_concern_id_safeguarding_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_safeguarding_decision_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["reply_kept_by"], ["person.id"], name=op.f("fk_safeguarding_decision_reply_kept_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_decision")),
    )
    with op.batch_alter_table("safeguarding_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_decision_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "safeguarding_named",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "level_1",
                "on_call",
                "level_2",
                "level_3",
                "director",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_excluded", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["safeguarding_concern.id"],
            name=op.f("fk_safeguarding_named_concern_id_safeguarding_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_safeguarding_named_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_named")),
        sa.UniqueConstraint(
            "concern_id", "person_id", "level", name=op.f("uq_safeguarding_named_concern_id_person_id_level")
        ),
    )
    with op.batch_alter_table("safeguarding_named", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_named_concern_id"), ["concern_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_named_person_id"), ["person_id"], unique=False)

    op.create_table(
        "safeguarding_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nothing_happened",
                "disagreement",
                "not_safe",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_safeguarding_review_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["safeguarding_concern.id"],
            name=op.f("fk_safeguarding_review_concern_id_safeguarding_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_safeguarding_review_taken_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_review")),
    )
    with op.batch_alter_table("safeguarding_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_review_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "safeguarding_telling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column(
            "told",
            sa.Enum(
                "provider", "contract_lead", name="told", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["safeguarding_concern.id"],
            name=op.f("fk_safeguarding_telling_concern_id_safeguarding_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_safeguarding_telling_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_safeguarding_telling_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_telling")),
    )
    with op.batch_alter_table("safeguarding_telling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_telling_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "speak_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("safeguarding_id", sa.Uuid(), nullable=True),
        sa.Column("stand_in_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "acknowledged",
                "answered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("kept_from", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_speak_up_concern_id_concern")),
        sa.ForeignKeyConstraint(
            ["safeguarding_id"],
            ["safeguarding_concern.id"],
            name=op.f("fk_speak_up_safeguarding_id_safeguarding_concern"),
        ),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name=op.f("fk_speak_up_stand_in_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speak_up")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_speak_up_code_digest")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_speak_up_concern_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_speak_up_reference")),
        sa.UniqueConstraint("safeguarding_id", name=op.f("uq_speak_up_safeguarding_id")),
        sa.UniqueConstraint("stand_in_id", name=op.f("uq_speak_up_stand_in_id")),
    )
    op.create_table(
        "statement_part",
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["chronology_entry.number"],
            name=op.f("fk_statement_part_entry_number_chronology_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_part_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("entry_number", name=op.f("pk_statement_part")),
    )
    with op.batch_alter_table("statement_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_part_statement_id"), ["statement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_part_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "subject_request_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
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
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("third_parties", sa.JSON(), nullable=False),
        sa.Column("is_held_back", sa.Boolean(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "give",
                "cover",
                "withhold",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "exemption",
            sa.Enum(
                "third_party",
                "serious_harm",
                "crime",
                "legal_advice",
                "confidence",
                "not_theirs",
                name="exemption",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_subject_request_item_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["subject_request.id"],
            name=op.f("fk_subject_request_item_request_id_subject_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request_item")),
    )
    with op.batch_alter_table("subject_request_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_request_item_request_id"), ["request_id"], unique=False)

    op.create_table(
        "kept_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column(
            "content_class",
            sa.Enum(
                "shared",
                "partners",
                "internal",
                "restricted",
                name="content_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slack_channel", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("written_team", sa.String(length=32), nullable=False),
        sa.Column("written_user", sa.String(length=32), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_kept_evidence_action_id_action")),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_kept_evidence_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_kept_evidence_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_kept_evidence_kept_by_person")),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_kept_evidence_written_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_evidence")),
    )
    with op.batch_alter_table("kept_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_evidence_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_evidence_concern_id"), ["concern_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_evidence_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "speak_up_identity",
        sa.Column("speak_up_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speak_up_id"], ["speak_up.id"], name=op.f("fk_speak_up_identity_speak_up_id_speak_up")
        ),
        sa.PrimaryKeyConstraint("speak_up_id", name=op.f("pk_speak_up_identity")),
    )

    # By hand
    protect("seal")
    # What nobody has picked up yet keeps a route: whoever leads now.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        "INSERT INTO safeguarding_named (id, concern_id, person_id, level, is_excluded, since) "  # noqa: S608 - our own words
        f"SELECT {'lower(hex(randomblob(16)))' if is_sqlite else 'gen_random_uuid()'}, "
        "safeguarding_concern.id, person_id, 'level_1', false, raised_at "
        "FROM safeguarding_concern, role_assignment WHERE role = 'safeguarding_lead'"
    )
