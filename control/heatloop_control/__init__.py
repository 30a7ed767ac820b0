"""Acts on one site: reads and drives its PLCs, pumps and valves. Planned; this floor holds nothing yet.

Its core will be pure (one scan: what was read and the state in, outputs and the new state out); a few shell files
around it will do the Modbus traffic, the history and the audit log. It may import ``heatloop_thermo`` and
``heatloop_sites``, nothing above.
"""
