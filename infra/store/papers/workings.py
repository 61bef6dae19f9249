"""The annex of the evaluation report and of the decision: the trace of a ranking, step by step."""

from collections.abc import Iterator
from fractions import Fraction

from contracts.documents import workings
from contracts.evaluation import bundle
from contracts.evaluation.bundle import Ranked
from contracts.rules.scoring import Node
from contracts.rules.scoring.answer import answer
from infra.store.papers.evaluated import Evaluated


def model(found: Evaluated, ranked: Ranked) -> workings.Workings:
    """The workings of a ranking, its bids in the order of the report and the decision."""
    file = bundle.evaluation_file(ranked)
    roots = {node.subject: node for node in ranked.result.trace}
    ranks = {row.bid: row.rank for row in ranked.result.rows}
    order = sorted(ranks, key=lambda bid: (ranks[bid], bid != found.first))
    return workings.Workings(
        normalised=ranked.draft.normalise_quality,
        bids=tuple(_bid(found, roots[bid], ranks[bid]) for bid in order),
        ties=tuple(_ties(found, ranked)),
        left_out=tuple(_left_out(found, ranked)),
        fingerprint=answer(file)["digest"],
        file=bundle.file_name(found.tender.reference),
    )


def _bid(found: Evaluated, root: Node, rank: int) -> workings.WorkedBid:
    """The criteria in the order of the documents."""
    points = {node.subject: node for node in _unrounded(root).children}
    return workings.WorkedBid(
        rank=rank,
        tenderer=found.tenderer(root.subject).name,
        steps=tuple(
            _step(" ".join(criterion.name.split()), points[criterion.id])
            for criterion in found.tender.draft.criteria
        ),
        total=str(root.exact),
        rounding=root.rounding,
    )


def _step(criterion: str, node: Node) -> workings.Step:
    made = _unrounded(node)
    return workings.Step(
        criterion=criterion,
        formula=made.formula,
        terms=tuple(
            workings.Term(term=child.name, value=str(child.exact)) for child in made.children
        ),
        points=str(node.exact),
        rounding=node.rounding,
    )


def _unrounded(node: Node) -> Node:
    return node.children[0] if node.rounding else node


def _ties(found: Evaluated, ranked: Ranked) -> Iterator[workings.TieLine]:
    named = {criterion.id: criterion.name for criterion in ranked.draft.criteria}
    for step in ranked.result.tie_breaks:
        yield workings.TieLine.model_validate(
            {
                "rank": step.rank,
                "by": step.by,
                "of": named.get(step.of),
                "values": [
                    {
                        "tenderer": found.tenderer(bid).name,
                        "value": str(Fraction(step.values[bid])) if step.values else None,
                    }
                    for bid in step.bids
                ],
                "order": [[found.tenderer(bid).name for bid in group] for group in step.order],
            }
        )


def _left_out(found: Evaluated, ranked: Ranked) -> Iterator[workings.LeftOut]:
    """In the order of receipt: what the examination set aside, and what the method itself did."""
    because = {row.bid: "examined" for row in ranked.examined if not row.admissible}
    because |= {each.bid: each.because for each in ranked.result.set_aside}
    for tenderer in found.tenderers:
        if tenderer.bid in because:
            yield workings.LeftOut.model_validate(
                {"tenderer": tenderer.name, "because": because[tenderer.bid]}
            )
