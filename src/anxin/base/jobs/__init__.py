"""The durable queue of long work (后台任务): leased, retried, scheduled; what fails for good is shown to people."""
