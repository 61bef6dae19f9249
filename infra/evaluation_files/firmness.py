"""The analyses of an answer in sentences: how firm the ranking is, and what a method would do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.base import Language
from infra.evaluation_files import figures, refused
from infra.texts.catalogue import Texts

Plain = Mapping[str, Any]
Names = Mapping[str, str]

MOST = 10
"""How many sentences of one analysis are said; the JSON has them all."""

_QUESTIONS = (
    *("shared", "cheapest_wins", "best_quality_loses", "withdrawal_changes"),
    *("extreme_changes", "cut_loses"),
)


def sensitivity(found: Plain, language: Language, names: Names) -> list[str]:
    """The sentences of an analysis, the caution first."""
    said = _Said(found, Texts(language), names)
    lines = [said.texts.say(found["caution"])]
    for name in ("one_weight", "weights", "scores", "members", "withdrawals", "price"):
        lines += list(getattr(said, name)())[:MOST]
    lines += [*said.formulas(), *said.chance()]
    for name, reason in found["not_applicable"].items():
        lines.append(said.not_applicable(name, reason))
    return lines


def simulation(found: Plain, language: Language, names: Names) -> list[str]:
    """The sentences of a simulation, the caution first."""
    texts = Texts(language)
    if "not_applicable" in found:
        return [_upper(texts.say(f"sensitivity.reason.{found['not_applicable']}"))]
    lines = [texts.say(found["caution"])]
    for question in _QUESTIONS:
        what = texts.say(f"sensitivity.foresee.{question}")
        lines.append(
            texts.say("sensitivity.frequency", what=what, **_often(found[question], texts))
        )
    for each in found["worth"]:
        if each["euro"] is not None:
            lines.append(
                texts.say(
                    "sensitivity.worth",
                    price=figures.euro(each["price_shown"], texts.language),
                    step=figures.shown(each["step_shown"], texts.language),
                    criterion=_named(each["criterion"], names),
                    euro=figures.euro(each["euro_shown"], texts.language),
                )
            )
    return lines


class _Said:
    """The sentences of each analysis."""

    def __init__(self, found: Plain, texts: Texts, names: Names) -> None:
        self.found, self.texts, self.names = found, texts, names
        groups = found["ranking"]
        self.winner = refused.clean(groups[0][0]) if groups else ""

    def not_applicable(self, name: str, reason: str) -> str:
        """Why an analysis has nothing to say."""
        why = self.texts.say(f"sensitivity.reason.{reason}")
        analysis = self.texts.say(f"sensitivity.name.{name}")
        return self.texts.say("sensitivity.not_applicable", analysis=analysis, reason=why)

    def _tell(self, key: str, **values: str) -> str:
        return self.texts.say(f"sensitivity.{key}", winner=self.winner, **values)

    def _number(self, text: str) -> str:
        return figures.shown(text, self.texts.language)

    def _name(self, criterion: str) -> str:
        return _named(criterion, self.names)

    def one_weight(self) -> Iterator[str]:
        """S1: the nearest weight at which there is a tie, by criterion."""
        for each in self.found["one_weight"]:
            criterion = self._name(each["criterion"])
            ways = [each[way] for way in ("up", "down") if each[way]]
            if not ways:
                yield self._tell("one_weight_never", criterion=criterion)
            for way in ways:
                yield self._tell(
                    "one_weight",
                    criterion=criterion,
                    new=self._number(way["shown"]),
                    weight=self._number(each["shown"]),
                    bids=_listed(way["bids"]),
                )

    def weights(self) -> Iterator[str]:
        """S2 and S3."""
        moved, least = self.found["transfer"], self.found["smallest_change"]
        if moved:
            yield self._tell(
                "transfer",
                weight=self._number(moved["shown"]),
                giver=self._name(moved["giver"]),
                taker=self._name(moved["taker"]),
                bid=refused.clean(moved["bid"]),
            )
        if least:
            distance, bid = self._number(least["shown"]), refused.clean(least["bid"])
            yield self._tell("smallest_change", distance=distance, bid=bid)
        elif "smallest_change" not in self.found["not_applicable"]:
            yield self._tell("weights_never")

    def scores(self) -> Iterator[str]:
        """S4."""
        for each in self.found["scores"]:
            bid, lead, least = refused.clean(each["bid"]), each["shown"], each["smallest"]
            if least is None:
                yield self._tell("score_never", bid=bid, lead=self._number(lead))
                continue
            share = self.texts.say("evaluate.unit.percent", value=self._number(least["shown"]))
            score = self._number(least["score_shown"]) if least["score_shown"] else share
            yield self._tell(
                f"score_{least['direction']}",
                bid=bid,
                lead=self._number(lead),
                criterion=self._name(least["criterion"]),
                change=score,
            )

    def members(self) -> Iterator[str]:
        """S5: the members without whom another bid is first."""
        changed = [each for each in self.found["members"] if each["outcome"]["winner_changes"]]
        for each in changed:
            bids, member = _first(each), refused.clean(each["member"])
            if each["criterion"]:
                criterion = self._name(each["criterion"])
                yield self._tell("member_on", member=member, criterion=criterion, bids=bids)
            else:
                yield self._tell("member", member=member, bids=bids)
        if self.found["members"] and not changed:
            yield self._tell("members_same")

    def withdrawals(self) -> Iterator[str]:
        """S6: the withdrawals that change something among the others."""
        tried = self.found["withdrawals"]
        if not tried:
            return
        changed = [e for e in (*tried["single"], *tried["pairs"]) if e["outcome"]["order_changes"]]
        for each in changed:
            without = _listed(each["bids"])
            if each["outcome"]["winner_changes"]:
                yield self._tell("withdrawal", without=without, bids=_first(each))
            else:
                yield self._tell("withdrawal_order", without=without)
        if not changed:
            yield self._tell("withdrawals_same")

    def price(self) -> Iterator[str]:
        """S7."""
        margin = self.found["price"]
        if not margin:
            return
        first, others = margin["first_shown"], [b for b in margin["bids"] if b != margin["bid"]]
        yield self._tell(
            f"price_{margin['ending']}",
            first=self._number(first) if first else "",
            change=self._number(margin["change_shown"]) if first else "",
            bids=_listed(others),
        )

    def formulas(self) -> Iterator[str]:
        """S8: the formulas under which another bid would be first."""
        tried = self.found["formulas"]
        changed = [each for each in tried if each["outcome"]["winner_changes"]]
        for each in changed:
            yield self._tell("formula", formula=each["formula"], bids=_first(each))
        if tried and not changed:
            yield self._tell("formulas_same", count=str(len(tried)))

    def chance(self) -> Iterator[str]:
        """S9: how often the winner wins."""
        for each in self.found["chance"]:
            both = each["weights"] and each["scores"]
            what = "both" if both else "weights" if each["weights"] else "scores"
            for share in each["shares"]:
                if share["bid"] == self.found["ranking"][0][0]:
                    said = self.texts.say(f"sensitivity.chance_{what}")
                    often = _often(share["wins"], self.texts)
                    yield self._tell("chance", bid=refused.clean(share["bid"]), what=said, **often)


def _often(frequency: Plain, texts: Texts) -> dict[str, str]:
    said = {
        "shown": frequency["shown"],
        "low": frequency["low_shown"],
        "high": frequency["high_shown"],
    }
    numbers = {name: figures.shown(text, texts.language) for name, text in said.items()}
    return {**numbers, "draws": figures.shown(str(frequency["draws"]), texts.language)}


def _first(each: Plain) -> str:
    return _listed(each["outcome"]["ranking"][0])


def _listed(bids: Sequence[str]) -> str:
    return ", ".join(refused.clean(bid) for bid in bids)


def _named(criterion: str, names: Names) -> str:
    return refused.clean(names.get(criterion, criterion))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
