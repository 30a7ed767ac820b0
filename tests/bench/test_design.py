"""The shipped plant, from its site file to its design, in a warm process."""

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import size


def test_a_full_design_of_the_shipped_plant(benchmark, book, plant):
    design = benchmark(size, plant)
    assert design.verdict.route == "direct"
    assert design.heat.error_fraction < 1e-9
    book("design", "size(plant)", remark="acceptance: 5 ms")


def test_building_the_plant_from_the_site(benchmark, book):
    built = benchmark(build, load("bitforest"))
    assert built.loops[0].electric_w == 2_952_000.0
    book("design", "build(site)")


def test_reading_and_checking_the_site_file(benchmark, book):
    site = benchmark(load, "bitforest")
    assert site.source_loops[0].sources[0].count == 360
    book("design", "load(file)")
