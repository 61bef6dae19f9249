"""Bids with weights and shares for the tests of sensitivity: a published case, and drawn ones."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from contracts.rules.scoring import EvaluationModel, Offers, exact
from contracts.rules.scoring.sensitivity import contest as contests
from contracts.rules.scoring.sensitivity.contest import Contest
from contracts.rules.scoring.sensitivity.shares import Shares
from tests.rules import evaluations
from tests.rules.evaluations import model, price, quality

CASE_001 = Shares(
    bids=("A", "B"),
    criteria=("exp", "qc", "time", "price"),
    weights=(Fraction(60), Fraction(40), Fraction(30), Fraction(70)),
    shares=(
        (Fraction(40, 60), Fraction(30, 40), Fraction(20, 30), Fraction(8, 10)),
        (Fraction(32, 60), Fraction(20, 40), Fraction(22, 30), Fraction(1)),
    ),
)
"""Negometrix: experience, quality control, time and price, 146 points against 144 of 200."""


OFFERED_001 = (
    model(
        quality("exp", "60", "60"),
        quality("qc", "40", "40"),
        quality("time", "30", "30"),
        price("70"),
        total="200",
    ),
    Offers(
        bids=evaluations.bids({"A": "10000", "B": "8000"}),
        scores=evaluations.agreed(
            {
                "A": {"exp": "40", "qc": "30", "time": "20"},
                "B": {"exp": "32", "qc": "20", "time": "22"},
            }
        ),
    ),
)
"""The same case as it was offered."""


def offers(written: str) -> Offers:
    """Bids written as id, price and quality."""
    rows = [bid.split() for bid in written.split(", ")]
    return Offers(
        bids=evaluations.bids({bid: amount for bid, amount, _ in rows}),
        scores=evaluations.agreed({bid: {"quality": score} for bid, _, score in rows}),
    )


def method(formula: str, **announced: str) -> EvaluationModel:
    """Quality weighs 60 on a scale of 100, the price 40."""
    return model(quality("quality", "60", "100"), price("40", formula, **announced))


def won(shares: Shares) -> Contest:
    """The contest of bids of which one wins alone."""
    made = contests.contest(shares)
    assert isinstance(made, Contest)
    return made


def has_winner(shares: Shares) -> bool:
    """Whether one bid wins alone."""
    return isinstance(contests.contest(shares), Contest)


def reweighed(shares: Shares, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The total of each bid under other weights, written out."""
    return {
        bid: exact.total(weights[c] * a for c, a in zip(shares.criteria, row, strict=True))
        for bid, row in zip(shares.bids, shares.shares, strict=True)
    }


def parts(shares: Shares) -> dict[str, Fraction]:
    """The weight of each criterion as a part of the whole."""
    whole = exact.total(shares.weights)
    return {c: w / whole for c, w in zip(shares.criteria, shares.weights, strict=True)}


@st.composite
def drawn(draw: st.DrawFn, bids: int = 5, criteria: int = 5) -> Shares:
    """Bids on a level list of criteria; shares are tenths or thirds, so that ties are seen."""
    width = draw(st.integers(2, criteria))
    height = draw(st.integers(2, bids))
    share = st.sampled_from([Fraction(n, d) for d in (10, 7) for n in range(d + 1)])
    return Shares(
        bids=tuple("abcdefgh"[:height]),
        criteria=tuple("nopqrstu"[:width]),
        weights=tuple([Fraction(draw(st.integers(1, 20))) for _ in range(width)]),
        shares=tuple([tuple([draw(share) for _ in range(width)]) for _ in range(height)]),
    )


@st.composite
def drawn_trees(draw: st.DrawFn) -> Shares:
    """Bids on two or three blocks, each of one to three criteria."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    share = st.sampled_from([Fraction(n, 10) for n in range(11)])
    names, weights, paths = [], [], []
    for place, size in enumerate(sizes):
        block = Fraction(draw(st.integers(1, 9)))
        inside = [draw(st.integers(1, 9)) for _ in range(size)]
        for number, weight in enumerate(inside):
            names.append(f"block{place}.{number}")
            weights.append(block * Fraction(weight, sum(inside)))
            paths.append((f"block{place}",))
    return Shares(
        bids=tuple("abc"),
        criteria=tuple(names),
        weights=tuple(weights),
        shares=tuple([tuple([draw(share) for _ in names]) for _ in range(3)]),
        paths=tuple(paths),
    )


def shuffled(shares: Shares, bids: list[int], criteria: list[int]) -> Shares:
    """The same, with bids and criteria in another order."""
    return Shares(
        bids=tuple([shares.bids[i] for i in bids]),
        criteria=tuple([shares.criteria[j] for j in criteria]),
        weights=tuple([shares.weights[j] for j in criteria]),
        shares=tuple([tuple([shares.shares[i][j] for j in criteria]) for i in bids]),
        paths=tuple([shares.paths[j] for j in criteria]) if shares.paths else (),
    )
