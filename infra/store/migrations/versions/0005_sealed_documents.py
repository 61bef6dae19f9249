"""Documents are sealed: their hash before the seal, and their own place in the audit log."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table('documents') as table:
        table.add_column(sa.Column('drawn', sa.String(length=64), nullable=True))
        table.add_column(sa.Column('leaf', sa.BigInteger(), nullable=True))
        table.add_column(sa.Column('path', sa.Text(), nullable=True))
    op.execute('UPDATE documents SET drawn = sha256')
    with op.batch_alter_table('documents') as table:
        table.alter_column('drawn', existing_type=sa.String(length=64), nullable=False)
        table.create_index('ix_documents_drawn', ['drawn'])


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('documents') as table:
        table.drop_index('ix_documents_drawn')
        table.drop_column('path')
        table.drop_column('leaf')
        table.drop_column('drawn')
