"""Deployment settings: what is not known or not right is refused, all at once and with the remedy."""

from __future__ import annotations

import base64
import stat
from dataclasses import FrozenInstanceError, fields

import pytest

from anxin.base.config.settings import Settings, load
from anxin.kernel.outcome import BadInput


def environ(tmp_path, **more):
    return {"ANXIN_DATA": str(tmp_path), **more}


def test_an_empty_environment_gives_a_working_server(tmp_path):
    settings = load(environ(tmp_path))
    assert settings.database_url == f"sqlite:///{tmp_path}/anxin.sqlite3"
    assert not settings.debug
    assert settings.secret_key


def test_an_unknown_name_is_refused(tmp_path):
    with pytest.raises(BadInput) as refused:
        load(environ(tmp_path, ANXIN_SESION_HOURS="8"))
    assert refused.value.faults[0].where == "ANXIN_SESION_HOURS"


def test_every_fault_is_listed_at_once(tmp_path):
    with pytest.raises(BadInput) as refused:
        load(
            environ(tmp_path, ANXIN_DEBUG="perhaps", ANXIN_IDLE_MINUTES="-3", ANXIN_WRONG="1", ANXIN_VAULT_KEYS="short")
        )
    assert {one.where.split()[0] for one in refused.value.faults} == {
        "ANXIN_DEBUG",
        "ANXIN_IDLE_MINUTES",
        "ANXIN_WRONG",
        "ANXIN_VAULT_KEYS",
    }
    assert all(one.remedy for one in refused.value.faults)


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path):
    first, second = load(environ(tmp_path)), load(environ(tmp_path))
    assert (first.secret_key, first.vault_keys) == (second.secret_key, second.vault_keys)
    for name in ("secret_key", "vault_keys"):
        assert stat.S_IMODE((tmp_path / "secrets" / name).stat().st_mode) == 0o600


def test_secrets_are_not_shown_in_print(tmp_path):
    key = base64.b64encode(bytes(range(32))).decode()
    shown = repr(
        load(environ(tmp_path, ANXIN_SECRET_KEY="hush-hush", ANXIN_VAULT_KEYS=key, ANXIN_METRICS_TOKEN="tok-1"))
    )
    assert "hush-hush" not in shown
    assert "tok-1" not in shown
    assert "vault" not in shown


@pytest.mark.parametrize("write", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padding", [b"=", b""])
def test_a_key_is_read_in_either_alphabet_of_base64_and_without_its_padding(tmp_path, write, padding):
    key = bytes([251, 255]) * 16
    text = write(key).rstrip(b"=") + padding
    assert load(environ(tmp_path, ANXIN_VAULT_KEYS=text.decode())).vault_keys == (key,)


@pytest.mark.parametrize("text", ["short", "密钥", "a" * 43 + "*", "a" * 45])
def test_a_key_that_is_no_base64_of_32_bytes_is_refused_with_the_remedy(tmp_path, text):
    with pytest.raises(BadInput) as refused:
        load(environ(tmp_path, ANXIN_VAULT_KEYS=text))
    assert "ANXIN_VAULT_KEYS 第 1 个" in refused.value.in_words()
    assert "openssl rand -base64 32" in refused.value.in_words()


def test_settings_cannot_be_changed_while_running(tmp_path):
    settings = load(environ(tmp_path))
    with pytest.raises(FrozenInstanceError):
        settings.debug = True


def test_every_setting_names_its_variable_and_says_what_it_is():
    names = [item.metadata["env"] for item in fields(Settings)]
    assert len(set(names)) == len(names)
    assert all(item.metadata["help"] for item in fields(Settings))


def test_only_addresses_of_this_machine_with_a_port_are_opened_to_webhooks(tmp_path):
    told = load(environ(tmp_path, ANXIN_WEBHOOK_LOCAL="127.0.0.1:9100, [::1]:9100"))
    assert told.webhook_local == ("127.0.0.1:9100", "[::1]:9100")
    assert load(environ(tmp_path)).webhook_local == ()
    for wrong in (
        "localhost:9100",
        "127.0.0.1",
        "127.0.0.1:0",
        "169.254.169.254:80",
        "10.0.0.1:80",
        "::1:9100",
        "127.0.0.1:99999",
    ):
        with pytest.raises(BadInput) as refused:
            load(environ(tmp_path, ANXIN_WEBHOOK_LOCAL=wrong))
        assert refused.value.faults[0].where == "ANXIN_WEBHOOK_LOCAL"
