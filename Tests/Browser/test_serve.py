"""`schedulectl serve`: the dashboard of a fleet from outside, in a real browser, with a redis-server and a replica."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from browser import Browser
from host import Host

FOLDER = pathlib.Path(__file__).parent
PROGRAM = os.environ.get("SCHEDULECTL_SERVE", FOLDER / ".build/debug/schedulectl-serve")
TOKEN = "a-token-for-the-tests"


class Redis:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="serve-redis-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(["redis-server", "--port", str(self.port), "--save", "", "--dir", self.folder, "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
        self.url = f"redis://127.0.0.1:{self.port}"
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def until_used(self):
        """Waits until the replica has registered."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            for _ in range(1200):
                connection.sendall(b"EXISTS {shop}:meta\r\n")
                if connection.recv(100) == b":1\r\n":
                    return
                time.sleep(0.05)
        raise RuntimeError("the replica did not register")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class ServeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.redis = Redis()
        self.addCleanup(self.redis.stop)
        self.host = Host("--redis", self.redis.url)
        self.addCleanup(self.host.stop)
        self.redis.until_used()

    def serve(self, *options, namespace="shop"):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULECTL_")} | {"SCHEDULECTL_REDIS": self.redis.url}
        return subprocess.Popen([PROGRAM, "--namespace", namespace, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    def listening(self, *options):
        server = self.serve(*options)
        self.addCleanup(lambda: (server.kill(), server.wait(), server.stdout.close(), server.stderr.close()))
        line = server.stdout.readline()
        self.assertTrue(line.startswith("listening on http://127.0.0.1:"), line + (server.stderr.read() if server.poll() is not None else ""))
        return line.split()[-1]

    def open(self, address):
        page = self.browser.page()
        self.addCleanup(page.close)
        page.goto(address)
        return page

    def ask(self, url, method="GET", body=None, **fields):
        request = urllib.request.Request(url, method=method, data=body, headers={name.replace("_", "-"): value for name, value in fields.items()})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def test_looks_at_a_fleet_and_changes_nothing(self):
        address = self.listening()
        page = self.open(address)
        page.until_text("supplier-stock-import")
        page.until_text("Read-only")
        page.until("document.querySelector('#rows .strip[aria-label*=succeeded]')", "the fleet's runs are shown")
        page.press("g", "f")
        page.until_text("browser-test/1", "main")
        self.assertEqual(page.errors, [])
        api = address.replace("dashboard/", "")
        status, _ = self.ask(api + "jobs/heartbeat/pause", "POST", b"{}", content_type="application/json", authorization="Bearer none")
        self.assertEqual(status, 403)
        # A page of another site whose name leads here.
        self.assertEqual(self.ask(api + "jobs", host="evil.example")[0], 403)
        self.assertEqual(self.ask(api + "jobs", host="localhost:1")[0], 200)

    def test_with_a_token_it_pauses_and_runs_jobs_of_other_processes(self):
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write(TOKEN + "\n")
            file.flush()
            address = self.listening("--allow-changes", "--token-file", file.name)
        api = address.replace("dashboard/", "")
        self.assertEqual(self.ask(api + "jobs")[0], 401)
        self.assertEqual(self.ask(api + "jobs", authorization="Bearer " + TOKEN.replace("a", "b"))[0], 401)
        page = self.open(address)
        page.until("document.querySelector('dialog input')", "the page asks for the token")
        # A wrong one is refused, and the page asks again.
        page.fill("dialog input", "not-the-token-of-the-tests")
        page.click("dialog [type=submit]")
        page.until_text("refused the token", "dialog")
        page.fill("dialog input", TOKEN)
        page.click("dialog [type=submit]")
        page.until_text("long-export")
        page.send("Page.navigate", url=address + "#/jobs/long-export")
        page.until_text("long-export", "h1")
        page.click("button", "Pause…")
        page.fill("#pause-note", "disk full")
        page.click("dialog [type=submit]")
        page.until_text("disk full", ".page-head")
        # The replica says so too.
        own = self.host.address.replace("dashboard/", "")
        job = json.loads(self.ask(own + "jobs/long-export")[1])["job"]
        self.assertEqual((job["pause"]["note"], job["pause"]["by"]), ("disk full", "operator"))
        page.click("button", "Resume…")
        page.click("dialog [type=submit]")
        page.until("[...document.querySelectorAll('button')].some(e => e.textContent === 'Pause…')")
        page.click("button", "Run now…")
        page.click("dialog [type=submit]")
        page.until("[...document.querySelectorAll('.life')].some(e => e.innerText.includes('taken by browser-test'))", "a replica has taken it")

    def test_refuses_what_would_be_open_to_all(self):
        short = tempfile.NamedTemporaryFile("w", suffix=".token")
        self.addCleanup(short.close)
        short.write("short\n")
        short.flush()
        for options, words in [(("--allow-changes",), "needs a token"), (("--host", "0.0.0.0"), "without a token"), (("--token-file", short.name), "16 or more"), (("--token-file", "/none"), "cannot be read")]:
            with self.subTest(options):
                output, error = self.serve(*options).communicate(timeout=60)
                self.assertEqual(output, "")
                self.assertIn(words, error)
        output, error = self.serve(namespace="nowhere").communicate(timeout=60)
        self.assertIn("nothing has ever registered in the namespace 'nowhere'", error)


if __name__ == "__main__":
    unittest.main(verbosity=2)
