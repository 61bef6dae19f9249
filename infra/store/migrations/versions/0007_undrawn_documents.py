"""Documents that could not be drawn are told to people; copies in other languages."""

import sqlalchemy as sa
from alembic import op

from infra.store.types import UtcInstant

revision = '0007'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        'undrawn',
        sa.Column('business_key', sa.String(length=250), nullable=False),
        sa.Column('dossier', sa.String(length=36), nullable=False),
        sa.Column('aggregate', sa.String(length=120), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('party', sa.String(length=36)),
        sa.Column('ordered', sa.Text()),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('in_a_row', sa.Integer(), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('failed_at', UtcInstant(), nullable=False),
        sa.Column('stopped', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('business_key', name=op.f('pk_undrawn')),
    )
    op.create_index('ix_undrawn_dossier', 'undrawn', ['dossier'])
    op.add_column('documents', sa.Column('original', sa.String(length=36), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('documents') as table:
        table.drop_column('original')
    op.drop_index('ix_undrawn_dossier', 'undrawn')
    op.drop_table('undrawn')
