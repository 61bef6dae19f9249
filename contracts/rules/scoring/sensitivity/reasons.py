"""Why an analysis has nothing to say."""

from enum import StrEnum


class Reason(StrEnum):
    """A coded reason; its sentence is in the catalogues (`sensitivity.reason.<reason>`)."""

    NOT_COMPLETE = "not_complete"
    """Findings stand in the way of the evaluation itself."""
    NOT_A_WEIGHTED_SUM = "not_a_weighted_sum"
    """The method works on whole bids, or rounds in between: weights do not move in proportion."""
    ONE_BID = "one_bid"
    """Nobody is there to overtake."""
    TIE_FOR_FIRST = "tie_for_first"
    """There is no winner alone: the tie is what must be settled."""
    ONE_CRITERION = "one_criterion"
    """Weight cannot move when there is one criterion."""
    NO_MEMBER_SCORES = "no_member_scores"
    """The committee agreed on its scores, so a member's own score decides nothing."""
    ONE_MEMBER = "one_member"
    """Without its only member there is no committee."""
    NO_PRICE = "no_price"
    """No criterion looks at the price of the bid."""
    NO_OTHER_FORMULA = "no_other_formula"
    """No other formula can be computed with what was announced."""
    NOT_SIMULATED = "not_simulated"
    """The method compares more than prices and scores, which is all that is drawn."""
