"""The fan of finish dates: how many initiatives are done by when, and how far the trials lie apart."""

from __future__ import annotations

import lazy_loader as lazy

from pmcourse.kit.colours import BLUE, INK, MUTED, RED
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.roadmap.forecast import Forecast
from pmcourse.roadmap.quarters import first_day, later, quarter_of
from pmcourse.roadmap.supply import as_date

np = lazy.load("numpy")

_BANDS = ((0.05, 0.95, "#dbe9f3", "9 of 10 trials"), (0.15, 0.85, "#b3d1e6", "7 of 10 trials"))
_MOST_DAYS = 3650
_LEGEND = {"frameon": False, "fontsize": 9, "labelcolor": INK, "alignment": "left"}
_MARKS = ((0.5, "P50", "o"), (0.85, "P85", "s"), (0.95, "P95", "^"))


def fan(forecast: Forecast) -> Drawing:
    """Initiatives done (up) by day (across): the median and bands, and P50, P85 and P95 of the last one's end."""
    done, found = _levels(forecast)
    last = max(x for x in [30.0, *found(0.95), *found(0.5)] if x < _MOST_DAYS) * 1.04 + 5

    def ends(share: float) -> np.ndarray:
        return np.minimum(found(share), 2 * last)  # what is not in sight runs off the picture

    figure, axes = paper(9, 4.6)
    axes.grid(False)
    steps = np.arange(len(done))
    for low, high, colour, name in _BANDS:
        axes.fill_betweenx(steps, ends(low), ends(high), color=colour, lw=0, label=name, zorder=2)
    axes.plot(ends(0.5), steps, color=BLUE, lw=2.2, label="half of the trials", zorder=4)
    axes.plot(ends(0.85), steps, color=BLUE, lw=1.3, ls=(0, (5, 2)), label="85% of the trials", zorder=4)
    top = steps[-1]
    marks = []
    for share, name, marker in _MARKS:
        label = f"{name}: {_written(forecast.day(share))}"
        x = ends(share)[-1]
        marks += axes.plot(x, top, marker, color=INK, ms=7, zorder=6, clip_on=x > last, label=label)
    as_of, quarter, ticks = forecast.roadmap.as_of, quarter_of(forecast.roadmap.as_of), []
    while (x := (first_day(quarter) - as_of).days) <= last:
        ticks.append((max(x, 0), quarter))
        quarter = later(quarter, 1)
    step = -(-len(ticks) // 10)
    axes.set_xticks([x for x, _ in ticks[::step]], [f"{name}\nbegins" for _, name in ticks[::step]], size=8.5)
    axes.set(xlim=(0, last), ylim=(0, top + 0.4))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_ylabel("initiatives done", color=INK)
    axes.grid(axis="x", color="#e3e7ea", zorder=0)
    axes.tick_params(labelcolor=INK, color=MUTED)
    bands = [handle for handle in axes.get_legend_handles_labels()[0] if handle not in marks]
    first = axes.legend(handles=bands, loc="upper left", title="Done by …", **_LEGEND)
    axes.add_artist(first)
    axes.legend(handles=marks, loc="lower right", title="Everything is done by …", **_LEGEND)
    if forecast.doubts:
        axes.set_title("Few past weeks: the pace is unsure", color=RED, size=9, loc="right")
    return Drawing(figure, _fan_alt(forecast))


def _fan_alt(forecast: Forecast) -> str:
    """The fan in words: when a half and when all of the initiatives are done."""
    _, ends = _levels(forecast)
    half = -(-len(forecast.ids) // 2)
    days = [as_date(forecast.roadmap.as_of, ends(share)[half]) for share in (0.5, 0.85)]
    marks = ", ".join(f"{name} {_written(forecast.day(share))}" for share, name, _ in _MARKS)
    return (
        f"Fan of finish dates for {len(forecast.ids)} initiatives, from {forecast.trials:,} trials. "
        f"{half} are done by {_written(days[0])} in half of the trials and by {_written(days[1])} in 85%. "
        f"All are done by: {marks}. The bands widen with time.{''.join(f' {doubt}' for doubt in forecast.doubts)}"
    )


def _levels(forecast: Forecast):
    """The numbers 0, 1, 2 … of initiatives done, and a function from a share of trials to the days that takes."""
    ordered = np.sort(forecast.finish, axis=0)  # the first to end, the second to end …, in each trial

    def ends(share: float) -> np.ndarray:
        return np.concatenate(([0.0], np.quantile(ordered, share, axis=1, method="inverted_cdf")))

    return range(len(ordered) + 1), ends


def _written(day) -> str:
    return f"{day.day} {day:%B %Y}" if day else "not in sight"
