"""Cases (案件): one fact sheet from the first word to wages paid, moved by tables of case types, every step a clock and an event."""
