"""One output format a file. Each module defines `WRITER`; nothing registers it."""
