"""The simulated PLC: registers, logic, and the Modbus server in front of them."""
