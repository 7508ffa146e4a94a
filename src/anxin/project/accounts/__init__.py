"""Logging in and out (登录), over allauth."""
