"""The closed list of reasons for which Bestek says no.

A refusal is a value: a code and the facts of the case. Its sentence (why, and what now) stands in
the catalogue under `refusal.<code>`, in every language; the facts are its placeholders.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from contracts.base import Message, Money


class Code(StrEnum):
    """Why. The Z-numbers are those of the product specification, whose copy is binding."""

    # the command path
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_ALLOWED = "not_allowed"
    SEPARATION_OF_DUTIES = "separation_of_duties"
    MANDATE_LIMIT = "mandate_limit"
    MANDATE_NOT_THE_OFFICE = "mandate_not_the_office"
    # mandates and deputies
    CANNOT_DEPUTISE = "cannot_deputise"  # Z-18
    MANDATE_OF_ANOTHER = "mandate_of_another"
    MANDATE_BACKDATED = "mandate_backdated"
    MANDATE_REVERSED = "mandate_reversed"
    MANDATE_OVER = "mandate_over"
    WRONG_STAGE = "wrong_stage"
    KEY_REUSED = "key_reused"
    AT_IN_FUTURE = "at_in_future"
    EDITION_MISSING = "edition_missing"
    NOT_YET = "not_yet"
    STORE_BEHIND = "store_behind"
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"  # Z-23
    CHANGED_MEANWHILE = "changed_meanwhile"  # Z-13
    CLOCK_NOT_MOVABLE = "clock_not_movable"
    # figures of the organisation's own
    PARAMETER_UNKNOWN = "parameter_unknown"
    OVERRIDE_UNIT_DIFFERS = "override_unit_differs"
    OVERRIDE_VALUE_UNUSABLE = "override_value_unusable"
    OVERRIDE_OUT_OF_RANGE = "override_out_of_range"
    OVERRIDE_CHANGES_NOTHING = "override_changes_nothing"
    OVERRIDE_MISSING = "override_missing"
    # what was typed
    INVALID_INPUT = "invalid_input"
    BODY_NOT_JSON = "body_not_json"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    AMOUNT_TOO_PRECISE = "amount_too_precise"
    CURRENCY_DIFFERS = "currency_differs"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_A_CPV_CODE = "not_a_cpv_code"
    CPV_CHECK_DIGIT = "cpv_check_digit"
    NOT_A_NUTS_CODE = "not_a_nuts_code"
    NUTS_COUNTRY_LETTERS = "nuts_country_letters"
    NOT_A_LEVEL = "not_a_level"
    TEXT_TOO_LONG = "text_too_long"
    LOCAL_TIME_MISSING = "local_time_missing"
    LOCAL_TIME_AMBIGUOUS = "local_time_ambiguous"
    TEXT_MISSING = "text_missing"
    FILE_TOO_LARGE = "file_too_large"
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    BODY_TOO_LARGE = "body_too_large"
    KEY_MISSING = "key_missing"
    IMPORT_REFUSED = "import_refused"
    # preparing and publishing
    DRAFT_INCOMPLETE = "draft_incomplete"
    WEIGHTS_SUM = "weights_sum"  # Z-06
    APPROVAL_OUTDATED = "approval_outdated"  # Z-19
    ALREADY_APPROVED = "already_approved"
    PERIOD_TOO_SHORT = "period_too_short"
    OWN_PERIOD_TOO_SHORT = "own_period_too_short"
    DEADLINE_MISSING = "deadline_missing"
    ONE_LOT_ONLY = "one_lot_only"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    PROCEDURE_NOT_RUN = "procedure_not_run"
    PROCEDURE_ABOVE_LIMIT = "procedure_above_limit"
    PROCEDURE_CLOSED = "procedure_closed"
    CHOICE_UNREASONED = "choice_unreasoned"
    NOT_SHORTENED = "not_shortened"
    SHORTENING_UNREASONED = "shortening_unreasoned"
    ESTIMATE_CURRENCY = "estimate_currency"
    CRITERIA_UNUSABLE = "criteria_unusable"
    PARAMETER_UNUSABLE = "parameter_unusable"
    TIE_STEP_UNUSABLE = "tie_step_unusable"
    BOND_NEEDS_REASON = "bond_needs_reason"
    PAYMENT_PERIOD_OUTSIDE = "payment_period_outside"
    PAYMENT_PERIOD_UNFOUNDED = "payment_period_unfounded"
    TERM_NOT_IN_LAW = "term_not_in_law"
    CRITERIA_PUBLISHED = "criteria_published"  # Z-17
    # bidding and opening
    BID_LATE = "bid_late"  # Z-01
    BID_ALREADY_SUBMITTED = "bid_already_submitted"
    BID_NOT_REPLACEABLE = "bid_not_replaceable"
    OPENING_TOO_EARLY = "opening_too_early"  # Z-02
    OPENING_SECOND_PERSON = "opening_second_person"  # Z-03
    LATE_BIDS_UNDECIDED = "late_bids_undecided"
    BID_NOT_LATE = "bid_not_late"
    NO_BIDS = "no_bids"
    # evaluating
    COMMITTEE_INCOMPLETE = "committee_incomplete"
    DECLARATION_MISSING = "declaration_missing"  # Z-04
    DECLARATION_UNJUDGED = "declaration_unjudged"
    ALREADY_DECLARED = "already_declared"
    CONFLICT_DECLARED = "conflict_declared"
    EXAMINATION_INCOMPLETE = "examination_incomplete"
    BID_NOT_COMPARABLE = "bid_not_comparable"
    BID_ABOVE_CEILING = "bid_above_ceiling"
    SCORE_OUT_OF_SCALE = "score_out_of_scale"  # Z-14
    MOTIVATION_MISSING = "motivation_missing"  # Z-15
    SCORES_INCOMPLETE = "scores_incomplete"
    ALREADY_SUBMITTED = "already_submitted"
    CELLS_OPEN = "cells_open"
    BEST_SCORE_ZERO = "best_score_zero"
    RANKING_UNDEFINED = "ranking_undefined"
    NO_BID_LEFT = "no_bid_left"
    TIE_UNDECIDED = "tie_undecided"
    # awarding
    PROPOSAL_DIFFERS = "proposal_differs"
    AWARD_ABOVE_LIMIT = "award_above_limit"
    SCORER_CANNOT_DECIDE = "scorer_cannot_decide"  # Z-05
    VISUM_MISSING = "visum_missing"  # Z-09
    VISUM_TOO_LOW = "visum_too_low"  # Z-10
    DECISION_DIFFERS = "decision_differs"
    DECISION_IN_FUTURE = "decision_in_future"
    STANDSTILL_RUNS = "standstill_runs"  # Z-07
    VALIDITY_ENDED = "validity_ended"  # Z-11
    # delivering
    DELIVERY_NOT_CONFIRMED = "delivery_not_confirmed"  # Z-20
    DELIVERY_ALREADY_CONFIRMED = "delivery_already_confirmed"
    EARLIER_MILESTONE_OPEN = "earlier_milestone_open"
    ALREADY_SIGNED_OFF = "already_signed_off"
    SHORTCOMINGS_MISSING = "shortcomings_missing"
    VERDICT_MISSING = "verdict_missing"
    VERDICT_DIFFERS = "verdict_differs"
    REMARKS_LEFT_OPEN = "remarks_left_open"
    REMEDY_DATE_MISSING = "remedy_date_missing"
    REMEDY_DATE_PASSED = "remedy_date_passed"
    BOND_NOT_AWAITED = "bond_not_awaited"
    BOND_TOO_LOW = "bond_too_low"
    DAY_IN_FUTURE = "day_in_future"
    PAYMENT_WITHOUT_ACCEPTANCE = "payment_without_acceptance"
    PAYMENT_ALREADY_RECORDED = "payment_already_recorded"
    PAYMENT_ABOVE_ACCEPTED = "payment_above_accepted"
    INVOICE_AFTER_PAYMENT = "invoice_after_payment"
    # a document that was signed elsewhere
    NO_PLACE_TO_SIGN = "no_place_to_sign"
    SIGNED_DRAFT = "signed_draft"
    SIGNED_ANOTHER_FILE = "signed_another_file"
    SIGNED_FILE_ALTERED = "signed_file_altered"
    SIGNED_BY_NOBODY = "signed_by_nobody"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_REVOKED = "certificate_revoked"
    SIGNER_NOT_NAMED = "signer_not_named"
    SIGNER_WRONG_ROLE = "signer_wrong_role"
    SIGNER_UNPROVEN = "signer_unproven"
    # signing in
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_REQUIRED = "sign_in_required"
    LINK_USED = "link_used"  # Z-24
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    FORM_EXPIRED = "form_expired"


class Fact(Message):
    """One named value of a refusal, written out in the reader's language at the edge.

    `type` says how: a `moment` and a `day` are ISO texts, `number` a decimal text, `money` an
    amount and currency (`12.50 EUR`), `person` a person's id, `key` a catalogue key, `procedure`
    and `parameter` the id of a procedure and of a parameter of the law.
    """

    type: Literal[
        "text", "key", "number", "money", "moment", "day", "person", "procedure", "parameter"
    ]
    value: str


def fact(value: str | int | Decimal | Money | datetime | date) -> Fact:
    """A fact of the type that fits the value; a plain string is text."""
    match value:
        case Money():
            return Fact(type="money", value=f"{value.amount} {value.currency}")
        case datetime():
            return Fact(type="moment", value=value.isoformat())
        case date():
            return Fact(type="day", value=value.isoformat())
        case int() | Decimal():
            return Fact(type="number", value=str(value))
        case _:
            return Fact(type="text", value=value)


def person(person_id: str) -> Fact:
    """A fact that is a person, named at the edge."""
    return Fact(type="person", value=person_id)


def key(catalogue_key: str) -> Fact:
    """A fact that is itself a text of the catalogue."""
    return Fact(type="key", value=catalogue_key)


def procedure_named(procedure_id: str) -> Fact:
    """A fact that is a procedure, called by its name at the edge."""
    return Fact(type="procedure", value=procedure_id)


def parameter_named(parameter: str) -> Fact:
    """A fact that is a parameter of the law, called by its name at the edge."""
    return Fact(type="parameter", value=parameter)


class Refusal(Message):
    """No, why, and the facts of the case. `field` names the input at fault, if one is."""

    code: Code
    facts: dict[str, Fact] = {}
    field: str | None = None
    withheld: bool = False
    """Whether facts were left out on the way: ask the store again for the whole."""

    def without_contents(self) -> "Refusal":
        """As it may travel: words and amounts, which may come from a bid, stay in the store."""
        kept = {name: fact for name, fact in self.facts.items() if fact.type not in CONTENTS}
        return self.model_copy(update={"facts": kept, "withheld": kept != self.facts})


CONTENTS = frozenset({"text", "money"})
"""The types of facts that may say what was written or offered."""


def refuse(
    code: Code,
    field: str | None = None,
    **facts: str | int | Decimal | Money | datetime | date | Fact,
) -> Refusal:
    """A refusal with its facts."""
    return Refusal(
        code=code,
        field=field,
        facts={k: v if isinstance(v, Fact) else fact(v) for k, v in facts.items()},
    )


def currency_problem(given: Money, expected: Money) -> Refusal | None:
    """Why the amount of a sheet cannot be held against another: it is in another currency. Nothing
    is ever converted."""
    if given.currency == expected.currency:
        return None
    return refuse(Code.CURRENCY_DIFFERS, "amount", given=given.currency, expected=expected.currency)
