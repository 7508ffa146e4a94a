"""Reports (周报) and documents: composed from frozen snapshots, signed off, issued, superseded, never overwritten."""
