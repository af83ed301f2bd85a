"""Which archive is meant where nobody names one. Imports nothing: `communique --help` must not load a database."""

VARIABLE = "COMMUNIQUE_ARCHIVE"  # of the environment, with the URL of the archive
DEFAULT_URL = "sqlite:///communique.db"  # a file in the working folder
