"""Folders for outside formats and channels; each can be deleted without touching more than one line of wiring."""
