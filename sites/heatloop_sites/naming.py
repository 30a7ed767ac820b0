"""ISA-5.1 tags: how instruments and parts of a plant are numbered, in reports, register maps and on the page alike.

A tag is letters, a dash and a number. The number's first digit is the area: 1 source loops, 2 header, 3 sinks, 4 tank, 5 boiler,
7 heat pumps, 9 surroundings. In areas with several of a kind, the n-th one counts from 10 (n - 1): loop 1 has TT-101, loop 2 TT-111,
loop 11 TT-1101.
"""

SOURCE, HEADER, SINK, TANK, BOILER, HEAT_PUMP, SITE = 1, 2, 3, 4, 5, 7, 9


def tag(letters: str, area: int, index: int, place: int = 1) -> str:
    """Name a point or a part.

    Parameters
    ----------
    letters : ISA letters of a point (TT, FT, PT, TCV) or of a part (P pump, E exchanger or cooler, T tank, B boiler, HP heat pump,
        CDU coolant distribution unit).
    area : first digit of the number, see the module.
    index : which loop or sink, from 0.
    place : which one on that loop. 1..9; odd and even are the hot and the cooled side where there are two.

    >>> tag("TT", SOURCE, 0, 2), tag("TT", SOURCE, 1, 1), tag("E", SOURCE, 10, 2)
    ('TT-102', 'TT-111', 'E-1102')
    """
    return f"{letters}-{area}{10 * index + place:02d}"


def pump_tags(area: int, index: int, count: int) -> tuple[str, ...]:
    """Name pumps in parallel.

    >>> pump_tags(HEADER, 0, 3)
    ('P-201A', 'P-201B', 'P-201C')
    """
    base = tag("P", area, index)
    return tuple(f"{base}{_letters(i)}" for i in range(count))


def cdu_tags(index: int, count: int) -> tuple[str, ...]:
    """Name the coolant distribution units of a loop.

    >>> cdu_tags(1, 2)
    ('CDU-111A', 'CDU-111B')
    """
    return tuple(f"{tag('CDU', SOURCE, index)}{_letters(i)}" for i in range(count))


def _letters(index: int) -> str:
    """A, B .. Z, AA, AB: spreadsheet columns."""
    head, tail = divmod(index, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + tail)
