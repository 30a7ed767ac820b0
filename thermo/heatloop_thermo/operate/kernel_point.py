"""Hours that know nothing of each other, compiled: every loop by itself at a given return and set point."""

from heatloop_thermo.compiled import lean
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_hand_over import hand_over
from heatloop_thermo.operate.kernel_loops import Loops


@lean
def points(loops: Loops, share: Array, ends_c: Array, wanted_w: Array, air: Array, rows: Array, kept: Array) -> None:
    """Run the hours.

    Parameters
    ----------
    loops : all loops.
    share, wanted_w : of each loop, shape (n, loops). [-], [W]
    ends_c : header water into and out of each hand-over, shape (n, loops, 2). [degC]
    air : outdoor temperature and gain of each cooler, shape (n, loops, 2). [degC], [W/K]
    rows, kept : state of the loops, and what comes out, as in the year.
    """
    for t in range(share.shape[0]):
        for i in range(share.shape[1]):
            ends, outside = (ends_c[t, i, 0], ends_c[t, i, 1]), (air[t, i, 0], air[t, i, 1])
            hand_over(loops, i, share[t, i], ends, wanted_w[t, i], outside, rows[i])
            for column in range(kept.shape[2]):
                kept[t, i, column] = rows[i, column]
