"""Why a whole file is turned away."""


class Refused(Exception):
    """The file cannot be imported. The message is one sentence that says what to do."""


class UnreadableFile(Refused):
    """It is no table that can be read."""


class UnknownLetters(UnreadableFile):
    """Nothing tells in which letters it is written; a person may know."""


class BadMapping(Refused):
    """What it is to be read by makes no sense, or does not fit the file."""


class BadValue(ValueError):
    """A cell cannot be what its column says; the message goes on after the cell: "is no date"."""
