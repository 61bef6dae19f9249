"""Mandates: roles held for someone else, by a decision."""

import sqlalchemy as sa
from alembic import op

import infra.store.types

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table('mandates',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('titular', sa.String(length=36), nullable=False),
    sa.Column('holder', sa.String(length=36), nullable=False),
    sa.Column('decision', sa.String(length=60), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('acting', sa.Boolean(), nullable=False),
    sa.Column('limit_amount', sa.String(length=32), nullable=True),
    sa.Column('limit_currency', sa.String(length=3), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('given_by', sa.String(length=36), nullable=False),
    sa.Column('given_at', infra.store.types.UtcInstant(length=32), nullable=False),
    sa.Column('ended_by', sa.String(length=36), nullable=True),
    sa.Column('ended_at', infra.store.types.UtcInstant(length=32), nullable=True),
    sa.ForeignKeyConstraint(['ended_by'], ['people.id'], name=op.f('fk_mandates_ended_by_people')),
    sa.ForeignKeyConstraint(['given_by'], ['people.id'], name=op.f('fk_mandates_given_by_people')),
    sa.ForeignKeyConstraint(['holder'], ['people.id'], name=op.f('fk_mandates_holder_people')),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], name=op.f('fk_mandates_organisation_organisations')),
    sa.ForeignKeyConstraint(['titular'], ['people.id'], name=op.f('fk_mandates_titular_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandates'))
    )
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.create_index('ix_mandates_holder', ['holder'], unique=False)
        batch_op.create_index('ix_mandates_organisation', ['organisation'], unique=False)
    op.add_column('events', sa.Column('on_behalf_of', sa.String(length=36), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column('events', 'on_behalf_of')
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_index('ix_mandates_organisation')
        batch_op.drop_index('ix_mandates_holder')

    op.drop_table('mandates')
