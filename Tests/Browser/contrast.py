"""The contrast of the dashboard's colours, computed from its tokens: 4.5:1 for text, 3:1 for marks, in both themes."""
import re


def tokens(text):
    """Every custom property as a pair for light and dark, by the name of the block's environment, if it has one."""
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        environment = (re.search(r'data-env="(\w+)"', selector) or [None, None])[1]
        for name, light, dark in re.findall(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)", body):
            found[(environment, name)] = (light, dark)
    return found


def luminance(colour):
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT = [(ink, ground) for ground in ("bg", "panel", "hover") for ink in ("ink", "soft", "faint", "accent", "ok-ink", "fail-ink", "miss-ink")]
TEXT += [("accent-ink", "accent"), ("panel", "fail-ink"), ("fail-ink", "fail-wash"), ("miss-ink", "miss-wash"), ("ink", "miss-wash")]
MARKS = [(mark, ground) for ground in ("panel", "hover") for mark in ("ok", "fail", "miss", "skip", "run", "accent")]


def faults(text):
    """What is below its bound, in words; empty when all is well."""
    known, found = tokens(text), []

    def check(ink, ground, least, environment=None):
        for theme, at in (("light", 0), ("dark", 1)):
            one = known.get((environment, ink)) or known[(None, ink)]
            other = known.get((environment, ground)) or known[(None, ground)]
            ratio = contrast(one[at], other[at])
            if ratio < least:
                found.append(f"{theme}: --{ink} on --{ground}{f' ({environment})' if environment else ''} is {ratio:.2f}:1, below {least}:1")

    for ink, ground in TEXT:
        check(ink, ground, 4.5)
    for mark, ground in MARKS:
        check(mark, ground, 3)
    for environment in [None, "red", "amber", "green", "blue", "violet"]:
        check("env", "env-wash", 4.5, environment)
    return found


if __name__ == "__main__":
    import pathlib
    import sys
    path = pathlib.Path(__file__).parents[2] / "Sources/SchedulingHTTP/Dashboard/Files/styles/tokens.css"
    problems = faults(path.read_text())
    print("\n".join(problems) or "every pair of colours has its contrast")
    sys.exit(bool(problems))
