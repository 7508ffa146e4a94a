"""Case types (案件类型) as data: one file per procedure, with its states, moves, clocks and documents."""
