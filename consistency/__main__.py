from consistency.cli.main import main

main()
