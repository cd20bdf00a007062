"""One check a file. Each module defines `CHECK`; nothing registers it."""
