"""Copies of documents that people signed with a tool of their own."""

import sqlalchemy as sa
from alembic import op

from infra.store.types import UtcInstant

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        'signed_files',
        sa.Column('document', sa.String(length=36), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('signed', sa.String(length=64), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.Column('at', UtcInstant(), nullable=False),
        sa.PrimaryKeyConstraint('document', 'sha256'),
    )
    op.create_index('ix_signed_files_sha256', 'signed_files', ['sha256'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('signed_files')
