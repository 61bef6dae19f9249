"""Labels of the official lists of codes."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table('labels',
    sa.Column('scheme', sa.String(length=10), nullable=False),
    sa.Column('version', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('scheme', 'version', 'language', 'code', name=op.f('pk_labels'))
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('labels')
