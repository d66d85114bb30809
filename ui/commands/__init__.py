"""One module for each group of commands; imported when a command runs. ``run_NAME(args)`` returns the exit status."""
