"""What was measured, as a table, as JSON and as a picture."""

import itertools
import json
import statistics


def with_ratios(results):
    """Adds each result's ratio to HAProxy and to Envoy in the same scenario and round; None where there is none."""
    at = {(r["proxy"], r["scenario"], r["round"]): r for r in results}
    for result in results:
        for peer in ("haproxy", "envoy"):
            other = at.get((peer, result["scenario"], result["round"]))
            mine, theirs = result["cpu_us_per_request"], other and other["cpu_us_per_request"]
            result[f"ratio_to_{peer}"] = round(mine / theirs, 3) if mine and theirs else None
    return results


def text(results):
    """Markdown: a row for each scenario and proxy, the median of the rounds with their range."""
    rows = [["scenario", "proxy", "CPU µs/request", "x HAProxy", "x Envoy", "requests/s", "p50 ms", "p99 ms", "p99.9 ms",
             "RSS MB"]]
    for scenario in _unique(results, "scenario"):
        for proxy in _unique(results, "proxy"):
            some = [r for r in results if r["scenario"] == scenario and r["proxy"] == proxy]
            if some:
                rows.append([scenario, proxy, _range(some, "cpu_us_per_request", 1), _range(some, "ratio_to_haproxy", 2),
                             _range(some, "ratio_to_envoy", 2), _median(some, "rps", 0), _median(some, "p50_ms", 2),
                             _median(some, "p99_ms", 2), _median(some, "p999_ms", 2),
                             _median([{"mb": r["rss_kb"] / 1024} for r in some if r["rss_kb"]], "mb", 0)])
    return _markdown(rows)


# What only some scenarios measure.
EXTRAS = {"start_s": ("start to first answer, s", 2), "start_cpu_s": ("CPU until then, s", 2),
          "reload_ms": ("reload in force, ms", 0), "p99_quiet_ms": ("p99 when quiet, ms", 2),
          "ratio_to_unmetered": ("x without metrics", 3)}


def extras(results):
    """Markdown: what the first table has no column for; empty if there is none."""
    rows = []
    for key, (title, digits) in EXTRAS.items():
        with_it = [r for r in results if r.get(key) is not None]
        for scenario in _unique(with_it, "scenario"):
            for proxy in _unique(with_it, "proxy"):
                some = [r for r in with_it if r["scenario"] == scenario and r["proxy"] == proxy]
                if some:
                    rows.append([scenario, proxy, title, _range(some, key, digits)])
    return _markdown([["scenario", "proxy", "what", "median (range)"]] + rows) if rows else ""


def _markdown(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(["---"] * len(rows[0])) + " |")
    return "\n".join(lines)


def write_json(results, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(results, file, indent=1)
        file.write("\n")


def write_svg(results, path):
    """Two bars for each scenario and proxy: CPU per request, and p99 at the fixed rate."""
    scenarios, proxies = _unique(results, "scenario"), _unique(results, "proxy")
    colours = dict(zip(proxies, itertools.cycle(("#c0392b", "#e67e22", "#2c3e50", "#16a085", "#8e44ad", "#2980b9"))))
    parts, top = [], 40
    for title, key, unit in (("CPU per request", "cpu_us_per_request", "µs"), ("p99 at the fixed rate", "p99_ms", "ms")):
        parts.append(f'<text x="10" y="{top}" font-size="16">{title} ({unit}), median of the rounds</text>')
        top += 12
        for scenario in scenarios:
            values = {p: _value([r for r in results if r["scenario"] == scenario and r["proxy"] == p], key) for p in proxies}
            known = [v for v in values.values() if v is not None]
            if not known:
                continue
            top += 18
            parts.append(f'<text x="10" y="{top}" font-weight="bold">{scenario}</text>')
            for proxy, value in values.items():
                if value is None:
                    continue
                top += 16
                width = 380 * value / max(known) if max(known) else 0
                parts.append(f'<text x="150" y="{top}" text-anchor="end">{proxy}</text>'
                             f'<rect x="158" y="{top - 10}" width="{width:.1f}" height="12" fill="{colours[proxy]}"/>'
                             f'<text x="{164 + width:.1f}" y="{top}">{value:.2f}</text>')
            top += 6
        top += 40
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{top}" font-family="sans-serif" '
                   f'font-size="12"><rect width="640" height="{top}" fill="white"/>' + "\n".join(parts) + "</svg>\n")


def _unique(results, key):
    return list(dict.fromkeys(r[key] for r in results))


def _values(results, key):
    return [r[key] for r in results if r.get(key) is not None]


def _value(results, key):
    values = _values(results, key)
    return statistics.median(values) if values else None


def _median(results, key, digits):
    value = _value(results, key)
    return "-" if value is None else f"{value:,.{digits}f}"


def _range(results, key, digits):
    values = _values(results, key)
    if not values:
        return "-"
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f}-{max(values):.{digits}f})"
