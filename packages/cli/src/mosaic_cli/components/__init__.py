"""One module a process: its data folder, configuration, command, environment and when it is ready."""
