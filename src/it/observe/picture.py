#!/usr/bin/env python3
"""Draws the dashboard's panels from Prometheus' answers to their own queries. It is not Grafana, and says so.

    src/it/observe/picture.py http://127.0.0.1:28445 docs/images/dashboard.png [MINUTES [END]]

END is in seconds since 1970; without it, now. Needs matplotlib (`pip install matplotlib`). scene.py makes something to
see; END within its four fifths shows the refused document.
"""

import json
import re
import sys
import time
import urllib.parse
import urllib.request
from datetime import datetime, timezone

import matplotlib

matplotlib.use("Agg")
import matplotlib.dates as dates
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter
from PIL import Image

URL, OUT = sys.argv[1:3]
MINUTES = float(sys.argv[3]) if len(sys.argv) > 3 else 20
END = float(sys.argv[4]) if len(sys.argv) > 4 else time.time()
BACK, PANEL, TEXT, DIM = "#111217", "#181b1f", "#ccccdc", "#8e8e99"
COLORS = {"green": "#73bf69", "yellow": "#fade2a", "orange": "#ff9830", "red": "#f2495c", "blue": "#5794f2", "text": TEXT,
          "light-orange": "#ffcb7d", "light-blue": "#c0d8ff"}
PALETTE = ["#73bf69", "#f2cc0c", "#8ab8ff", "#ff780a", "#f2495c", "#5794f2", "#b877d9", "#fade2a", "#37872d", "#e0b400"]
EDITS = []
UNIT, TALL = 0.6, 0.34  # inches of one step of the grid


def ask(kind, query, **more):
    filled = re.sub(r'"\$\w+"', '".*"', query.replace("$__rate_interval", "1m").replace("$__range", f"{int(MINUTES)}m"))
    with urllib.request.urlopen(f"{URL}/api/v1/{kind}?{urllib.parse.urlencode({'query': filled, **more})}") as answer:
        return json.load(answer)["data"]["result"]


def over_time(query):
    return ask("query_range", query, start=END - 60 * MINUTES, end=END, step=max(5, MINUTES * 60 / 240))


def now(query):
    return ask("query", query, time=END)


def name(legend, labels):
    if legend == "__auto":
        return ", ".join(labels.values())
    return re.sub(r"{{(\w+)}}", lambda match: labels.get(match[1], ""), legend)


def written(value, unit):
    if value != value:
        return "-"
    if unit == "percentunit":
        return f"{value * 100:.3g} %"
    if unit == "reqps":
        return f"{value:.3g} req/s"
    if unit == "bytes":
        return f"{value / 2**20:.0f} MiB"
    if unit == "dateTimeAsIso":
        return datetime.fromtimestamp(value / 1000, timezone.utc).strftime("%H:%M:%S UTC")
    if unit == "s":
        for limit, part, word in ((1, 0.001, "ms"), (60, 1, "s"), (3600, 60, "min"), (86400, 3600, "h")):
            if abs(value) < limit:
                return f"{value / part:.3g} {word}"
        return f"{value / 86400:.1f} days"
    return f"{value:.4g}"


def color_of(value, steps):
    found = "text"
    for step in steps:
        if step["value"] is None or value >= step["value"]:
            found = step["color"]
    return COLORS[found]


def mapped(value, defaults):
    for mapping in defaults.get("mappings", []):
        if str(int(value)) in mapping["options"]:
            return mapping["options"][str(int(value))]["text"]
    return written(value, defaults.get("unit", "short"))


def fixed_colors(panel):
    found = {}
    for override in panel["fieldConfig"]["overrides"]:
        for each in override["properties"]:
            if each["id"] == "color":
                found[override["matcher"]["options"]] = COLORS[each["value"]["fixedColor"]]
    return found


