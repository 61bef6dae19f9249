"""An answer as people read it in a terminal: places and points, then everything in sentences."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bestek.evaluating import names_of
from contracts.base import Language
from contracts.rules.scoring.criteria import listed
from contracts.rules.scoring.evaluation_file import EvaluationFile
from infra.evaluation_files import figures, firmness, refused, sentences
from infra.texts import rules, screening
from infra.texts.catalogue import Texts

Plain = dict[str, Any]

WIDTH = 160
"""Characters of a line that goes into a file."""


def show(file: EvaluationFile, told: Plain, language: Language) -> None:
    """Write an answer to standard output."""
    terminal = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(highlight=False, width=None if terminal else WIDTH)
    view = _View(console, Texts(language), names_of(file))
    if file.title:
        view.heading(file.title)
    if not file.lots:
        view.award(file, told)
    for lot in sorted(file.lots, key=lambda each: each.id):
        title = view.texts.say("evaluate.lot", lot=lot.id)
        view.heading(f"{title}: {lot.title}" if lot.title else title)
        view.award(file.of_lot(lot), told["lots"][lot.id])
    if file.lots:
        view.allocations(told)
        view.findings(told["findings"])
    named = "; ".join(rules.named(each, view.texts) for each in told["rule_versions"])
    view.lines([view.texts.say("evaluate.rules", rules=named)] if named else [])
    view.lines([view.texts.say("evaluate.digest", digest=told["digest"])])


class _View:
    """Where it is written, in which language, and what criteria are called."""

    def __init__(self, console: Console, texts: Texts, names: dict[str, str]) -> None:
        self.console, self.texts, self.names = console, texts, names

    @property
    def language(self) -> Language:
        return self.texts.language

    def heading(self, text: str) -> None:
        self.console.print(Text(refused.clean(text), style="bold"))
        self.console.print()

    def lines(self, lines: Iterable[str], heading: str = "") -> None:
        """Sentences under a heading; nothing at all when there are none."""
        said = list(lines)
        if said and heading:
            self.console.print(Text(self.texts.say(heading), style="bold"))
        for line in said:
            self.console.print(Text(line), soft_wrap=True)
        if said and heading:
            self.console.print()

    def award(self, file: EvaluationFile, told: Plain) -> None:
        """One award: the places, and what there is to say about it."""
        if told["ranking"]:
            self.console.print(self._table(file, told))
        elif not (told.get("simulation") and not told["findings"]):
            self.lines([self.texts.say("evaluate.no_ranking")])
        self.findings(told["findings"])
        self.lines(self._notes(told), "screening.page.title")
        self.lines(self._ties(told), "evaluate.tie_breaks")
        self.lines(self._aside(told), "evaluate.set_aside")
        for extra, say in (
            ("sensitivity", firmness.sensitivity),
            ("simulation", firmness.simulation),
        ):
            if extra in told:
                self.lines(say(told[extra], self.language, self.names), f"evaluate.{extra}")

    def findings(self, found: Sequence[Plain]) -> None:
        """The findings, each with what waits or was decided."""
        self.lines(map(self._finding, found), "evaluate.findings")

    def _finding(self, found: Plain) -> str:
        said = sentences.finding(found, self.language, self.names)
        if found["decided"]:
            return f"{said} [{self.texts.say('evaluate.decided.' + found['decided'])}]"
        return f"{said} [{self.texts.say('evaluate.waits')}]" if found["waits"] else said

    def _table(self, file: EvaluationFile, told: Plain) -> Table:
        table = Table(box=box.SIMPLE_HEAD)
        table.add_column(self.texts.say("evaluate.rank"), justify="right")
        table.add_column(self.texts.say("evaluate.bid"))
        criteria = [each.id for each in listed(file.criteria)]
        for criterion in criteria:
            table.add_column(Text(refused.clean(self.names[criterion])), justify="right")
        figure = "figure" if file.parameters.formula else "total"
        table.add_column(self.texts.say(f"evaluate.{figure}"), justify="right")
        rank = 1
        for group in told["ranking"]:
            for bid in group:
                points = [told["points"][bid][each]["shown"] for each in criteria]
                numbers = map(self._number, [*points, told["totals"][bid]["shown"]])
                table.add_row(str(rank), Text(refused.clean(bid)), *numbers)
            rank += len(group)
        return table

    def _number(self, shown: str) -> str:
        return figures.shown(shown, self.language)

    def _ties(self, told: Plain) -> Iterator[str]:
        for step in told["tie_breaks"]:
            of = refused.clean(self.names.get(step["of"], step["of"]))
            order = " > ".join(" = ".join(group) for group in step["order"])
            yield self.texts.say(
                "evaluate.tie_break",
                rank=step["rank"],
                bids=refused.clean(", ".join(step["bids"])),
                by=self.texts.say(f"evaluate.by.{step['by']}", of=of),
                order=refused.clean(order),
            )

    def _notes(self, told: Plain) -> Iterator[str]:
        for screened in told["screenings"]:
            policy = screening.policy(screened["policy"], self.texts)
            for note in screened["notes"]:
                yield f"{policy}: {screening.note(note, self.texts)}"

    def _aside(self, told: Plain) -> Iterator[str]:
        for each in told["set_aside"]:
            key = f"evaluate.because.{each['because']}"
            if each["ground"] and each["because"] != "excluded":
                key = "evaluate.because.decision"
            ground, finding = refused.clean(each["ground"]), each["because"]
            why = self.texts.say(key, ground=ground, finding=finding)
            yield f"{refused.clean(each['bid'])}: {why}"

    def allocations(self, told: Plain) -> None:
        """Who is awarded which lots, in every way that is equally good."""
        several = len(told["allocations"]) > 1
        for number, each in enumerate(told["allocations"], start=1):
            key = "evaluate.allocation" if several else "evaluate.lots"
            table = Table(title=self.texts.say(key, number=number), box=box.SIMPLE_HEAD)
            table.add_column(self.texts.say("evaluate.lot", lot=""))
            table.add_column(self.texts.say("evaluate.awarded_to"))
            for lot, bid in each["awards"].items():
                winner = self.texts.say("evaluate.not_awarded") if bid is None else bid
                table.add_row(Text(refused.clean(lot)), Text(refused.clean(winner)))
            self.console.print(table)
        if told["allocation_total"]:
            total = self._number(told["allocation_total"]["shown"])
            self.lines([self.texts.say("evaluate.allocation_total", total=total)])
