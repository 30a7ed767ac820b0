"""Symbols of equipment, drawn after ISO 10628 and ISA-5.1 as far as a screen needs: fragments around a centre or in a box."""

from heatloop_api.svg import element, path, text


def pump(x: float, y: float) -> str:
    """Centrifugal pump that pushes to the left."""
    triangle = path(((x - 14, y), (x + 7, y - 12), (x + 7, y + 12)), closed=True, class_="solid")
    return element("circle", cx=x, cy=y, r=14, class_="part") + triangle


def plate_exchanger(x: float, y: float, width: float, height: float) -> str:
    """Plate pack between two frames, with herringbone plates."""
    plates = []
    count = 6
    for i in range(1, count):
        px = x + i * width / count
        plates.append(element("line", x1=px, y1=y, x2=px, y2=y + height, class_="detail"))
    chevrons = []
    for i in range(count):
        left, right = x + i * width / count, x + (i + 1) * width / count
        for step in range(1, int(height // 24) + 1):
            py = y + step * 24.0 - 6.0
            rise = 6.0 if i % 2 else -6.0
            chevrons.append(element("line", x1=left, y1=py, x2=right, y2=py + rise, class_="detail"))
    frame = element("rect", x=x, y=y, width=width, height=height, class_="part")
    return frame + "".join(plates) + "".join(chevrons)


def heat_pump(x: float, y: float, width: float, height: float) -> str:
    """Heat pump: evaporator left, condenser right, a compressor between them."""
    cx, cy = x + width / 2, y + height / 2
    frame = element("rect", x=x, y=y, width=width, height=height, rx=4, class_="part")
    circle = element("circle", cx=cx, cy=cy, r=15, class_="detail")
    sides = path(((cx - 13, cy - 8), (cx + 14, cy - 3)), class_="detail") + path(
        ((cx - 13, cy + 8), (cx + 14, cy + 3)), class_="detail"
    )
    return frame + circle + sides + text("heat pump", cx, y + height - 10, class_="small middle")


def three_way_valve(x: float, y: float) -> str:
    """Three-way valve with an actuator below; the third port points up."""
    ports = (
        ((x, y), (x + 13, y - 8), (x + 13, y + 8)),
        ((x, y), (x - 13, y - 8), (x - 13, y + 8)),
        ((x, y), (x - 8, y - 13), (x + 8, y - 13)),
    )
    body = "".join(path(port, closed=True, class_="part") for port in ports)
    return element("line", x1=x, y1=y, x2=x, y2=y + 14, class_="leader") + body + _actuator(x, y + 21)


def control_valve(x: float, y: float) -> str:
    """Two-way control valve with an actuator above."""
    body = path(((x - 12, y - 8), (x + 12, y + 8), (x + 12, y - 8), (x - 12, y + 8)), closed=True, class_="part")
    return element("line", x1=x, y1=y, x2=x, y2=y - 14, class_="leader") + body + _actuator(x, y - 21)


def dry_cooler(x: float, y: float, width: float, height: float) -> str:
    """Finned coil under a fan."""
    frame = element("rect", x=x, y=y, width=width, height=height, class_="part")
    cx, fan_y = x + width / 2, y + 15
    blades = (
        element("ellipse", cx=cx - 12, cy=fan_y, rx=12, ry=4.5, class_="detail"),
        element("ellipse", cx=cx + 12, cy=fan_y, rx=12, ry=4.5, class_="detail"),
        element("circle", cx=cx, cy=fan_y, r=2, class_="solid"),
    )
    coil_y, step = y + height - 16, (width - 16) / 8
    zigzag = tuple((x + 8 + i * step, coil_y + (9 if i % 2 else -9)) for i in range(9))
    ends = path(((x, coil_y), (x + 8, coil_y - 9)), class_="detail") + path(
        ((x + width, coil_y), (x + width - 8, coil_y - 9)), class_="detail"
    )
    return frame + "".join(blades) + path(zigzag, class_="detail") + ends


def machines(x: float, y: float, width: float, height: float) -> str:
    """Container with racks of machines along its left side."""
    frame = element("rect", x=x, y=y, width=width, height=height, rx=2, class_="part")
    rows = max(int((height - 14) // 9), 1)
    racks = [
        element(
            "rect",
            x=x + 7,
            y=y + 7 + row * (height - 14) / rows,
            width=14,
            height=(height - 14) / rows - 2.5,
            class_="detail",
        )
        for row in range(rows)
    ]
    return frame + "".join(racks)


def tank(x: float, y: float, width: float, height: float) -> str:
    """Stratified tank: a standing vessel with domed ends and layers."""
    dome = 11.0
    shell = (
        f"M{x:.0f} {y + dome:.0f}Q{x:.0f} {y:.0f} {x + width / 2:.0f} {y:.0f}Q{x + width:.0f} {y:.0f} {x + width:.0f} {y + dome:.0f}"
        f"V{y + height - dome:.0f}Q{x + width:.0f} {y + height:.0f} {x + width / 2:.0f} {y + height:.0f}"
        f"Q{x:.0f} {y + height:.0f} {x:.0f} {y + height - dome:.0f}Z"
    )
    layers = [
        element("line", x1=x + 6, y1=ly, x2=x + width - 6, y2=ly, class_="detail", stroke_dasharray="2 3")
        for ly in (y + height * 0.3, y + height * 0.7)
    ]
    return element("path", d=shell, class_="part") + "".join(layers)


def boiler(x: float, y: float, width: float, height: float) -> str:
    """Boiler: a box with a flame that stands for any firing, electric too."""
    cx, foot = x + width / 2, y + height - 8
    flame = f"M{cx:.0f} {foot:.0f}c-12 0 -13 -11 -6 -18c1 4 3 5 4 5c-1 -7 1 -12 5 -16c0 8 9 12 9 20c0 6 -5 9 -12 9Z"
    return element("rect", x=x, y=y, width=width, height=height, rx=2, class_="part") + element(
        "path", d=flame, class_="detail"
    )


def sink(kind: str, x: float, y: float, width: float, height: float) -> str:
    """User of heat: a glasshouse where it is one, else a plain box with a radiator."""
    if kind == "greenhouse":
        roof, gables = y + 14, 4
        points = [(x, y + height), (x, roof)]
        for i in range(gables):
            left = x + i * width / gables
            points += [(left + width / gables / 2, y), (left + width / gables, roof)]
        points.append((x + width, y + height))
        return path(points, closed=True, class_="part") + element(
            "line", x1=x, y1=roof, x2=x + width, y2=roof, class_="detail"
        )
    bars = [
        element(
            "line", x1=x + width - 8 - 6 * i, y1=y + 8, x2=x + width - 8 - 6 * i, y2=y + height - 8, class_="detail"
        )
        for i in range(4)
    ]
    return element("rect", x=x, y=y, width=width, height=height, rx=2, class_="part") + "".join(bars)


def _actuator(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=8, class_="part") + text("M", x, y + 3.5, class_="tag")
