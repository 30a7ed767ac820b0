"""Single-stage vapour compression cycles: below the critical point, and transcritical with a gas cooler."""

from dataclasses import dataclass

from heatloop_thermo.errors import Infeasible, OutOfRange, require
from heatloop_thermo.heatpump.refrigerant import Refrigerant, State
from heatloop_thermo.heatpump.result import Compression, CycleResult, RefrigerantPath, StatePoint, Zone


@dataclass(frozen=True, slots=True)
class Compressor:
    """How good a compressor is.

    Parameters
    ----------
    isentropic_efficiency : ideal work over shaft work. [-], 0.2..1
    volumetric_efficiency : suction volume over swept volume. [-], 0.2..1
    heat_loss_fraction : share of the shaft work that the shell gives to the room. [-], 0..0.5; 0: adiabatic
    """

    isentropic_efficiency: float = 0.75
    volumetric_efficiency: float = 0.9
    heat_loss_fraction: float = 0.0

    def __post_init__(self) -> None:
        """Refuse efficiencies that none has."""
        require("isentropic_efficiency", self.isentropic_efficiency, 0.2, 1.0, "-", "ideal over shaft work")
        require("volumetric_efficiency", self.volumetric_efficiency, 0.2, 1.0, "-", "suction over swept volume")
        require(
            "heat_loss_fraction", self.heat_loss_fraction, 0.0, 0.5, "-", "share of the shaft work lost by the shell"
        )


COMPRESSOR = Compressor()
"""The usual assumption."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A single-stage cycle below the critical point, as typed.

    Parameters
    ----------
    refrigerant : ASHRAE number.
    evaporating_c : dew temperature at the evaporator's outlet pressure. [degC]
    condensing_c : bubble temperature at the condenser's outlet pressure. [degC]
    superheat_k : at the evaporator's outlet, above `evaporating_c`. [K], 0..60
    subcooling_k : at the condenser's outlet, below `condensing_c`. [K], 0..80
    compressor : efficiencies.
    ihx_effectiveness : of an internal exchanger that warms the suction vapour with the liquid: vapour enthalpy rise over
        the rise up to the liquid's temperature. [-], 0 (none)..0.95
    evaporator_loss, condenser_loss : pressure drop over inlet pressure. [-], 0..0.3; in condensation and evaporation,
        the single-phase zones at the pressure of their end

    Raises
    ------
    OutOfRange : for a figure outside its range.

    >>> result = solve_cycle(Cycle("R1234ze(Z)", evaporating_c=40.0, condensing_c=80.0))
    >>> round(result.cop_heating, 3), round(result.discharge_c, 1), round(result.vhc_j_m3 / 1e3)
    (6.014, 89.6, 2532)
    """

    refrigerant: str
    evaporating_c: float
    condensing_c: float
    superheat_k: float = 5.0
    subcooling_k: float = 5.0
    compressor: Compressor = COMPRESSOR
    ihx_effectiveness: float = 0.0
    evaporator_loss: float = 0.0
    condenser_loss: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no cycle."""
        check_low_side(self.superheat_k, self.ihx_effectiveness, self.evaporator_loss)
        check_high_side(self.subcooling_k, self.condenser_loss)


@dataclass(frozen=True, slots=True)
class Transcritical:
    """A single-stage cycle that gives its heat above the critical pressure, as typed.

    Parameters
    ----------
    high_pa : pressure in the gas cooler. [Pa], above the critical one
    gas_cooler_out_c : refrigerant out of the gas cooler. [degC]
    refrigerant, evaporating_c, superheat_k, compressor, ihx_effectiveness, evaporator_loss : as for `Cycle`.

    >>> result = solve_cycle(Transcritical("R744", evaporating_c=20.0, high_pa=120e5, gas_cooler_out_c=45.0, superheat_k=5.0))
    >>> round(result.cop_heating, 3), round(result.discharge_c, 1)
    (4.014, 86.3)
    """

    refrigerant: str
    evaporating_c: float
    high_pa: float
    gas_cooler_out_c: float
    superheat_k: float = 5.0
    compressor: Compressor = COMPRESSOR
    ihx_effectiveness: float = 0.0
    evaporator_loss: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no cycle."""
        check_low_side(self.superheat_k, self.ihx_effectiveness, self.evaporator_loss)
        require("high_pa", self.high_pa, 0.0, 1e9, "Pa", "pressure in the gas cooler")


