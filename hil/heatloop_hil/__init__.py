"""The other end of the wire: a simulated PLC with the plant behind it, and faults on demand. Planned; this floor holds nothing yet.

It is to prove a controller before anybody touches the real plant, so only its test rig may import
``heatloop_control``: the simulated plant is written independently of what it tests.
"""
