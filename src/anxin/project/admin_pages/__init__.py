"""The settings room (设置): background jobs, audit log, powers, law parameters, deployment settings."""
