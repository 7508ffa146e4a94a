"""Where everything is put together: settings, wiring, addresses, command line."""
