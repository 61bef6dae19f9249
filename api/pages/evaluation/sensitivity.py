"""How firm the ranking is (P-16): weights, one-step scores, each loser withdrawn. It informs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from api.drawings import weighing
from api.pages import ranked as bars
from contracts.evaluation import firmness
from contracts.evaluation.bundle import Ranked
from contracts.evaluation.firmness import Firmness, Stepped, Withdrawn
from contracts.rules.scoring.sensitivity.weights import Crossing, OneWeight
from infra import threads
from infra.texts import formats
from infra.texts.catalogue import Texts

KEPT = 64
"""The analyses of so many rankings are kept; a ranking that was made never changes."""

PERCENT = 2
WIDTH = 100
"""Of the bar that shows a range of weights: one unit a percent."""


@dataclass(frozen=True)
class Asked:
    """A ranking whose firmness is asked for, known by the hash of its result."""

    ranking: str
    ranked: Ranked = field(compare=False)


@lru_cache(maxsize=KEPT)
def _analysed(asked: Asked) -> Firmness:
    return firmness.firmness(asked.ranked)


async def of(asked: Asked) -> Firmness:
    """The firmness of a ranking; computed beside the event loop, the first time it is asked."""
    return await threads.run(_analysed, asked)


def shown(
    found: Firmness, ranked: Ranked, chosen: str, name: Callable[[str], str], texts: Texts
) -> dict[str, Any]:
    """The section as `_sensitivity.html` takes it; `chosen` is the criterion that is drawn."""
    return _Section(found, ranked, name, texts).shown(chosen)


class _Section:
    def __init__(
        self, found: Firmness, ranked: Ranked, name: Callable[[str], str], texts: Texts
    ) -> None:
        self.found, self.name, self.texts = found, name, texts
        self.criteria = {each.id: each for each in ranked.draft.criteria}
        self.totals = {row.bid: row.exact for row in ranked.result.rows}
        self.ranks = {row.bid: row.rank for row in ranked.result.rows}

    def shown(self, chosen: str) -> dict[str, Any]:
        found, reason = self.found, self.found.unweighed
        moved = {each.criterion: each for each in found.weights}
        drawn = moved.get(chosen) or self._telling()
        return {
            "reason": self.texts.say(f"sensitivity.reason.{reason}") if reason else None,
            "weights": [self._weight(each) for each in sorted(found.weights, key=_nearness)],
            "drawn": drawn and self._drawn(drawn),
            "steps": [self._step(each) for each in found.steps],
            "steps_tried": found.steps_tried,
            "before": self._order(tuple(self.totals.items())),
            "withdrawn": [self._withdrawn(each) for each in found.withdrawn],
        }

    def _telling(self) -> OneWeight | None:
        """What is drawn when nobody chose: the price if it can turn the ranking, else the
        criterion that does so first."""
        turning = [each for each in self.found.weights if each.nearest]
        priced = [each for each in turning if self.criteria[each.criterion].kind == "price"]
        if priced or turning:
            return priced[0] if priced else min(turning, key=_nearness)
        return self.found.weights[0] if self.found.weights else None

    # --- one weight -------------------------------------------------------------------------

    def _weight(self, moved: OneWeight) -> dict[str, Any]:
        low = moved.down.weight if moved.down else Fraction(0)
        high = moved.up.weight if moved.up else Fraction(1)
        nearest = moved.nearest
        return {
            "id": moved.criterion,
            "criterion": self.criteria[moved.criterion].name,
            "now": self._percent(moved.weight),
            "low": self._percent(low),
            "high": self._percent(high),
            "x": _units(low),
            "width": _units(high - low),
            "mark": _units(moved.weight),
            "turns": self._turn(nearest) if nearest else None,
        }

    def _turn(self, crossing: Crossing) -> dict[str, str]:
        change, names = self._number(100 * crossing.change), self._names(crossing.bids)
        return {
            "at": self._percent(crossing.weight),
            "change": change if crossing.change < 0 else f"+{change}",
            "who": names if crossing.overtakes else self.texts.say("firmness.level", names=names),
        }

    def _drawn(self, moved: OneWeight) -> dict[str, Any]:
        """The lines of one criterion, with a column of the table for each weight that counts."""
        lines = self.found.lines[moved.criterion]
        crossings = [each for each in (moved.down, moved.up) if each]
        weights = [Fraction(0), moved.weight, Fraction(1), *(each.weight for each in crossings)]
        columns = sorted(set(weights))
        return {
            "id": moved.criterion,
            "criterion": self.criteria[moved.criterion].name,
            "drawing": weighing.draw(
                [weighing.Total(self.ranks[each.bid], each.without, each.alone) for each in lines],
                (moved.weight, self._percent(moved.weight)),
                [(each.weight, self._percent(each.weight)) for each in crossings],
            ),
            "key": [{"rank": self.ranks[each.bid], "name": self.name(each.bid)} for each in lines],
            "sentences": self._sentences(moved, crossings),
            "columns": [
                {"weight": self._percent(weight), "now": weight == moved.weight}
                for weight in columns
            ],
            "rows": [
                {
                    "name": self.name(each.bid),
                    "cells": [self._points(each.at(weight)) for weight in columns],
                }
                for each in lines
            ],
        }

    def _sentences(self, moved: OneWeight, crossings: Sequence[Crossing]) -> list[str]:
        said = {
            "criterion": self.criteria[moved.criterion].name,
            "now": self._percent(moved.weight),
        }
        if not crossings:
            return [self.texts.say("firmness.never", **said)]
        return [
            self.texts.say(
                "firmness.turns" if each.overtakes else "firmness.draws_level",
                then=self._percent(each.weight),
                names=self._names(each.bids),
                **said,
            )
            for each in crossings
        ]

    # --- scores and withdrawals -------------------------------------------------------------

    def _step(self, moved: Stepped) -> dict[str, str]:
        language = self.texts.language
        return {
            "supplier": self.name(moved.bid),
            "criterion": self.criteria[moved.criterion].name,
            "before": formats.plain(moved.before, language),
            "after": formats.plain(moved.after, language),
            "first": self._names(moved.first) or self.texts.say("firmness.nobody"),
        }

    def _withdrawn(self, gone: Withdrawn) -> dict[str, Any]:
        key = "firmness.other_first"
        if gone.keeps_first:
            key = "firmness.same_order" if gone.keeps_order else "firmness.other_order"
        return {
            "supplier": self.name(gone.bid),
            "order": self._order(gone.totals),
            "effect": self.texts.say(key),
            "changes": not gone.keeps_order,
        }

    def _order(self, totals: Sequence[tuple[str, Fraction]]) -> list[dict[str, str]]:
        return [{"name": self.name(bid), "total": self._points(total)} for bid, total in totals]

    # --- numbers ----------------------------------------------------------------------------

    def _names(self, bids: Sequence[str]) -> str:
        return ", ".join(self.name(bid) for bid in bids)

    def _points(self, total: Fraction) -> str:
        return bars.points(total, self.texts.language)

    def _number(self, value: Fraction) -> str:
        return formats.number(value, PERCENT, self.texts.language)

    def _percent(self, weight: Fraction) -> str:
        """`35 %` where the weight is whole, else `37,76 %`."""
        decimals = 0 if (100 * weight).denominator == 1 else PERCENT
        return formats.percentage(100 * weight, self.texts.language, decimals)


def _nearness(moved: OneWeight) -> tuple[bool, Fraction, str]:
    """The criterion that turns the ranking with the smallest change first; then the others."""
    nearest = moved.nearest
    return nearest is None, abs(nearest.change) if nearest else Fraction(0), moved.criterion


def _units(weight: Fraction) -> str:
    tenths = round(weight * WIDTH * 10)
    return f"{tenths // 10}.{tenths % 10}"
