"""The money of a contract: bond, proposed fines, payments."""

from api.forms import Act, Form
from infra.texts.money import Working
from tests.pages.gallery.performance import CONTRACT, LINES, TODAY
from tests.pages.gallery.sample import NOW, Page, euro


def working(name: str, amount: str, *steps: tuple[str, str]) -> Working:
    """The working of an amount that the law's own figure gave."""
    reason = "De opdracht vermeldt geen cijfer: dit is een voorstel."
    return Working(steps, name, amount, (reason,), ("art. 154", "art. 25"))


MONEY = Page(
    "money.html",
    f"/contracts/{CONTRACT['id']}/money",
    {
        "now": NOW,
        "notice": "De borgtocht is bevestigd.",
        "contract": CONTRACT,
        "verdict": "1 aanvaarde mijlpaal wacht op betaling.",
        "bond": {
            "facts": [
                {"name": "Gevraagd bedrag", "value": "€\xa024.312,50", "note": "art. 25"},
                {"name": "Uiterste dag voor het bewijs", "value": "ma 1/4/2026", "note": "art. 27"},
            ],
            "missing": {"tone": "bad", "text": "De borgtocht van €\xa024.312,50 ontbreekt."},
            "working": working("Borgtocht", "€\xa024.312,50", ("Percentage", "5\xa0%")),
        },
        "prove": Act(
            name="bond", label="Bevestig borgtocht", path="/contracts/1/money/bond", command_id="1"
        ),
        "bills": [
            {
                "title": f"{line.code}. {line.title}",
                "standing": {"tone": "ok", "word": "Aanvaard"},
                "late": "17 dagen",
                "fine": euro("3264.00"),
                "payable": euro("232320.00"),
                "by": line.due,
                "overdue": line.due < TODAY,
                "rule": "art. 160 van het koninklijk besluit van 14 januari 2013",
                "paid": euro("232320.00"),
                "recorded": "wo 27/5/2026, 2026/F/312, vastgelegd door Koenraad",
                "interest": "3 dagen te laat: een forfait van €\xa040,00 is verschuldigd.",
            }
            for line in LINES
        ],
        "fines": [
            {
                "title": "M1. Inrichting",
                "working": working("Boete", "€\xa03.264,00", ("Dagen", "17 dagen")),
            }
        ],
        "payments": [
            Act(
                name="payment-M2",
                label="Leg betaling M2 vast",
                path="/contracts/1/milestones/2/payment",
                command_id="2",
                refusal="U mag dit niet doen.",
                who="financieel directeur",
            )
        ],
        "form": Form(),
        "open": "",
    },
)

PAGES = {"money": MONEY}
