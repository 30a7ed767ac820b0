"""A plant in operation: its design at other loads, returns and weathers, hour by hour.

Importing `point`, `prepare` or a kernel imports numba; this module does not.
"""
