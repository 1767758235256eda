#!/usr/bin/env python3
"""Puts rows of JSON on stdin side by side: one line a row, one column a system, with the ratio to the first system."""
import json
import sys

rows, systems, times = [], [], {}
for line in sys.stdin:
    if not line.startswith("{"):
        continue
    entry = json.loads(line)
    if entry["row"] not in rows:
        rows.append(entry["row"])
    if entry["system"] not in systems:
        systems.append(entry["system"])
    times[entry["row"], entry["system"]] = entry["ns"]


def told(nanoseconds):
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.2f} {unit}"
    return f"{nanoseconds:.1f} ns"


width = max(map(len, rows))
print(" | ".join(["row".ljust(width)] + [name.rjust(22) for name in systems]))
for name in rows:
    first = times.get((name, systems[0]))
    cells = []
    for system in systems:
        value = times.get((name, system))
        if value is None:
            cells.append("-".rjust(22))
        elif system == systems[0] or not first:
            cells.append(told(value).rjust(22))
        else:
            cells.append(f"{told(value)} ({value / first:,.0f}x)".rjust(22))
    print(" | ".join([name.ljust(width)] + cells))
