"""The table: medians of each figure, and in brackets the ratio to the row's base system in the same run."""
from statistics import median


def number(value):
    if value is None:
        return "-"
    if abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def markdown(figures, rows):
    """One table for each row: a line for each size, a column for each system."""
    parts = []
    for name, row in rows.items():
        of_row = [figure for figure in figures if figure["row"] == name]
        if not of_row:
            continue
        systems = [system for system in row.systems if any(figure["system"] == system for figure in of_row)]
        runs = max(
            sum(1 for figure in of_row if figure["system"] == system and figure["size"] == size)
            for system in systems for size in row.sizes)
        parts.append(f"\n### {name}: {row.title}\n")
        parts.append(f"Median of {runs}; in brackets, times {row.base}.\n")
        parts.append("| size | figure | " + " | ".join(systems) + " |")
        parts.append("|---|---|" + "---|" * len(systems))
        for size in row.sizes:
            for figure, unit in row.figures:
                values = {
                    system: [f[figure] for f in of_row if f["system"] == system and f["size"] == size and figure in f]
                    for system in systems}
                if not any(values.values()):
                    continue
                medians = {system: median(found) if found else None for system, found in values.items()}
                base = medians.get(row.base)
                cells = []
                for system in systems:
                    value = medians[system]
                    ratio = f" ({value / base:.2f})" if value is not None and base and system != row.base else ""
                    cells.append(number(value) + ratio)
                parts.append(f"| {size:,} | {unit} | " + " | ".join(cells) + " |")
    return "\n".join(parts)
