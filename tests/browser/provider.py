"""An OpenID provider on this machine, where people sign in as whoever they name; nobody outside is asked.

What belongs here: starting and ending it, and who it knows. It is a process of its own, as any provider is.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.browser.server import HOST, free_port
from tests.conftest import ROOT

START_WITHIN_S = 60.0
# The package's own frame of a page asks a content delivery network for its style, and has no icon.
FRAME = """<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">
<main>{% block content %}{% endblock %}</main></html>"""


@dataclass(frozen=True)
class Provider:
    """The provider that answers: its address without a slash at the end, who asks it."""

    address: str
    client: httpx.Client

    def know(self, email: str, **claims: object) -> None:
        """Know somebody by an address that the provider vouches for, with further claims."""
        given = {"email": email, "email_verified": True, **claims}
        self.client.put(f"{self.address}/users/{email}", json=given).raise_for_status()

    def secrets_of(self, app: str) -> str:
        """Return what the app at this address must know to send people here, as its file of secrets."""
        return f"""[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "for tests on this machine only"
client_id = "clusterwatch"
client_secret = "for tests on this machine only"
server_metadata_url = "{self.address}/.well-known/openid-configuration"
"""


@contextmanager
def providing(log: Path) -> Iterator[Provider]:
    """Yield a provider once it answers; end it afterwards.

    Raises
    ------
    RuntimeError
        When it ended by itself or did not answer in time; the message holds what it logged.
    """
    port = free_port()
    command = [sys.executable, "-m", "tests.browser.provider", str(port)]
    with log.open("wb") as output, httpx.Client(timeout=30, trust_env=False) as client:
        provider = Provider(f"http://{HOST}:{port}", client)
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(provider, process, log)
            yield provider
        finally:
            process.terminate()
            process.wait()


def _wait_for(provider: Provider, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            provider.client.get(f"{provider.address}/jwks").raise_for_status()
        except httpx.TransportError:
            # It does not listen yet; asking again is the only way to learn when it does.
            time.sleep(0.1)
        else:
            return
    message = f"The provider did not start. It logged:\n{log.read_text(encoding='utf-8', errors='replace')}"
    raise RuntimeError(message)


def serve(port: int) -> None:
    """Answer until somebody ends the process."""
    # Only this process may import it: it uses parts of Authlib that warn of their end, and warnings fail a test.
    import oidc_provider_mock
    from jinja2 import ChoiceLoader, DictLoader

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    app = oidc_provider_mock.app()
    app.jinja_loader = ChoiceLoader([DictLoader({"_base.html": FRAME}), app.jinja_loader])
    app.run(HOST, port, debug=False, threaded=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
