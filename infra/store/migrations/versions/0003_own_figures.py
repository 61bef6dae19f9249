"""Figures that an organisation puts over those of the law."""

import sqlalchemy as sa
from alembic import op

import infra.store.types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table('own_figures',
    sa.Column('organisation', sa.String(length=36), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('parameter', sa.String(length=80), nullable=False),
    sa.Column('figure', sa.String(length=64), nullable=False),
    sa.Column('edition', sa.String(length=20), nullable=False),
    sa.Column('actor', sa.String(length=36), nullable=False),
    sa.Column('at', infra.store.types.UtcInstant(length=32), nullable=False),
    sa.Column('ended_at', infra.store.types.UtcInstant(length=32), nullable=True),
    sa.Column('ended_by', sa.String(length=36), nullable=True),
    sa.Column('ended_reason', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], name=op.f('fk_own_figures_organisation_organisations')),
    sa.PrimaryKeyConstraint('organisation', 'version', name=op.f('pk_own_figures'))
    )
    op.create_index('ux_own_figures_in_force', 'own_figures', ['organisation', 'parameter'], unique=True, sqlite_where=sa.text('ended_at is null'), postgresql_where=sa.text('ended_at is null'))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_index('ux_own_figures_in_force', table_name='own_figures')
    op.drop_table('own_figures')
