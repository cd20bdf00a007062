"""What each command of the command line does. With `cli.py` the only code that prints."""
