"""The top floor, where people meet heatloop: the command line and the reports (HTTP and the live page are to come)."""
