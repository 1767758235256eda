"""The server under test: a real scheduler in a process of its own."""
import os
import pathlib
import subprocess
import threading

FOLDER = pathlib.Path(__file__).parent


class Host:
    def __init__(self, *options, port=0):
        self.program = os.environ.get("DASHBOARD_HOST", FOLDER / ".build/debug/DashboardHost")
        self.options, self.port, self.process = options, port, None
        self.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/ops/scheduler/dashboard/"

    def start(self):
        self.process = subprocess.Popen([self.program, "--port", str(self.port), *self.options], stdout=subprocess.PIPE, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if line.startswith("listening on "):
                self.port = int(line.split()[-1])
                # Read on, so that the server never waits for room in the pipe.
                threading.Thread(target=self.read_on, args=[self.process.stdout], daemon=True).start()
                return
        self.stop()
        raise RuntimeError(f"the server did not start; it said {''.join(said)!r}")

    @staticmethod
    def read_on(output):
        with output:
            output.read()

    def stop(self):
        self.process.kill()
        self.process.wait()
