"""Takes figures: one process for each row, size, system and repetition, the systems one after the other."""
import json
import os
import subprocess
import sys
import time

from rows import OURS, ROWS
from systems import HERE, say

LIMIT_SECONDS = 180


def line(figure):
    return json.dumps(figure) + "\n"


def measure(row, size, systems, repeat):
    limits = dict(ROWS[row].limits)
    systems = [system for system in systems if size <= limits.get(system.name, size)]
    figures = []
    for repetition in range(repeat):
        say(f"{row} {size}, {repetition + 1} of {repeat}")
        if row in ("redis-client", "lock", "durable"):
            figures += redis(row, size)
            continue
        for system in systems:
            figure = start(system) if row == "start" else run(system, row, size)
            if figure:
                figures.append({**figure, "row": row, "size": size, "system": system.name})
    return figures


def words(command):
    return [str(word) for word in command]


def run(system, row, size):
    try:
        result = subprocess.run(
            words(system.command) + [row, str(size)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        say(f"{system.name} took longer than {LIMIT_SECONDS} s: no figure")
        return None
    lines = [text for text in result.stdout.decode().splitlines() if text.startswith("{")]
    if not lines:
        say(f"{system.name} ended with {result.returncode} and no figure")
        return None
    return json.loads(lines[-1])


def start(system):
    """From before the process is made until its first run, by the wall clock of both, and its largest memory."""
    before = time.time_ns()
    process = subprocess.Popen(words(system.start), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = process.stdout.readline()
    process.stdout.close()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if not text.strip().isdigit():
        say(f"{system.name} reported no start")
        return None
    return {"ms": (int(text) - before) / 1e6, "max_resident_mb": usage.ru_maxrss / 1024}


def redis(row, size):
    if row == "durable":
        part = ["--only", "few"] if size == 100 else ["--only", "many", "--jobs", str(size)]
        output = subprocess.run(
            words([rig("redis-scale")]) + part, stdout=subprocess.PIPE, timeout=LIMIT_SECONDS * 2).stdout.decode()
        last = json.loads(output.splitlines()[-1])
        return [{
            "row": row, "size": size, "system": OURS, "per_second": last["perSecond"],
            "redis_us_per_firing": last["redisMicrosecondsPerFiring"]}]
    process = subprocess.Popen(
        words([rig("redis-rows")]) + [row.removeprefix("redis-"), str(size)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    figures = []
    for text in process.stdout:
        if text.startswith("{"):
            figures.append(json.loads(text))
        elif "://" in text:
            figures.append(redis_benchmark(text.strip(), size))
            break
    process.stdin.close()
    process.wait(timeout=30)
    return figures


def redis_benchmark(url, depth):
    address = url.split("://", 1)[1].split("/", 1)[0]
    where = ["-h", address.rsplit(":", 1)[0], "-p", address.rsplit(":", 1)[1]] if url.startswith("redis") else ["-s", "/" + url.split("://", 1)[1].split("/", 1)[1]]
    output = subprocess.run(
        ["redis-benchmark", *where, "-c", "1", "-P", str(depth), "-n", str(min(400_000, depth * 20_000)), "-t", "set",
         "--csv"], capture_output=True, text=True, timeout=LIMIT_SECONDS).stdout
    rate = next(text.split(",")[1].strip('"') for text in output.splitlines() if text.startswith('"SET"'))
    return {"row": "redis-client", "system": "redis-benchmark", "size": depth, "per_second": float(rate)}


if __name__ == "__main__":
    sys.exit("Run Benchmarks/run.")
