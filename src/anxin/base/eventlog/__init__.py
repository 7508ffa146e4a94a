"""The event log (事件日志): what was done, by whom, when; append-only and hash-chained per town."""
