"""The exchanger between a source loop and the header: to be sized, by its datasheet, or by its plates."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Count, Mark, Slug
from heatloop_sites.units import AREA, DIFFERENCE, FOULING, MASS_FLOW, POWER, PRESSURE, SHARE, SPEED, TEMPERATURE

Correlation = Literal["martin", "kumar", "muley_manglik"]
Passes = Annotated[int, Field(gt=0, le=10)]
Pressure = Annotated[float, PRESSURE.above_zero("60 kPa")]
Fouling = Annotated[float, FOULING]


class ExchangerSize(Block):
    """Limits within which the design chooses plates of least area."""

    kind: Literal["gasketed", "brazed", "any"] = Field("gasketed", description="which plates of the catalogue to offer")
    families: tuple[Slug, ...] = Field(
        (),
        description="offer only these plates of the catalogue, instead of all of `kind`",
        examples=[["gasketed-dn100", "gasketed-dn150-60"]],
    )
    approach_k: Annotated[float, DIFFERENCE] = Field(description="smallest temperature difference at either end")
    pressure_drop_hot_max_pa: Pressure = Field(description="allowed on the machines' side")
    pressure_drop_cold_max_pa: Pressure = Field(description="allowed on the header's side")
    port_velocity_max_m_s: Annotated[float, SPEED.between(0.1, 15.0, "6 m/s")] | None = Field(
        None, description="allowed in the ports (default: 6 m/s)"
    )
    fouling_hot_m2k_w: Fouling = Field(description="fouling resistance of the machines' side")
    fouling_cold_m2k_w: Fouling = Field(description="fouling resistance of the header's side")
    oversurface: Annotated[float, SHARE.between(0.0, 1.0, "10 %")] = Field(
        description="least area beyond what the fouled duty needs"
    )
    design_pressure_pa: Annotated[float, PRESSURE.above_zero("10 bar")] | None = Field(
        None, description="highest gauge pressure; plates rated lower are not offered (default: `static_pressure`)"
    )
    passes_max: Annotated[int, Field(gt=0, le=3)] = Field(3, description="most passes tried, the same on both sides")
    correlation: Correlation = Field("martin", description="for film coefficients and friction")


class ExchangerDatasheet(Mark):
    """One operating point of a data sheet; it overrides every correlation."""

    fidelity: Literal["ua", "ua_scaled"] = Field(
        "ua_scaled",
        description="`ua`: the UA of the sheet at every flow; `ua_scaled`: scaled with flow and temperature",
    )
    duty_w: Annotated[float, POWER.above_zero("2700 kW")] = Field(description="heat")
    hot_in_c: Annotated[float, TEMPERATURE] = Field(description="machines' side, in", examples=["80 degC"])
    hot_out_c: Annotated[float, TEMPERATURE] = Field(description="machines' side, out", examples=["70 degC"])
    cold_in_c: Annotated[float, TEMPERATURE] = Field(description="header's side, in", examples=["55 degC"])
    cold_out_c: Annotated[float, TEMPERATURE] = Field(description="header's side, out", examples=["75 degC"])
    flow_hot_kg_s: Annotated[float, MASS_FLOW] = Field(description="machines' side", examples=["70 kg/s"])
    flow_cold_kg_s: Annotated[float, MASS_FLOW] = Field(description="header's side", examples=["32 kg/s"])
    pressure_drop_hot_pa: Pressure = Field(description="machines' side")
    pressure_drop_cold_pa: Pressure = Field(description="header's side")
    area_m2: Annotated[float, AREA] | None = Field(None, description="heat-transfer area", examples=["110 m2"])
    plates: Annotated[Count, Field(ge=3)] | None = Field(None, description="number of plates", examples=[105])
    fouling_margin: Annotated[float, SHARE.between(0.0, 1.0, "10 %")] = Field(
        0.0, description="by how much the clean exchanger is better than the sheet"
    )


class ExchangerPlates(Block):
    """A chosen pack of catalogue plates, rated by the correlations."""

    plate: Slug = Field(description="plate of the catalogue: family and chevron angle", examples=["gasketed-dn100-60"])
    count: Annotated[Count, Field(ge=3)] = Field(description="number of plates, end plates included", examples=[121])
    passes_hot: Passes = Field(1, description="passes in series on the machines' side")
    passes_cold: Passes = Field(1, description="passes in series on the header's side")
    correlation: Correlation = Field("martin", description="for film coefficients and friction")
    fouling_hot_m2k_w: Fouling = Field(description="fouling resistance of the machines' side")
    fouling_cold_m2k_w: Fouling = Field(description="fouling resistance of the header's side")


class Exchanger(Block):
    """Exactly one of the three."""

    size: ExchangerSize | None = Field(None, description="choose plates within these limits")
    datasheet: ExchangerDatasheet | None = Field(None, description="an exchanger by its data sheet")
    plates: ExchangerPlates | None = Field(None, description="an exchanger by its plates")
