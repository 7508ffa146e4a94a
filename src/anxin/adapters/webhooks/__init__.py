"""Webhooks (事件推送): another system is told when something happened, signed, until it says it heard."""