def lines(axes, panel):
    defaults, unit = panel["fieldConfig"]["defaults"], panel["fieldConfig"]["defaults"]["unit"]
    fixed, drawn = fixed_colors(panel), []
    for target in panel["targets"]:
        for series in over_time(target["expr"]):
            points = {float(t): float(v) for t, v in series["values"]}
            drawn.append((name(target["legendFormat"], series["metric"]), points))
    times = sorted({t for _, points in drawn for t in points})
    stamps = [datetime.fromtimestamp(t, timezone.utc) for t in times]
    rows = [[points.get(t, float("nan")) for t in times] for _, points in drawn]
    tints = [fixed.get(label, PALETTE[i % len(PALETTE)]) for i, (label, _) in enumerate(drawn)]
    labels = [f"{label}  {written(row[-1], unit)}" for (label, _), row in zip(drawn, rows)]
    custom = defaults["custom"]
    if custom["stacking"]["mode"] == "normal" and rows:
        axes.stackplot(stamps, [[0 if v != v else v for v in row] for row in rows], colors=tints, labels=labels, alpha=0.55, linewidth=0)
    else:
        for row, label, tint in zip(rows, labels, tints):
            axes.plot(stamps, row, color=tint, label=label, linewidth=1.1)
    if custom["thresholdsStyle"]["mode"] != "off":
        top = axes.get_ylim()[1]
        for step in defaults["thresholds"]["steps"]:
            if step["value"] is not None and step["value"] < top * 1.5:
                axes.axhline(step["value"], color=COLORS[step["color"]], linewidth=0.8, linestyle="--")
    axes.set_ylim(bottom=0)
    axes.set_xlim(datetime.fromtimestamp(END - 60 * MINUTES, timezone.utc), datetime.fromtimestamp(END, timezone.utc))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value, unit)))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%H:%M"))
    axes.xaxis.set_major_locator(plt.MaxNLocator(5))
    axes.yaxis.set_major_locator(plt.MaxNLocator(5))
    axes.tick_params(colors=DIM, labelsize=6.5, length=0)
    axes.grid(color="#2c2e33", linewidth=0.6)
    axes.set_axisbelow(True)
    for stamp in EDITS:
        axes.axvline(stamp, color=COLORS["blue"], linewidth=0.8, linestyle=(0, (4, 3)))
    if labels:
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.1), ncol=2 if panel["gridPos"]["w"] > 6 else 1, fontsize=6.3, frameon=False, labelcolor=TEXT,
                    handlelength=1.1, columnspacing=1, borderpad=0, labelspacing=0.25)


def number(axes, panel):
    defaults = panel["fieldConfig"]["defaults"]
    answer = now(panel["targets"][0]["expr"])
    value = float(answer[0]["value"][1]) if answer else float("nan")
    axes.set_facecolor(color_of(value, defaults["thresholds"]["steps"]) if answer else PANEL)
    axes.text(0.5, 0.42, mapped(value, defaults) if answer else "none", color="#ffffff", fontsize=14, fontweight="bold",
              ha="center", va="center", transform=axes.transAxes)


def cells(axes, panel):
    options = next(t["options"] for t in panel["transformations"] if t["id"] == "organize")
    styles = {o["matcher"]["options"]: {p["id"]: p["value"] for p in o["properties"]} for o in panel["fieldConfig"]["overrides"]}
    rows = {}
    keys = [c for c in options["indexByName"] if not c.startswith("Value")]
    for target in panel["targets"]:
        for series in now(target["expr"]):
            match = next((k for k in rows if all(dict(k).get(l) == v for l, v in series["metric"].items())), None)
            row = rows.setdefault(match or tuple(series["metric"].items()), dict(series["metric"]))
            row["Value #" + target["refId"]] = float(series["value"][1])
    columns = list(options["indexByName"])
    tall = 1 / (max(6, len(rows)) + 1)
    for i, column in enumerate(columns):
        x, title = 0.01 + i / len(columns), options["renameByName"][column]
        axes.text(x, 1 - tall / 2, title, color=COLORS["blue"], fontsize=7, va="center", transform=axes.transAxes)
        for j, row in enumerate(sorted(rows.values(), key=lambda r: [r.get(k, "") for k in keys])):
            value, style = row.get(column, float("nan")), styles.get(title, {})
            text = value if isinstance(value, str) else mapped(value, {"mappings": style.get("mappings", []), "unit": style.get("unit")})
            tint = color_of(value, style["thresholds"]["steps"]) if "thresholds" in style and value == value else TEXT
            axes.text(x, 1 - tall * (j + 1.5), text, color=tint, fontsize=7.5, va="center", transform=axes.transAxes)


