"""Which heatloop this is."""


def version() -> str:
    """Version of the installed distribution, as ``pip`` knows it; ``unknown`` where it runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("heatloop")
    except PackageNotFoundError:
        return "unknown"
