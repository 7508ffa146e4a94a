"""Forms of accounts, posts and powers."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.base.people.models import Account
from anxin.base.people.powers import ADMINISTRATORS, ROLE_NAMES, all_powers
from anxin.base.people.queries import accounts_within
from anxin.base.places.models import Place
from anxin.base.places.queries import in_use
from anxin.ui.days import DayInput
from anxin.ui.punctuation import written
from anxin.ui.sentences import spoken, spoken_lazy

ROLE_CHOICES = [(role.value, spoken_lazy(name)) for role, name in ROLE_NAMES.items()]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day as the browser's own picker gives it."""
    return forms.DateField(label=label, required=required, widget=DayInput())


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, with a name by which its owner tells it from others."""

    name = forms.CharField(label=_("名称"), required=False, max_length=100, help_text=_("例如：办公室电脑、我的手机"))


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("用户名"), max_length=40, help_text=_("小写字母开头，例如 zhang.wei"))
    title = forms.CharField(label=_("姓名"), max_length=60)


class PostForm(forms.Form):
    """A role in a place for a time."""

    role = forms.ChoiceField(label=_("角色"), choices=ROLE_CHOICES)
    place = forms.ModelChoiceField(label=_("地域"), queryset=Place.objects.none(), empty_label=_("请选择"))
    valid_from = day_field(_("任职自"))
    valid_to = day_field(_("任职至"), required=False)
    deputy_for = forms.ModelChoiceField(
        label=_("代理何人"), queryset=Account.objects.none(), required=False, help_text=_("代理时填写，并写明任职至")
    )

    def __init__(self, *args: Any, scope: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = in_use(scope, on)  # type: ignore[attr-defined]
        self.fields["deputy_for"].queryset = accounts_within(scope).filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = on


class EndForm(forms.Form):
    """The last day of a post."""

    last_day = day_field(_("最后一天"))


class HandOverForm(forms.Form):
    """Who takes a post over, and from when."""

    to = forms.ModelChoiceField(label=_("接任者"), queryset=Account.objects.none(), empty_label=_("请选择"))
    first_day = day_field(_("接任自"))

    def __init__(self, *args: Any, scope: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = accounts_within(scope).filter(is_active=True)  # type: ignore[attr-defined]


class ChoiceForm(forms.Form):
    """A power given to a role, or taken away, with the reason."""

    role = forms.ChoiceField(
        label=_("角色"), choices=[(key, name) for key, name in ROLE_CHOICES if key not in ADMINISTRATORS]
    )
    power = forms.ChoiceField(label=_("权限"), choices=[])
    granted = forms.ChoiceField(label=_("决定"), choices=[("yes", _("授予")), ("no", _("收回"))])
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("写明依据，例如会议纪要文号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["power"].choices = [  # type: ignore[attr-defined]
            (one.key, f"{spoken(one.label)}{written('（')}{one.key}{written('）')}")
            for one in all_powers()
            if not ADMINISTRATORS.intersection(one.roles)
        ]
