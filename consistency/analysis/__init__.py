"""What sources cover, leave out, and how they put it: coverage, reasons of omissions, characterisations, loaded words."""
