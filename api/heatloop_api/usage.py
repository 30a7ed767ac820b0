"""The user asked for something that cannot be done as asked, or not with what is installed."""


class UsageError(Exception):
    """Wrong use of the command line; the text says what is wrong."""


class ExtraMissingError(UsageError):
    """The optional libraries of the reports are not installed; the text says how to get them."""
