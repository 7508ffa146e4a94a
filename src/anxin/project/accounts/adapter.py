"""What allauth is told about this office: no sign-up; logging in and out are events."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficeAdapter(DefaultAccountAdapter):
    """Accounts are made by the system administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After logging in the office's today page."""
        return "/office/"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """User names are given, never made up from an e-mail address."""
