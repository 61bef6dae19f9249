"""Documents as they will be: the invented city of Scheldeburg, long names, exact scores."""

from datetime import date
from decimal import Decimal

from contracts.base import Language
from contracts.documents import (
    AcceptanceCertificate,
    AwardDecision,
    OpeningRecord,
    TendererLetter,
    acceptance,
    award,
    imprint,
    letter,
    opening,
)
from contracts.rules import citations, deadlines
from tests.documents import worked
from tests.documents.cast import (
    PARTIES,
    PRICES,
    REMEDIES,
    at,
    decided,
    digest,
    irregularity,
    made_imprint,
    money,
    party,
    price,
    ranking,
    remedies,
    signed,
    source,
    standstill,
)
from tests.documents.prose import written


def opening_record(language: Language, *, priced: bool = False) -> OpeningRecord:
    """Five bids, one replaced, one late by 412 thousandths of a second, one outage."""
    bids = tuple(
        opening.OpenedBid(
            number=n + 1,
            tenderer=party(n),
            signatory=("Katrien Bovendijk", "Mehdi Lindenhart", "Jan-Baptist Van den Bossche")[
                n % 3
            ],
            lots=("1", "2") if n % 2 else ("1",),
            received_at=at(12, 10, 9 + n, 14, 33),
            files=7 + n,
            fingerprint=digest(f"bid {n}"),
            intact=True,
            price=money(PRICES[n % 4]) if priced else None,
        )
        for n in range(5)
    )
    officer = written("officer", language)
    return OpeningRecord(
        imprint=made_imprint(language, at(13, 10, 10, 41), lots=("1", "2")),
        procedure=written("procedure", language),
        channel=opening.Channel.BESTEK,
        lots=tuple(
            imprint.LotTitle(number=n, title=written(f"lot_{n}", language)) for n in ("1", "2")
        ),
        deadline=at(13, 10, 10, 0),
        place=written("place", language),
        opened_at=at(13, 10, 10, 15),
        closed_at=at(13, 10, 10, 41),
        officers=(
            opening.Officer(
                name="Bram Zandhoeve", capacity=officer, confirmed_at=at(13, 10, 10, 14)
            ),
            opening.Officer(
                name="Lieve Korendreef", capacity=officer, confirmed_at=at(13, 10, 10, 15)
            ),
        ),
        bids=bids,
        replaced=(
            opening.ReplacedBid(
                tenderer=PARTIES[1][0],
                received_at=at(8, 10, 16, 2, 11),
                withdrawn_at=at(12, 10, 10, 14, 33),
                replaced_by=2,
            ),
        ),
        late=(
            opening.LateBid(
                tenderer="Noordgeul Connect bv",
                arrived_at=at(13, 10, 10, 0, 0, 412_000),
                outcome=written("outcome_late", language),
            ),
        ),
        outages=(
            opening.Outage(
                began_at=at(9, 10, 14, 5, 10),
                ended_at=at(9, 10, 14, 32, 40),
                description=written("outage", language),
            ),
        ),
        remarks=(written("remark", language),),
        signatures=(
            signed("Bram Zandhoeve", officer, at(13, 10, 10, 52)),
            signed("Lieve Korendreef", officer, at(13, 10, 10, 55)),
        ),
    )


def empty_opening(language: Language) -> OpeningRecord:
    """Nobody submitted anything, and nothing else happened."""
    full = opening_record(language)
    nothing = {"bids": (), "replaced": (), "late": (), "outages": (), "remarks": ()}
    return full.model_copy(update=nothing)


def lot_award(language: Language, lot: str = "", chosen: slice = slice(None)) -> award.LotAward:
    found = ranking(language, chosen)
    first = next(n for n, p in enumerate(PARTIES) if p[0] == found.bids[0].tenderer)
    return award.LotAward(
        lot=imprint.LotTitle(number=lot, title=written(f"lot_{lot}", language)) if lot else None,
        winner=party(first),
        price=price(PRICES[first]),
        ranking=found,
        motivations=tuple(
            award.Motivation(
                criterion=c.name,
                weight=c.weight,
                motives=tuple(
                    award.BidMotive(
                        tenderer=bid.tenderer,
                        points=bid.points[n],
                        text=written("motive", language),
                    )
                    for bid in found.bids
                ),
            )
            for n, c in enumerate(found.criteria)
            if c.kind == "quality"
        ),
        advantages=written("advantages", language),
        not_chosen=tuple(
            award.NotChosen(tenderer=bid.tenderer, reason=written("not_chosen", language))
            for bid in found.bids[1:]
        ),
        workings=worked.workings(found, chosen),
    )


