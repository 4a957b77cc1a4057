"""Charts as SVG, made on the server: no script, no inline style, the same numbers in a table.

A chart never speaks by colour alone: a number, a length or a pattern says the same.
"""

from resource_dir.web.charts.chart import Chart, Sign, Table
from resource_dir.web.charts.choropleth import Shape, choropleth
from resource_dir.web.charts.heat_map import heat_map
from resource_dir.web.charts.reliability import Point, reliability
from resource_dir.web.charts.spans import Span, spans
from resource_dir.web.charts.tornado import Swing, tornado
from resource_dir.web.charts.waterfall import waterfall

__all__ = [
    "Chart",
    "Point",
    "Shape",
    "Sign",
    "Span",
    "Swing",
    "Table",
    "choropleth",
    "heat_map",
    "reliability",
    "spans",
    "tornado",
    "waterfall",
]
