#!/usr/bin/env python3
"""Runs a Synapse for development: writes its configuration, starts it, makes an administrator and prints their token.

What docker-compose-dev.yml starts in the service `matrix`, with what the official image has and nothing more. It may be
started again at any time: what was made once is kept in the data folder, and the same token is printed as long as Synapse
takes it. Whatever goes wrong ends the container with a line that begins with FAILED.

    run.py            until Synapse ends, or until SIGTERM, which is passed on
    run.py healthy    exits with 0 if Synapse answers and the token was printed
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml  # Synapse needs it, too

START_TIMEOUT = 120


class Failure(Exception):
    """What a person has to read."""


def setting(name, default=""):
    """An empty variable counts as not set, as compose passes those on that `.env` doesn't have."""
    return os.environ.get(name, "").strip() or default


DATA = pathlib.Path(setting("SYNAPSE_DATA", "/data"))
PORT = int(setting("SYNAPSE_PORT", "8008"))
BASE_URL = f"http://127.0.0.1:{PORT}"
SERVER_NAME = setting("MATRIX_SERVER_NAME", "matrix-local.openmeet.test")
ADMIN = setting("MATRIX_ADMIN_USER", "admin").removeprefix("@").split(":")[0]
ADMIN_ID = f"@{ADMIN}:{SERVER_NAME}"
APPSERVICE_ID = setting("MATRIX_APPSERVICE_ID", "openmeet-bot")
APPSERVICE_TOKEN = setting("MATRIX_APPSERVICE_TOKEN")
PRINTED = DATA / "token-printed"


def say(text):
    # One write, so that no line of Synapse's log gets in between.
    os.write(1, (text + "\n").encode())


def private(path, text):
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def kept(name, make):
    """A secret that is made once and then stays."""
    path = DATA / name
    if not path.exists():
        private(path, make() + "\n")
    return path.read_text().strip()


def drop_privileges():
    """Docker gives a new volume to root; Synapse runs as the image's own user. Nothing is to be done for who isn't root."""
    if os.getuid() != 0:
        return
    user, group = int(setting("UID", "991")), int(setting("GID", "991"))
    for path in [DATA, *DATA.rglob("*")]:
        os.chown(path, user, group, follow_symlinks=False)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def signing_key():
    return "ed25519 a_dev " + base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def homeserver(registration_secret):
    # Loose enough for a backfill with an administrator's token, which unlike an application service's is limited; tight
    # enough to show who calls in a loop.
    loose = {"per_second": 100, "burst_count": 1000}
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": setting("SYNAPSE_PUBLIC_URL", "http://localhost:8008/"),
        "listeners": [
            {
                "port": PORT,
                "bind_addresses": [setting("SYNAPSE_BIND", "0.0.0.0")],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(DATA / "homeserver.db")}},
        "log_config": str(DATA / "log.yaml"),
        "media_store_path": str(DATA / "media_store"),
        "signing_key_path": str(DATA / "signing.key"),
        "pid_file": str(DATA / "homeserver.pid"),
        "registration_shared_secret": registration_secret,
        "macaroon_secret_key": kept("macaroon.secret", lambda: secrets.token_hex(32)),
        "form_secret": kept("form.secret", lambda: secrets.token_hex(32)),
        "app_service_config_files": [str(DATA / "appservice.yaml")] if APPSERVICE_TOKEN else [],
        "room_list_publication_rules": [{"action": "allow"}],
        "report_stats": False,
        "suppress_key_server_warning": True,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "rc_message": loose,
        "rc_registration": loose,
        "rc_login": {"address": loose, "account": loose, "failed_attempts": loose},
        "rc_joins": {"local": loose, "remote": loose},
        "rc_joins_per_room": loose,
        "rc_invites": {"per_room": loose, "per_user": loose, "per_issuer": loose},
        "rc_room_creation": loose,
    }


def appservice():
    """As OpenMeet registers its own: it may act as anybody here, and rooms' aliases are its alone."""
    here = re.escape(SERVER_NAME)
    return {
        "id": APPSERVICE_ID,
        "url": None,  # openmeet-matrix wants no transactions
        "as_token": APPSERVICE_TOKEN,
        "hs_token": kept("hs-token.secret", lambda: secrets.token_hex(32)),
        "sender_localpart": APPSERVICE_ID,
        "rate_limited": False,
        "namespaces": {
            "users": [{"exclusive": False, "regex": f"@.*:{here}"}],
            "aliases": [{"exclusive": True, "regex": f"#(event|group)-.*:{here}"}],
            "rooms": [],
        },
    }


def logging():
    return {
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(name)s %(levelname)s %(request)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stdout"}},
        "root": {"level": setting("SYNAPSE_LOG_LEVEL", "WARNING"), "handlers": ["console"]},
        "disable_existing_loggers": False,
    }


def write_configuration(registration_secret):
    """Anew at each start, so that a change of the environment counts."""
    kept("signing.key", signing_key)
    for name, content in [
        ("homeserver.yaml", homeserver(registration_secret)),
        ("appservice.yaml", appservice() if APPSERVICE_TOKEN else {}),
        ("log.yaml", logging()),
    ]:
        private(DATA / name, yaml.safe_dump(content, sort_keys=False))


