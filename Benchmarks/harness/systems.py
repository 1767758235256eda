"""The systems that are measured: how each is installed and built, and how one figure is taken from it."""
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BUILD = HERE / ".build" / "peers"
OURS = "swift-scheduling"
JARS = ["/usr/share/java/quartz2.jar", "/usr/share/java/slf4j-api.jar", "/usr/share/java/slf4j-nop.jar"]
GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(BUILD / "go-cache")}


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def call(*words, **options):
    subprocess.run([str(word) for word in words], check=True, stdout=sys.stderr, **options)


def install(packages, may_install):
    """Installs Debian packages that are missing. False where that cannot be done here."""
    missing = [
        name for name in packages
        if subprocess.run(["dpkg", "-s", name], capture_output=True).returncode != 0] if shutil.which("dpkg") else packages
    if not missing:
        return True
    if not may_install or not shutil.which("apt-get"):
        say(f"left out, not installed: {' '.join(missing)}")
        return False
    say(f"installing with apt-get: {' '.join(missing)}")
    root = [] if os.geteuid() == 0 else ["sudo"]
    call(*root, "apt-get", "update", "-qq")
    call(*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)
    return True


class System:
    """A name, and a way to measure a row at a size: a list of figures, each a dictionary."""

    def __init__(self, name, command, start=None):
        self.name, self.command, self.start = name, command, start


def swift(may_install):
    install(["libhiredis-dev", "redis-server"], may_install)
    say("building our rows, release")
    call("swift", "build", "-c", "release", cwd=HERE)
    return HERE / ".build" / "release"


def rig(name):
    """A program of the root package, built once."""
    say(f"building {name}, release")
    call("swift", "build", "-c", "release", "--product", name, cwd=HERE.parent)
    return HERE.parent / ".build" / "release" / name


def static():
    say("building the row start with --static-swift-stdlib")
    call("swift", "build", "-c", "release", "--static-swift-stdlib", "--scratch-path", ".build-static",
         "--product", "start-row", cwd=HERE)
    call("swift", "build", "-c", "release", "--static-swift-stdlib", "--scratch-path", ".build-static",
         "--product", "empty-main", cwd=HERE)
    return HERE / ".build-static" / "release"


def go_peer(may_install):
    packages = ["golang-go", "golang-github-robfig-cron-dev", "golang-github-go-co-op-gocron-dev"]
    if not install(packages, may_install):
        return None
    call("go", "build", "-o", BUILD / "go-peer", ".", cwd=HERE / "peers" / "go", env={**os.environ, **GO})
    return BUILD / "go-peer"


def quartz(may_install):
    packages = ["libquartz2-java", "libslf4j-java"] + ([] if shutil.which("javac") else ["default-jdk-headless"])
    if not install(packages, may_install):
        return None
    call("javac", "-cp", ":".join(JARS), "-d", BUILD / "quartz", HERE / "peers" / "quartz" / "QuartzPeer.java")
    return ["java", "-cp", ":".join([str(BUILD / "quartz")] + JARS), "QuartzPeer"]


def python(may_install):
    environment = BUILD / "python"
    interpreter = environment / "bin" / "python"
    if not interpreter.exists():
        if not may_install:
            say("left out: APScheduler and Celery, which --no-install does not fetch from PyPI")
            return None
        say("installing APScheduler and Celery from PyPI")
        venv.create(environment, with_pip=True)
        call(interpreter, "-m", "pip", "install", "-q", "apscheduler>=3.11,<4", "celery>=5,<6")
    return interpreter


def prepare(wanted, may_install):
    """The systems that can be measured here, by name."""
    BUILD.mkdir(parents=True, exist_ok=True)
    found = {}

    def add(name, command, start=None):
        if name in wanted:
            found[name] = System(name, command, start)

    release = swift(may_install)
    add(OURS, [release / "engine"], [release / "start-row"])
    add("empty async main", None, [release / "empty-main"])
    if {"swift-scheduling, static", "empty async main, static"} & wanted:
        folder = static()
        add("swift-scheduling, static", None, [folder / "start-row"])
        add("empty async main, static", None, [folder / "empty-main"])
    add("redis-benchmark", None)
    add("SET NX PX and DEL", None)
    if {"robfig/cron", "gocron"} & wanted and (peer := go_peer(may_install)):
        for name in ["robfig/cron", "gocron"]:
            add(name, [peer, name], [peer, name, "start"])
    if "Quartz" in wanted and (command := quartz(may_install)):
        add("Quartz", command, command + ["start"])
    if {"APScheduler", "Celery beat"} & wanted and (interpreter := python(may_install)):
        peers = HERE / "peers"
        add("APScheduler", [interpreter, peers / "apscheduler_peer.py"], [interpreter, peers / "apscheduler_peer.py", "start"])
        add("Celery beat", None, [interpreter, "-W", "ignore", peers / "celery_peer.py"])
    return found
