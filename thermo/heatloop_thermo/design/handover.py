"""Where a loop gives its heat to the header: through an exchanger, or through a heat pump that lifts it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatloop_thermo.design.pipework import through
from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, Rating, ScaledUa, Stream, balance
from heatloop_thermo.plant import SourceLoop
from heatloop_thermo.properties import Coolant

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign


@dataclass(frozen=True)
class ByExchanger:
    """Through an exchanger; the loop's temperatures float to where it passes the heat on."""

    exchanger: ConstantUa | ScaledUa | PlateExchanger
    label: str = "exchanger"


@dataclass(frozen=True)
class ByHeatPump:
    """Through a heat pump, whose control holds the machines' inlet.

    Parameters
    ----------
    machine : designed; its heat over source heat holds while the temperatures do not change, so it is designed again until they do not.
    inlet_c : cold end of the circuit: the machines' inlet, or that of the units before them. [degC]
    dp_source_pa, dp_sink_pa : pressure drop of evaporator and condenser. [Pa]
    """

    machine: "HeatPumpDesign"
    inlet_c: float
    dp_source_pa: float
    dp_sink_pa: float
    label: str = "evaporator"


HandOver = ByExchanger | ByHeatPump


@dataclass(frozen=True)
class Handed:
    """The hand-over at one turn: temperatures of both liquids [degC], header flow [kg/s], pressure drops [Pa].

    ``given_w`` reaches the header; it exceeds what the loop gave up by ``added_w``, the compressor's work less its shell loss. [W]
    """

    hot_in_c: float
    hot_out_c: float
    cold_in_c: float
    cold_out_c: float
    cold_flow_kg_s: float
    dp_hot_pa: float
    dp_cold_pa: float
    given_w: float
    added_w: float
    rating: Rating | None
    machine: "HeatPumpDesign | None"


def hand_over(
    way: HandOver,
    loop: SourceLoop,
    flow_kg_s: float,
    duty_w: float,
    cold: Coolant,
    cold_in_c: float,
    supply_c: float,
    heat_w: float,
) -> Handed:
    """Hand a heat from a loop to the header.

    Parameters
    ----------
    way : exchanger or heat pump.
    loop, flow_kg_s : whose liquid, and its flow. [kg/s]
    duty_w : heat that the loop gives up. [W]
    cold, cold_in_c, supply_c : header liquid, its temperature before and after. [degC]
    heat_w : what the loop takes up, from its machines or from the units before them. [W]
    """
    rise_j_kg = cold.enthalpy_j_kg(supply_c) - cold.enthalpy_j_kg(cold_in_c)
    if isinstance(way, ByExchanger):
        return _exchanged(way, loop.circuit.coolant, flow_kg_s, duty_w, Stream(cold, duty_w / rise_j_kg, cold_in_c))
    coolant, machine = loop.circuit.coolant, way.machine
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(way.inlet_c) + heat_w / flow_kg_s)
    hot_in_c, _ = through(loop.circuit.supply, coolant, flow_kg_s, outlet_c)
    given = duty_w * machine.heat_w / machine.evaporator_w
    return Handed(
        hot_in_c=hot_in_c,
        hot_out_c=coolant.temperature_c(coolant.enthalpy_j_kg(hot_in_c) - duty_w / flow_kg_s),
        cold_in_c=cold_in_c,
        cold_out_c=supply_c,
        cold_flow_kg_s=given / rise_j_kg,
        dp_hot_pa=way.dp_source_pa,
        dp_cold_pa=way.dp_sink_pa,
        given_w=given,
        added_w=given - duty_w,
        rating=None,
        machine=machine,
    )


def _exchanged(way: ByExchanger, coolant: Coolant, flow_kg_s: float, duty_w: float, cold: Stream) -> Handed:
    rating = balance(way.exchanger, duty_w, coolant, flow_kg_s, cold)
    return Handed(
        hot_in_c=rating.hot_in_c,
        hot_out_c=rating.hot_out_c,
        cold_in_c=rating.cold_in_c,
        cold_out_c=rating.cold_out_c,
        cold_flow_kg_s=rating.cold_flow_kg_s,
        dp_hot_pa=float(rating.dp_hot_pa or 0.0),
        dp_cold_pa=float(rating.dp_cold_pa or 0.0),
        given_w=duty_w,
        added_w=0.0,
        rating=rating,
        machine=None,
    )
