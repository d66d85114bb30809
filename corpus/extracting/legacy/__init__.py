"""The office files of before XML: ``.doc``, ``.xls`` and ``.ppt`` of 1997 to 2003."""