def award_decision(language: Language, *, lots: bool = False) -> AwardDecision:
    """Four regular bids on eight criteria and an irregular one; or two lots on four criteria."""
    few = slice(0, 4)
    awards = (
        (lot_award(language, "1", few), lot_award(language, "2", few))
        if lots
        else (lot_award(language),)
    )
    both = [a.price.including.amount for a in awards]
    single = [a.price.excluding.amount for a in awards]
    winner = awards[0].winner.name
    outcomes = [award.Outcome.IRREGULAR if n == 4 else award.Outcome.NOT_CHOSEN for n in range(5)]
    numbers = ("1", "2") if lots else ()
    return AwardDecision(
        imprint=made_imprint(language, at(9, 11, 14, 0), lots=numbers, draft=lots),
        decision=decided(language),
        subject=written("subject", language),
        procedure=written("procedure", language),
        publications=(
            award.Publication(
                medium="Bulletin der Aanbestedingen", number="2026-531842", day=date(2026, 9, 1)
            ),
            award.Publication(
                medium="Publicatieblad van de Europese Unie",
                number="2026/S 170-412345",
                day=date(2026, 9, 3),
            ),
        ),
        background=(written("advantages", language),),
        tenderers=tuple(
            award.Tenderer(
                number=n + 1,
                party=party(n),
                lots=numbers,
                outcome=award.Outcome.CHOSEN if party(n).name == winner else outcomes[n],
            )
            for n in range(5)
        ),
        selections=tuple(
            award.Selection(
                tenderer=PARTIES[n][0], selected=True, reason=written("selected", language)
            )
            for n in range(5)
        ),
        irregularities=(irregularity(language),),
        awards=awards,
        total=imprint.Price(
            excluding=money(sum(single, Decimal(0))),
            vat_percentage=Decimal(21),
            including=money(sum(both, Decimal(0))),
        ),
        report_on=date(2026, 10, 29),
        visum=award.Visum(
            number="2026-V-0412",
            granted_on=date(2026, 11, 4),
            officer="Koenraad Zilverboom",
            amount=money("3250000.00"),
        ),
        budget_line=written("budget", language),
        standstill=award.StandstillRule(
            length=15,
            unit=imprint.Unit.CALENDAR_DAYS,
            source=source(REMEDIES, "11", subparagraph=1),
        ),
        remedies=remedies(language),
        signatures=(
            signed("Hannelore Torenhof", written("mayor", language), None),
            signed("Wouter Kasteelberg", written("director", language), at(9, 11, 16, 20)),
        ),
    )


def tenderer_letter(
    language: Language, category: letter.Category, *, waits: bool = True
) -> TendererLetter:
    """The letter to the first, the second or the irregular tenderer."""
    found = ranking(language)
    to = {
        letter.Category.CHOSEN: party(0),
        letter.Category.NOT_CHOSEN: party(2),
        letter.Category.IRREGULAR: party(4),
    }[category]
    own = next((bid for bid in found.bids if bid.tenderer == to.name), found.bids[0])
    chosen = category is letter.Category.CHOSEN
    compared = letter.Comparison(criteria=found.criteria, own=own, chosen=found.bids[0])
    none = award.NoStandstill(
        reason=written("reason_none", language), source=source(REMEDIES, "12", item=1)
    )
    moment = at(10, 11, 11, 30)
    return TendererLetter(
        imprint=made_imprint(language, moment),
        category=category,
        addressee=letter.Addressee(
            party=to, attention="mevrouw Katrien Bovendijk", lines=tuple(to.seat.split(", "))
        ),
        decision=decided(language),
        awarded=(letter.Awarded(price=price(PRICES[0])),) if chosen else (),
        concludes_from=date(2026, 11, 26) if chosen else None,
        pieces=tuple(
            letter.RequestedPiece(piece=written(key, language), last_day=date(2026, 11, 24))
            for key in (("piece_1", "piece_2") if chosen else ())
        ),
        comparisons=(compared,) if category is letter.Category.NOT_CHOSEN else (),
        irregularities=(irregularity(language),) if category is letter.Category.IRREGULAR else (),
        standstill=standstill(language) if waits else none,
        warn_at="aankoop@scheldeburg.example",
        remedies=remedies(language),
        dispatches=(
            letter.Dispatch(
                means=letter.DispatchMeans.REGISTERED,
                to=f"{to.name}, {to.seat}",
                sent_on=date(2026, 11, 10),
                proof="RR 4021 8873 9912 BE",
            ),
            letter.Dispatch(
                means=letter.DispatchMeans.EMAIL,
                to="offertes.overheidsopdrachten@kadezeven-software.example",
                sent_on=date(2026, 11, 10),
            ),
        ),
        contact=letter.Contact(
            name="Bram Zandhoeve",
            capacity=written("officer", language),
            telephone="+32 3 555 01 23",
            email="bram.zandhoeve@scheldeburg.example",
        ),
        annexes=() if category is letter.Category.IRREGULAR else (written("annex", language),),
        signatures=(
            signed("Wouter Kasteelberg", written("director", language), at(10, 11, 10, 58)),
        ),
    )