def call(method, path, body=None, token=None):
    """Status and JSON of a call; a status of 0 if nobody listens yet."""
    request = urllib.request.Request(BASE_URL + path, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, json.dumps(body).encode() if body is not None else None, 30) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        status, text = refused.code, refused.read()
    except OSError:
        return 0, {}
    try:
        return status, json.loads(text)
    except ValueError:
        return status, {}


def answers():
    return call("GET", "/health")[0] == 200


def is_administrators(token):
    status, answer = call("GET", f"/_synapse/admin/v1/users/{urllib.parse.quote(ADMIN_ID)}/admin", token=token)
    if status == 401:
        return False
    if status == 200 and answer.get("admin") is True:
        return True
    raise Failure(f"{ADMIN_ID} is no server administrator: {status} {answer.get('errcode', '')}")


def make_administrator(registration_secret, password):
    _, answer = call("GET", "/_synapse/admin/v1/register")
    nonce = answer.get("nonce", "")
    mac = hmac.new(registration_secret.encode(), digestmod=hashlib.sha1)
    mac.update(b"\0".join([nonce.encode(), ADMIN.encode(), password.encode(), b"admin"]))
    body = {"nonce": nonce, "username": ADMIN, "password": password, "admin": True, "mac": mac.hexdigest()}
    status, answer = call("POST", "/_synapse/admin/v1/register", body | {"inhibit_login": True})
    if status != 200 and answer.get("errcode") != "M_USER_IN_USE":
        raise Failure(f"{ADMIN_ID} could not be made: {status} {answer}")


def log_in(password):
    status, answer = call(
        "POST",
        "/_matrix/client/v3/login",
        {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": ADMIN},
            "password": password,
            "device_id": "OPENMEETDEV",
            "initial_device_display_name": "openmeet-matrix, development",
        },
    )
    if status != 200:
        raise Failure(
            f"{ADMIN_ID} can't log in: {status} {answer.get('errcode', '')}. If the password was changed, put it into"
            " MATRIX_ADMIN_PASSWORD, or begin anew with an empty volume: docker-compose down --volumes"
        )
    return answer["access_token"]


def administrators_token(registration_secret):
    """The one that is kept if it is still good, else a new one."""
    file = DATA / "admin-token.secret"
    if file.exists() and is_administrators(file.read_text().strip()):
        return file.read_text().strip()
    password = setting("MATRIX_ADMIN_PASSWORD") or kept("admin-password.secret", lambda: secrets.token_urlsafe(18))
    make_administrator(registration_secret, password)
    token = log_in(password)
    if not is_administrators(token):
        raise Failure(f"{ADMIN_ID} logged in, but the token isn't taken")
    private(file, token + "\n")
    return token


def block(token):
    return "\n".join(
        [
            "Success! Matrix server initialized. For .env, here and at OpenMeet:",
            "MATRIX_HOME_SERVER=" + setting("MATRIX_HOME_SERVER", "http://matrix:8008"),
            "MATRIX_SERVER_NAME=" + SERVER_NAME,
            "MATRIX_ADMIN_USER=" + ADMIN_ID,
            "MATRIX_ADMIN_ACCESS_TOKEN=" + token,
        ]
    )


class Synapse:
    """The homeserver as a child: it is told what we are told, and neither outlives the other."""

    def __init__(self):
        self.stopping = False
        self.process = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def stop(self, *_):
        self.stopping = True
        if self.process:
            self.process.terminate()

    def start(self):
        command = [sys.executable, "-m", "synapse.app.homeserver", "--config-path", str(DATA / "homeserver.yaml")]
        # One stream: a container's two are put together in no certain order.
        guard = ["setpriv", "--pdeathsig", "KILL"]
        self.process = subprocess.Popen(guard + command, stderr=subprocess.STDOUT)
        if self.stopping:
            self.process.terminate()

    def await_answer(self):
        deadline = time.monotonic() + START_TIMEOUT
        while not answers():
            if self.process.poll() is not None:
                return
            if time.monotonic() > deadline:
                raise Failure(f"Synapse didn't answer within {START_TIMEOUT} s")
            time.sleep(0.1)

    def wait(self):
        code = self.process.wait()
        if not self.stopping:
            raise Failure(f"Synapse ended with {code}")

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def run():
    synapse = Synapse()
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        drop_privileges()
        PRINTED.unlink(missing_ok=True)
        registration_secret = kept("registration.secret", lambda: secrets.token_hex(32))
        write_configuration(registration_secret)
        synapse.start()
        synapse.await_answer()
        if synapse.process.poll() is None and not synapse.stopping:
            say(block(administrators_token(registration_secret)))
            PRINTED.touch()
        synapse.wait()
    except (Failure, OSError) as failure:
        synapse.end()
        if not synapse.stopping:
            say(f"FAILED: {failure}")
            return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["healthy"]:
        sys.exit(0 if PRINTED.exists() and answers() else 1)
    sys.exit(run())
