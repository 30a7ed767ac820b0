"""What a dry cooler is made of: a coil by the square metre, fans by the piece."""

from dataclasses import dataclass

from heatloop_thermo.errors import require


@dataclass(frozen=True)
class Coil:
    """A finned-tube coil, per square metre of face. Everything here is of a type; a datasheet overrides it.

    Parameters
    ----------
    rows : tube rows in the direction of the air; the coolant passes them against it. [-], 1..12
    face_velocity_m_s : of the air at full fan speed. [m/s]
    air_w_m2k : conductance of the air side with its fins, per square metre of face and row, at that velocity and 1.2 kg/m3.
        [W/(m2 K)]
    air_exponent : of velocity times density in it. [-]
    tube_inner_m, tube_pitch_m : inner diameter; distance of the tubes in a row. [m]
    coolant_velocity_m_s : in the tubes, aimed at by sizing. [m/s]
    fouling_m2k_w : tube wall, fin contact and deposits, on the inner surface. [m2 K/W]
    bend_factor : pressure drop with return bends and headers, over that of the straight tubes. [-]

    Source
    ------
    The default: copper tubes of 16 mm, 50 mm x 43 mm apart, aluminium fins of 0.2 mm each 2.1 mm. Air side: Briggs & Young
    (1963), as in ht 1.2.0, for round fins of about the same area: 1,191 W/(m2 K), exponent 0.54 with the fin efficiency in it.
    Wavy plate fins do some 20 % better, a dirty coil as much worse. estimate.
    """

    rows: int = 4
    face_velocity_m_s: float = 2.5
    air_w_m2k: float = 1200.0
    air_exponent: float = 0.54
    tube_inner_m: float = 0.0148
    tube_pitch_m: float = 0.050
    coolant_velocity_m_s: float = 1.0
    fouling_m2k_w: float = 5e-5
    bend_factor: float = 1.3
    source: str = "fin and tube geometry of common dry coolers"
    verified: str = "estimate"

    def __post_init__(self) -> None:
        """Refuse a coil that is none."""
        require("rows", float(self.rows), 1.0, 12.0, "-", "tube rows of a coil")
        require("face_velocity_m_s", self.face_velocity_m_s, 0.5, 6.0, "m/s", "air through a coil")
        require("air_w_m2k", self.air_w_m2k, 50.0, 10_000.0, "W/(m2 K)", "per m2 of face and row")
        require("air_exponent", self.air_exponent, 0.2, 0.9, "-", "of velocity in a convection coefficient")
        require("tube_inner_m", self.tube_inner_m, 0.003, 0.05, "m", "tubes of a coil")
        require("tube_pitch_m", self.tube_pitch_m, self.tube_inner_m, 0.2, "m", "tubes do not overlap")
        require("coolant_velocity_m_s", self.coolant_velocity_m_s, 0.1, 3.0, "m/s", "erosion above, laminar below")
        require("fouling_m2k_w", self.fouling_m2k_w, 0.0, 1e-2, "m2 K/W", "a resistance")
        require("bend_factor", self.bend_factor, 1.0, 5.0, "-", "bends add to the straight tubes")


@dataclass(frozen=True)
class Fan:
    """One of the cooler's equal fans, all of which run at one speed. Air flow goes with speed, power with its cube.

    Parameters
    ----------
    flow_m3_s, power_w : air flow and electric power at full speed, in the cooler, at 1.2 kg/m3. [m3/s], [W]
    speed_min : lowest speed that can be held; below it the fan stands. [-], 0..1
    stop_below_c : outside temperature below which the fans stand. [°C]
    free_share : air that goes through the coil by buoyancy with the fans at rest, as a share of full flow. [-], 0..0.3

    Source
    ------
    The default: an EC axial fan of 0.9 m against 90 Pa at 0.4 overall efficiency. ``free_share`` 0.06 gives about 10 % of the
    rated heat, the usual assumption for fan-off operation of cooling towers. estimate.
    """

    flow_m3_s: float = 5.5
    power_w: float = 1250.0
    speed_min: float = 0.15
    stop_below_c: float = -40.0
    free_share: float = 0.06
    source: str = "EC axial fans of 0.9 m in common dry coolers"
    verified: str = "estimate"

    def __post_init__(self) -> None:
        """Refuse a fan that is none."""
        require("flow_m3_s", self.flow_m3_s, 0.05, 100.0, "m3/s", "air of one fan")
        require("power_w", self.power_w, 1.0, 1e5, "W", "power of one fan")
        require("speed_min", self.speed_min, 0.0, 1.0, "-", "share of full speed")
        require("stop_below_c", self.stop_below_c, -80.0, 20.0, "°C", "limit of the motor")
        require("free_share", self.free_share, 0.0, 0.3, "-", "buoyancy moves little air")
