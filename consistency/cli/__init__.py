"""What each command of the command line does. The only code that prints, exits and asks the clock."""