def solve_cycle(cycle: Cycle | Transcritical, fluid: Refrigerant | None = None) -> CycleResult:
    """Solve a single-stage cycle.

    Parameters
    ----------
    cycle : as typed.
    fluid : its refrigerant, already opened by the caller's thread; opened here if None.

    Returns
    -------
    All states and heats per kg of refrigerant.

    Raises
    ------
    OutOfRange : temperatures beyond the refrigerant's triple or critical point, or its equation of state.
    Infeasible : ``no_lift``, a condensing pressure that is not above the evaporating one.
    """
    fluid = fluid or Refrigerant(cycle.refrigerant)
    dew = fluid.saturated(cycle.evaporating_c, 1.0)
    leaving = fluid.vapour(dew.t_c + cycle.superheat_k, dew.pressure_pa) if cycle.superheat_k > 0 else dew
    if isinstance(cycle, Cycle):
        bubble = fluid.saturated(cycle.condensing_c, 0.0)
        out = fluid.liquid(bubble.t_c - cycle.subcooling_k, bubble.pressure_pa) if cycle.subcooling_k > 0 else bubble
        high_pa = bubble.pressure_pa / (1.0 - cycle.condenser_loss)
    else:
        reason = f"above the critical pressure of {fluid.name}, within its equation of state"
        require("high_pa", cycle.high_pa, fluid.critical_pa, fluid.pressure_max_pa, "Pa", reason)
        out, high_pa = fluid.vapour(cycle.gas_cooler_out_c, cycle.high_pa), cycle.high_pa
    ihx_heat = internal_heat_j_kg(fluid, leaving, out, cycle.ihx_effectiveness)
    suction = fluid.at_enthalpy(leaving.pressure_pa, leaving.enthalpy_j_kg + ihx_heat) if ihx_heat else leaving
    liquid = fluid.at_enthalpy(out.pressure_pa, out.enthalpy_j_kg - ihx_heat) if ihx_heat else out
    machine = compress(fluid, suction, high_pa, cycle.compressor)
    entering = fluid.at_enthalpy(dew.pressure_pa / (1.0 - cycle.evaporator_loss), liquid.enthalpy_j_kg)
    return CycleResult(
        "subcritical" if isinstance(cycle, Cycle) else "transcritical",
        fluid.name,
        _table(fluid.name, leaving, machine, out, liquid, entering),
        (machine,),
        condenser_path(fluid, machine.discharge, out),
        evaporator_path(entering, dew, leaving, 1.0),
        cycle.compressor.volumetric_efficiency,
        ihx_heat,
    )


def check_low_side(superheat_k: float, ihx_effectiveness: float, evaporator_loss: float) -> None:
    """Ranges that all cycles share."""
    require("superheat_k", superheat_k, 0.0, 60.0, "K", "vapour above its dew temperature")
    require("ihx_effectiveness", ihx_effectiveness, 0.0, 0.95, "-", "internal heat exchanger; 0 for none")
    require("evaporator_loss", evaporator_loss, 0.0, 0.3, "-", "pressure drop over inlet pressure")


def check_high_side(subcooling_k: float, condenser_loss: float) -> None:
    """Refuse what no condenser is."""
    require("subcooling_k", subcooling_k, 0.0, 80.0, "K", "liquid below its bubble temperature")
    require("condenser_loss", condenser_loss, 0.0, 0.3, "-", "pressure drop over inlet pressure")