def bars(axes, panel):
    defaults = panel["fieldConfig"]["defaults"]
    answer = sorted(now(panel["targets"][0]["expr"]), key=lambda s: float(s["value"][1]))
    for i, series in enumerate(answer):
        value = float(series["value"][1])
        tint = color_of(value, defaults["thresholds"]["steps"])
        axes.barh(i, defaults["max"], color="#2c2e33", height=0.5)
        axes.barh(i, min(value, defaults["max"]), color=tint, height=0.5)
        axes.text(0, i + 0.42, series["metric"]["file"], color=TEXT, fontsize=7)
        axes.text(defaults["max"], i + 0.42, written(value, "s"), color=tint, fontsize=7.5, ha="right")
    axes.set_ylim(-1, max(3, len(answer)))
    axes.set_xlim(0, defaults["max"])


def box(figure, place, height, inset=(0.0, 0.0, 0.0, 0.0)):
    left, bottom, right, top = inset
    wide, tall = 24 * UNIT, height * TALL
    return figure.add_axes((
        (place["x"] * UNIT + 0.05 + left) / wide,
        (tall - (place["y"] + place["h"]) * TALL + 0.04 + bottom) / tall,
        (place["w"] * UNIT - 0.1 - left - right) / wide,
        (place["h"] * TALL - 0.08 - bottom - top) / tall))


def main():
    with open("src/main/kubernetes/monitoring/dashboard/sallyport.json") as file:
        board = json.load(file)
    note = board["annotations"]["list"][0]
    for series in over_time(note["expr"]):
        stamps = [float(t) for t, _ in series["values"]]
        EDITS.extend(datetime.fromtimestamp(t, timezone.utc) for i, t in enumerate(stamps) if i == 0 or t - stamps[i - 1] > 60)
    height = max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in board["panels"])
    figure = plt.figure(figsize=(24 * UNIT, height * TALL), facecolor=BACK)
    for panel in board["panels"]:
        place, kind = panel["gridPos"], panel["type"]
        frame = box(figure, place, height)
        frame.set_xticks([]), frame.set_yticks([])
        for spine in frame.spines.values():
            spine.set_visible(False)
        frame.set_facecolor(BACK if kind == "row" else PANEL)
        if kind == "row":
            frame.text(0, 0.5, "⌄  " + panel["title"], color=TEXT, fontsize=9, fontweight="bold", va="center", transform=frame.transAxes)
            continue
        inside = {"timeseries": (0.6, 0.85, 0.12, 0.32), "stat": (0.0, 0.0, 0.0, 0.28), "table": (0.1, 0.05, 0.1, 0.32), "bargauge": (0.2, 0.1, 0.2, 0.4)}[kind]
        axes = box(figure, place, height, inside)
        axes.set_facecolor(PANEL)
        for spine in axes.spines.values():
            spine.set_visible(False)
        if kind != "timeseries":
            axes.set_xticks([]), axes.set_yticks([])
        frame.text(0.08 / (place["w"] * UNIT), 1 - 0.07 / (place["h"] * TALL), panel["title"], color=TEXT, fontsize=8, va="top", transform=frame.transAxes)
        {"timeseries": lines, "stat": number, "table": cells, "bargauge": bars}[kind](axes, panel)
    figure.savefig(OUT, dpi=92, facecolor=BACK)
    Image.open(OUT).convert("RGB").quantize(128).save(OUT, optimize=True)


main()
