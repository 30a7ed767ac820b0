"""Acts on one site: reads and drives its PLCs, pumps and valves.

Today it holds the core: blocks of a control loop, modes, interlocks and alarms, the program that follows from a design, and the `scan`
that joins them. The shell around it (Modbus traffic, history, audit log) is to come. The core is pure: time and what was read come in,
the new state goes out. It may import ``heatloop_thermo`` and ``heatloop_sites``, nothing above.
"""
