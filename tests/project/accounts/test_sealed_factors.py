"""Second factors outlive the key that sealed them: after a rotation the old key may go and people still log in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from anxin.base.actors import system
from anxin.base.vault import rotation
from anxin.base.vault.sealing import SealBroken, keys
from anxin.kernel.clock import SystemClock
from anxin.project.accounts import sealed_factors

from .test_logging_in import code_of

pytestmark = pytest.mark.django_db
FIRST, OLD, NEW = (bytes(range(start, start + 32)) for start in (0, 32, 64))


@pytest.fixture
def use(settings, monkeypatch):
    monkeypatch.setattr(rotation, "places", tuple)  # only what the holder holds

    def some(*secrets):
        settings.SETTINGS = replace(settings.SETTINGS, vault_keys=secrets)

    return some


def test_after_a_rotation_the_old_key_may_go_and_the_code_still_opens_the_door(client, person, log_in, use):
    use(OLD, FIRST)
    head, secret = person("head1", "head"), generate_totp_secret()
    TOTP.activate(head, secret)
    codes = RecoveryCodes.activate(head).get_unused_codes()
    use(NEW, OLD, FIRST)
    assert rotation.rotate(by=system("vault"), at=SystemClock().now()) >= 2
    assert set(rotation.in_use()) == {keys().newest[0]}
    use(NEW, FIRST)
    log_in("head1")
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    kept = Authenticator.objects.get(user=head, type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(kept).get_unused_codes() == codes


def test_without_the_rotation_the_key_would_be_missed(person, use):
    use(OLD, FIRST)
    head = person("head1", "head")
    TOTP.activate(head, generate_totp_secret())
    use(NEW, FIRST)
    assert list(rotation.in_use()) != [keys().newest[0]]
    with pytest.raises(SealBroken):
        TOTP(Authenticator.objects.get(user=head)).validate_code("000000")


def test_a_rotation_broken_off_between_two_people_is_taken_up_again(person, use, monkeypatch):
    use(OLD, FIRST)
    for name in ("head1", "head2"):
        TOTP.activate(person(name, "head"), generate_totp_secret())
    use(NEW, OLD, FIRST)
    plain, calls = sealed_factors._one, []

    def power_cut(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return plain(*given)

    monkeypatch.setattr(sealed_factors, "_one", power_cut)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(by=system("vault"), at=SystemClock().now())
    assert len(rotation.in_use()) == 2
    monkeypatch.setattr(sealed_factors, "_one", plain)
    assert rotation.rotate(by=system("vault"), at=SystemClock().now()) == 1
    assert set(rotation.in_use()) == {keys().newest[0]}
