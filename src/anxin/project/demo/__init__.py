"""The demonstration town (演示街道): a seeded, invented 皋埠街道 with its exact truth kept aside."""

PASSWORD = "anxin-demo-2026"  # noqa: S105 - the demonstration town's one public password
