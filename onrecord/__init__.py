"""onrecord reads news reports and turns them into a record of who said what and who did what to whom."""

__version__ = "0.1.0"
