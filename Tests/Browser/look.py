"""Pictures of every state with invented data, to be looked at: `python3 look.py FOLDER`."""
import pathlib
import subprocess
import sys
import time
import urllib.request

from browser import Browser

FIXTURE = pathlib.Path(__file__).parent / "fixture/serve.py"
PAGES = {"jobs": "", "job": "#/jobs/supplier-stock-import", "run": "#/runs/01hx000600c7", "attention": "#/attention", "timeline": "#/timeline", "fleet": "#/fleet", "dead-letters": "#/dead-letters", "audit": "#/audit"}


class Fixture:
    def __init__(self, port, *options):
        self.address = f"http://127.0.0.1:{port}/any/prefix/dashboard/"
        self.process = subprocess.Popen([sys.executable, FIXTURE, "--port", str(port), *options])
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the fixture did not start")

    def stop(self):
        self.process.kill()
        self.process.wait()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    browser = Browser()

    def look(name, address, seconds=2.5, keys=(), **options):
        page = browser.page(**options)
        page.goto(address)
        time.sleep(seconds)
        for key in keys:
            page.press(key)
            time.sleep(0.5)
        page.screenshot(folder / f"{name}.png")
        page.close()

    try:
        few = Fixture(8101, "--jobs", "8")
        for name, hash in PAGES.items():
            for theme in ("light", "dark"):
                look(f"{name}-{theme}", few.address + hash, dark=theme == "dark")
                look(f"{name}-phone-{theme}", few.address + hash, dark=theme == "dark", width=390, height=844, scale=2, touch=True)
        look("run-sheet", few.address + PAGES["job"], keys="r")
        look("pause-sheet-dark", few.address + PAGES["job"], keys="p", dark=True)
        look("keyboard", few.address, keys="?")
        page = browser.page()
        page.goto(few.address)
        time.sleep(3)
        few.stop()
        time.sleep(8)
        page.screenshot(folder / "stale.png")
        for name, port, seconds, options in [
            ("six", 8102, 3, ["--jobs", "6"]), ("many", 8103, 4, ["--jobs", "200"]), ("five-thousand", 8104, 20, ["--jobs", "5000"]),
            ("incident", 8105, 4, ["--jobs", "200", "--incident"]), ("empty", 8106, 2, ["--empty"]), ("no-rights", 8107, 3, ["--no-rights"]),
        ]:
            fixture = Fixture(port, *options)
            look(name, fixture.address, seconds)
            look(f"{name}-phone-dark", fixture.address, seconds, dark=True, width=390, height=844, scale=2, touch=True)
            if name == "incident":
                look("incident-attention", fixture.address + "#/attention", seconds)
                look("incident-timeline-dark", fixture.address + "#/timeline", 12, dark=True)
            fixture.stop()
    finally:
        browser.close()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
