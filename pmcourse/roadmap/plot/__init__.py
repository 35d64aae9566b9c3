"""Pictures of a roadmap. Each comes with a function that says the same in words."""

from pmcourse.roadmap.plot.board import board, board_alt
from pmcourse.roadmap.plot.fan import fan, fan_alt
from pmcourse.roadmap.plot.heat import heat_map, heat_map_alt
from pmcourse.roadmap.plot.timeline import timeline, timeline_alt

__all__ = ["board", "board_alt", "fan", "fan_alt", "heat_map", "heat_map_alt", "timeline", "timeline_alt"]
