# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as a table of text and as an SVG: one bar a cell, on a logarithmic scale, with a
mark where the target is."""

import math
from html import escape

WIDTH, LABELS, ROW, TOP = 900, 400, 26, 60
LEAST, MOST = 0.1, 20.0
NUMBER = 32


def table(results):
    lines = [f"{'':58} {'ours':>11} {'beside it':>11} {'ratio':>7} {'target':>8}"]
    for one in results:
        if "skipped" in one:
            lines.append(f"{one['cell'][:58]:58} skipped: {one['skipped']}")
            continue
        unit = one["unit"]
        reference = f"{one['reference']:8.3f} {unit}" if "reference" in one else ""
        ratio = f"{one['ratio']:7.2f}" if "ratio" in one else ""
        if "target" in one:
            target = f"{'<=' if one['at_most'] else '>='} {one['target']:g}"
            target += "" if one["met"] else "  missed"
        else:
            target = ""
        lines.append(f"{one['cell'][:58]:58} {one['ours']:9.3f} {unit} {reference:>11} {ratio:>7} "
                     f"{target}")
        if one.get("detail"):
            lines.append(f"    {one['detail']}")
    return "\n".join(lines) + "\n"


def place(ratio):
    share = math.log(min(max(ratio, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LABELS + share * (WIDTH - LABELS - 60)


def svg(results, title):
    bars = [one for one in results if "ratio" in one]
    height = TOP + ROW * len(bars) + 30
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           'font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
           f'<text x="10" y="22" font-size="15">{escape(title)}</text>',
           '<text x="10" y="40" fill="#555">ratio to what ran beside it in the same round; '
           'black: the target</text>']
    for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20):
        x = place(tick)
        out.append(f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - 20}" '
                   f'stroke="{"#888" if tick == 1 else "#ddd"}"/>'
                   f'<text x="{x:.1f}" y="{height - 6}" text-anchor="middle">{tick:g}</text>')
    for number, one in enumerate(bars):
        y = TOP + number * ROW
        end = place(one["ratio"])
        colour = "#3584e4" if one.get("met", True) else "#e66100"
        mark = place(one["target"]) if "target" in one and one["target_is_ratio"] else None
        # The number stands beyond the mark where that would go through it.
        number_at = mark if mark is not None and end - 2 < mark < end + NUMBER else end
        out.append(f'<text x="{LABELS - 8}" y="{y + 14}" text-anchor="end">'
                   f'{escape(one["cell"])}</text>'
                   f'<rect x="{LABELS}" y="{y + 2}" width="{max(end - LABELS, 1):.1f}" '
                   f'height="16" fill="{colour}"/>'
                   f'<text x="{number_at + 4:.1f}" y="{y + 14}">{one["ratio"]:.2f}</text>')
        if mark is not None:
            out.append(f'<line x1="{mark:.1f}" y1="{y}" x2="{mark:.1f}" y2="{y + 20}" stroke="black" '
                       'stroke-width="2"/>')
    out.append("</svg>")
    return "\n".join(out) + "\n"
