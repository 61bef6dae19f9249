"""How firm a ranking is: weights, scores, members, withdrawals, prices, formulas, chance.

`analysis.analyse` gathers it for an evaluation that was made, `simulation.foresee` asks it before
a tender is published. Weights and formulas are fixed when the bids are opened: what stands here
informs, and changes nothing. Exact throughout; what is drawn by chance is drawn from a named
seed, in whole numbers, and comes out the same on every machine.
"""
