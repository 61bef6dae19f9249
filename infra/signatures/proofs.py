"""A proof that a document stands in the audit log, checked without the log."""

import json
from typing import Any

from contracts.documents.checks import InclusionProof, root_above
from infra.vault import signing

MOST_LEVELS = 64
"""No log has more entries than such a path can lead through."""


class BadProof(Exception):
    """The proof does not hold: its path, its signature or its entry is not what it says."""

    code = "BAD_PROOF"


def entry_of(proof: InclusionProof) -> dict[str, Any]:
    """The entry that a proof proves; BadProof when the signed head is not above it.

    Whose key signed the head is for the reader to compare: `proof.key["kid"]`.
    """
    try:
        head = signing.verify(proof.head, dict(proof.key), signing.HEAD)
        root = root_above(proof.entry, proof.path[:MOST_LEVELS])
        entry = json.loads(proof.entry)
    except (signing.SignatureInvalid, ValueError) as error:
        raise BadProof(str(error)) from error
    if (head.get("size"), head.get("root")) != (proof.leaf + 1, root):
        raise BadProof("the path of the entry does not lead to the signed root")
    # A path of the last leaf has one node for each peak of the tree before it.
    if len(proof.path) != proof.leaf.bit_count():
        raise BadProof("the path is not one of this leaf")
    if not isinstance(entry, dict) or entry.get("act") != "document_issued":
        raise BadProof("the entry is not that of a document")
    return entry
