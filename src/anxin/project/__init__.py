"""Where everything is put together: settings, wiring, addresses, command line."""

from anxin.project.sqlite import take_a_sound_one

take_a_sound_one()
