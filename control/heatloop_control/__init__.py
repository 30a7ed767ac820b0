"""Acts on one site: reads and drives its PLCs, pumps and valves.

Today it holds the process image and the blocks of a control loop: frozen parameters, frozen state, one `step` each. The scan that
joins them, and the shell around it (Modbus traffic, history, audit log), are to come. The core is pure: time and what was read come
in, the new state goes out. It may import ``heatloop_thermo`` and ``heatloop_sites``, nothing above.
"""