def acceptance_certificate(
    language: Language, kind: acceptance.AcceptanceKind, *, plain: bool = False
) -> AcceptanceCertificate:
    """A late delivery with a remark still open; or, `plain`, all well and in time."""
    final = kind is acceptance.AcceptanceKind.FINAL
    value, fine = Decimal("192000.00"), Decimal("3264.00")
    payable = value if plain else value - fine
    including = (payable * Decimal("1.21")).quantize(Decimal("0.01"))
    delay = acceptance.Delay(
        days=17,
        rate=Decimal("0.1"),
        base=money(value),
        cap=Decimal("7.5"),
        fine=money(fine),
        source=source(citations.Act.EXECUTION_2013, "154"),
    )
    remark = acceptance.AcceptanceRemark(
        number="O1",
        text=written("remark_acceptance", language),
        severity=acceptance.Severity.MINOR,
        remedy_by=date(2026, 12, 14),
        remedied_on=date(2026, 12, 10) if final else None,
    )
    results = [acceptance.TestResult.MEETS] * (3 if plain else 6)
    if not plain:
        results[2] = acceptance.TestResult.MEETS_WITH_REMARK
    member = written("member", language)
    return AcceptanceCertificate(
        imprint=made_imprint(language, at(23, 11, 15, 10)),
        kind=kind,
        contractor=party(0),
        managing_official="Dirk Meersdonk",
        milestone=None if final else written("milestone", language),
        delivered_at=at(16, 11, 9, 5),
        due_on=date(2026, 10, 30),
        effective_on=date(2026, 11, 16),
        tests=tuple(
            acceptance.AcceptanceTest(
                number=f"K3-{n:02}",
                criterion=written("criterion_short" if plain else "criterion_test", language),
                tester=("Fatima Bosvelden", "Stijn Polderaar")[n % 2],
                tested_on=date(2026, 11, 18 + n % 3),
                result=result,
            )
            for n, result in enumerate(results, start=1)
        ),
        remarks=() if plain else (remark,),
        settlement=acceptance.Settlement(
            value=money(value),
            delay=None if plain else delay,
            payable=money(payable),
            vat_percentage=Decimal(21),
            payable_including=money(including),
        ),
        warranty=imprint.Calculation(
            event=written("acceptance_event", language),
            starts=date(2026, 11, 16),
            length=2,
            unit=imprint.Unit.YEARS,
            unshifted=None if plain else date(2028, 11, 18),
            because=None if plain else deadlines.Because.SATURDAY,
            last_day=date(2028, 11, 16) if plain else date(2028, 11, 20),
            source=source(citations.Act.PROCUREMENT_DOCUMENTS, "5.3"),
        ),
        bond=acceptance.Bond(
            amount=money("69830.00"),
            release=acceptance.BondRelease.FULL if final else acceptance.BondRelease.HALF,
            released=money("34920.00"),
            source=source(citations.Act.EXECUTION_2013, "33"),
        ),
        signatures=(
            signed("Fatima Bosvelden", member, at(23, 11, 14, 2)),
            signed("Stijn Polderaar", member, at(23, 11, 15, 10)),
            *(() if plain else (signed("Dirk Meersdonk", written("manager", language), None),)),
        ),
    )
