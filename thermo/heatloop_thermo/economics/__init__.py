"""Money of a plant: investment, cash flows by stakeholder against two reference systems, risk, break-even, coverage.

What is counted, by which definitions and from which sources: ``docs/economics.md``. Numpy only. `money.money` is the way in;
`breakeven` and `coverage` stand by themselves. Nothing is imported here, so that a dispatch that needs one formula loads one.
"""
