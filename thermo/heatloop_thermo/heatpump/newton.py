"""Newton's method in temperature and density on an equation of state: the quick flash beside the saturation line.

CoolProp evaluates everything at a given density and temperature in 1 to 4 µs, but takes 45 to 500 µs to find them from
pressure and entropy. From a good start (the dew or bubble line is near) three to six evaluations suffice.

Derivatives: with v = 1/rho, dp = p_T dT + p_rho drho; dh = (c_v + v p_T) dT + (v p_rho - v² T p_T) drho;
ds = (c_v / T) dT - v² p_T drho.
"""

from typing import Any, Literal

STEPS = 20


def density(state: Any, cp: Any, t_k: float, pressure_pa: float, start_kg_m3: float) -> bool:
    """Bring a CoolProp state with its phase imposed to a temperature and pressure; False where that fails."""
    rho = start_kg_m3
    last = False
    try:
        for _ in range(STEPS):
            state.update(cp.DmassT_INPUTS, rho, t_k)
            if last:
                return True
            slope = state.first_partial_deriv(cp.iP, cp.iDmass, cp.iT)
            if not slope > 0.0:
                return False
            change = max(min((pressure_pa - state.p()) / slope, 0.3 * rho), -0.3 * rho)
            rho += change
            last = abs(change) < 1e-8 * rho  # what is left after this step is of the order of its square
    except ValueError:
        return False
    return False


def flash(
    state: Any,
    cp: Any,
    pressure_pa: float,
    given: Literal["h", "s"],
    target: float,
    start_k: float,
    start_kg_m3: float,
) -> bool:
    """Bring a CoolProp state to a pressure and an enthalpy ("h") or entropy ("s"); False where that fails."""
    t_k, rho = start_k, start_kg_m3
    last = False
    try:
        for _ in range(STEPS):
            state.update(cp.DmassT_INPUTS, rho, t_k)
            if last:
                return True
            p_t = state.first_partial_deriv(cp.iP, cp.iT, cp.iDmass)
            p_rho = state.first_partial_deriv(cp.iP, cp.iDmass, cp.iT)
            if not p_rho > 0.0:
                return False
            if given == "h":
                gap, by_t = target - state.hmass(), state.cvmass() + p_t / rho
                by_rho = (p_rho - t_k * p_t / rho) / rho
            else:
                gap, by_t, by_rho = target - state.smass(), state.cvmass() / t_k, -p_t / rho**2
            lack = pressure_pa - state.p()
            whole = p_t * by_rho - p_rho * by_t
            d_t, d_rho = (lack * by_rho - p_rho * gap) / whole, (p_t * gap - lack * by_t) / whole
            t_k += max(min(d_t, 0.1 * t_k), -0.1 * t_k)
            rho += max(min(d_rho, 0.3 * rho), -0.3 * rho)
            last = abs(d_t) < 1e-6 * t_k and abs(d_rho) < 1e-7 * rho
    except ValueError:
        return False
    return False
