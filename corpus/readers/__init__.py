"""One module for each kind of file. A new format is one new module here, registered in ``READERS``."""
