"""Every formula worked out a second time, in one line each, as a person with a pencil would do it.

Nothing of the rulebook is used here. Irrational results are worked out with 50 digits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from statistics import median

_DIGITS = Context(prec=50)
NEAR = Fraction(1, 10**25)
"""How near an irrational result must come."""


@dataclass(frozen=True)
class Hand:
    """One bid among the others: price and quality, those of all, the most quality there is, and
    the announced numbers."""

    p: Fraction
    q: Fraction
    prices: Sequence[Fraction]
    qualities: Sequence[Fraction]
    most: Fraction
    k: Mapping[str, Fraction]

    @property
    def low(self) -> Fraction:
        """The lowest price."""
        return min(self.prices)

    @property
    def mean(self) -> Fraction:
        """The mean price."""
        return sum(self.prices, Fraction()) / len(self.prices)

    @property
    def mean_quality(self) -> Fraction:
        """The mean quality."""
        return sum(self.qualities, Fraction()) / len(self.qualities)

    @property
    def best(self) -> Fraction:
        """The best quality or score."""
        return max(self.qualities)

    @property
    def weights(self) -> Fraction:
        """Quality over price."""
        return self.k["quality_weight"] / self.k["price_weight"]


def _within(share: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), share))


def _bilinear(h: Hand) -> Fraction:
    own, mean, best = (h.k["ceiling"] - price for price in (h.p, h.mean, h.low))
    x = h.k["x"]
    return x * own / mean if own <= mean else x + (1 - x) * (own - mean) / (best - mean)


def _logarithm(h: Hand) -> Fraction:
    ratio, base = (Decimal(f.numerator) / f.denominator for f in (h.p / h.low, h.k["base"]))
    return max(h.k["floor"], 1 - Fraction(_DIGITS.divide(ratio.ln(_DIGITS), base.ln(_DIGITS))))


def _with_line(h: Hand) -> Fraction:
    ceiling, line = h.k["ceiling"], h.k["line"]
    return 1 - (h.p if h.p >= line else line - (line - h.p) / 2) / ceiling


def _guide(h: Hand, quality: Fraction, price: Fraction) -> Fraction:
    return h.k["quality_weight"] * h.q / quality - h.k["price_weight"] * h.p / price


BY_HAND: Mapping[str, Callable[[Hand], Fraction]] = {
    "P1/1": lambda h: h.low / h.p,
    "P2/1": lambda h: 2 - h.p / h.low,
    "P2b/1": lambda h: (h.k["n"] * h.low - h.p) / ((h.k["n"] - 1) * h.low),
    "P3/1": lambda h: (max(h.prices) - h.p) / (max(h.prices) - h.low),
    "P4/1": lambda h: _within(Fraction(3, 2) - h.p / h.mean),
    "P4b/1": lambda h: _within(Fraction(3, 2) - h.p / median(h.prices)),
    "P4c/1": lambda h: _within(1 - (h.p / h.mean - 1) / (h.k["span"] / 100)),
    "P5/1": lambda h: _within(1 - abs(h.p - h.mean) / h.mean),
    "P6/1": lambda h: (h.k["ceiling"] - h.p) / (h.k["ceiling"] - h.low),
    "P6b/1": lambda h: (
        (h.k["ceiling"] - h.p) / max(h.k["threshold"] * h.k["ceiling"], h.k["ceiling"] - h.low)
    ),
    "P7/1": lambda h: ((h.k["ceiling"] - h.p) / (h.k["ceiling"] - h.low)) ** 2,
    "P8/1": _bilinear,
    "P9/1": _logarithm,
    "A1/1": lambda h: _within((h.k["zero_price"] - h.p) / (h.k["zero_price"] - h.k["full_price"])),
    "A2/1": lambda h: 1 - h.p / h.k["ceiling"],
    "A3/1": _with_line,
    "A4/1": lambda h: min(Fraction(1), h.k["reference"] / h.p),
    "A5/1": lambda h: 1 - (h.p / h.k["ceiling"]) ** 2,
    "A19/1": lambda h: 1 - abs(h.p - h.k["target"]) / h.k["target"],
    "Q1/1": lambda h: h.q / h.most,
    "Q2/1": lambda h: h.q / h.best,
    "Q3/1": lambda h: (h.q - min(h.qualities)) / (h.best - min(h.qualities)),
    "P10/1": lambda h: (1 - (h.best - h.q) / h.most * h.weights) * h.low / h.p,
    "A6/1": lambda h: h.p - h.q,
    "A7/1": lambda h: h.p * (1 + (h.most - h.q) / h.most * h.weights),
    "A8/1": lambda h: h.p - h.q * h.k["value"],
    "A9/1": lambda h: h.q**2 / h.p,
    "A10/1": lambda h: h.k["factor"] * h.q / h.p,
    "A11/1": lambda h: h.k["factor"] * h.q / h.p,
    "A12/1": lambda h: _guide(h, h.mean_quality, h.mean),
    "A12b/1": lambda h: _guide(h, median(h.qualities), median(h.prices)),
    "A12c/1": lambda h: _guide(h, h.k["quality_reference"], h.k["price_reference"]),
    "A13/1": lambda h: h.p / (1 + h.q / (1 - h.most)),
    "A13b/1": lambda h: h.p * (1 + h.q / (1 - h.most)),
    "A14/1": lambda h: h.p * (1 - h.q),
    "A16/1": lambda h: h.p * h.most / h.q,
    "A16b/1": lambda h: h.q / h.most * h.k["reference"] / h.p,
    "A17/1": lambda h: (
        100 * (h.k["technical_weight"] * h.q / h.most + h.k["price_weight"] * h.low / h.p)
    ),
    "A18/1": lambda h: (
        100 * (h.k["price_weight"] * h.low / h.p + (1 - h.k["price_weight"]) * h.q / h.best)
    ),
}
"""The share of the points, or the figure. The powers are those of the worked examples: 2."""
