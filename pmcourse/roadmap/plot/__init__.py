"""Pictures of a roadmap, each with the words that say the same."""

from pmcourse.roadmap.plot.board import board
from pmcourse.roadmap.plot.fan import fan
from pmcourse.roadmap.plot.heat import heat_map
from pmcourse.roadmap.plot.timeline import timeline

__all__ = ["board", "fan", "heat_map", "timeline"]