def internal_heat_j_kg(fluid: Refrigerant, vapour: State, liquid: State, effectiveness: float) -> float:
    """Heat that the suction vapour takes from the liquid; the vapour is the side of the lower heat capacity. [J/kg]"""
    if effectiveness == 0.0:
        return 0.0
    if not liquid.t_c > vapour.t_c:
        raise OutOfRange(
            f"internal exchanger of {fluid.name}: liquid at {liquid.t_c:.1f} degC warms no vapour at {vapour.t_c:.1f} degC"
        )
    hottest = fluid.vapour(liquid.t_c, vapour.pressure_pa)
    return effectiveness * (hottest.enthalpy_j_kg - vapour.enthalpy_j_kg)


def compress(
    fluid: Refrigerant,
    suction: State,
    high_pa: float,
    compressor: Compressor,
    stage: str = "compressor",
    flow_ratio: float = 1.0,
) -> Compression:
    """One compression. The isentropic efficiency compares ideal work with shaft work, shell losses included."""
    if not high_pa > suction.pressure_pa:
        text = f"{fluid.name}: {high_pa / 1e5:.3f} bar is to be reached from {suction.pressure_pa / 1e5:.3f} bar: nothing to lift"
        raise Infeasible("no_lift", text)
    ideal = fluid.at_entropy(high_pa, suction.entropy_j_kgk, suction)
    work = (ideal.enthalpy_j_kg - suction.enthalpy_j_kg) / compressor.isentropic_efficiency
    loss = compressor.heat_loss_fraction * work
    real = fluid.at_enthalpy(high_pa, suction.enthalpy_j_kg + work - loss, ideal)
    return Compression(stage, fluid.name, suction, ideal, real, work, loss, flow_ratio)


def condenser_path(fluid: Refrigerant, entering: State, out: State) -> RefrigerantPath:
    """Zones from the discharge to the liquid: the loss of pressure falls in condensation."""
    if entering.pressure_pa >= fluid.critical_pa:
        return RefrigerantPath((Zone("gas_cooling", entering, out),), 1.0)
    zones = []
    dew, bubble = fluid.saturated_at(entering.pressure_pa, 1.0), fluid.saturated_at(out.pressure_pa, 0.0)
    begin = entering
    if entering.enthalpy_j_kg > dew.enthalpy_j_kg:
        zones.append(Zone("desuperheating", entering, dew))
        begin = dew
    if out.enthalpy_j_kg < bubble.enthalpy_j_kg:
        zones += [Zone("condensation", begin, bubble), Zone("subcooling", bubble, out)]
    else:
        zones.append(Zone("condensation", begin, out))
    return RefrigerantPath(tuple(zones), 1.0)


def evaporator_path(entering: State, dew: State, leaving: State, flow_ratio: float) -> RefrigerantPath:
    """Zones from the expansion valve to the vapour: the loss of pressure falls in evaporation."""
    boiling = Zone("evaporation", entering, dew)
    over = leaving.enthalpy_j_kg > dew.enthalpy_j_kg
    return RefrigerantPath((boiling, Zone("superheating", dew, leaving)) if over else (boiling,), flow_ratio)


def _table(
    name: str, leaving: State, machine: Compression, out: State, liquid: State, entering: State
) -> tuple[StatePoint, ...]:
    rows = [("1", "evaporator outlet", leaving)]
    internal = machine.suction is not leaving
    if internal:
        rows.append(("1i", "suction, after the internal exchanger", machine.suction))
    rows += [("2s", "discharge, were it isentropic", machine.isentropic), ("2", "discharge", machine.discharge)]
    rows.append(("3", "condenser outlet", out))
    if internal:
        rows.append(("3i", "liquid, after the internal exchanger", liquid))
    rows.append(("4", "evaporator inlet", entering))
    return tuple(StatePoint(number, what, name, state) for number, what, state in rows)
