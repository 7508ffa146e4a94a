"""What every app stands on: event log, people, places, jobs, files, vault, clocks, configuration."""
