"""Units that people write, and by what a number in one of them is multiplied to be in the unit of a field.

A week of work, or a working week, has 5 days of 8 hours, a year 52 weeks or 4 quarters of 3 months; reach counts a
year of 365 days. A reach a month counts three times in a quarter, as in McBride, "RICE", Intercom, 2016.
"""

from __future__ import annotations

import difflib
import re

_MONTH = 52 / 12
_WORK = {"hour": 1 / 40, "day": 1 / 5, "week": 1.0, "month": _MONTH, "quarter": 13.0, "year": 52.0}  # in weeks
_CALENDAR = {"day": 1 / 7, "week": 1.0, "month": _MONTH, "quarter": 13.0, "year": 52.0}  # in weeks
_A_QUARTER = {"day": 365 / 4, "week": 13.0, "month": 3.0, "quarter": 1.0, "year": 1 / 4}
_A_WEEK = {"day": 7.0, "week": 1.0, "month": 1 / _MONTH, "quarter": 1 / 13, "year": 1 / 52}
_CLOCK = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0}  # in hours
_A_WORKING_WEEK = {time: 1 / weeks for time, weeks in _WORK.items()}
_TIMES = {
    "sec": "second", "secs": "second", "seconds": "second", "min": "minute", "mins": "minute", "minutes": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour", "d": "day", "days": "day", "daily": "day",
    "w": "week", "wk": "week", "wks": "week", "weeks": "week", "weekly": "week", "mo": "month", "mth": "month",
    "months": "month", "monthly": "month", "q": "quarter", "qtr": "quarter", "quarters": "quarter",
    "quarterly": "quarter", "y": "year", "yr": "year", "yrs": "year", "years": "year", "yearly": "year",
    "annual": "year", "annually": "year",
}  # fmt: skip
_TIMES |= {  # German and French, as their trackers write them
    "tag": "day", "tage": "day", "tagen": "day", "woche": "week", "wochen": "week", "monat": "month", "monate": "month",
    "monaten": "month", "quartal": "quarter", "quartale": "quarter", "jahr": "year", "jahre": "year", "stunde": "hour",
    "stunden": "hour", "sekunde": "second",
    "sekunden": "second", "minuten": "minute", "secondes": "second",
    "jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month",
    "trimestre": "quarter", "trimestres": "quarter", "an": "year", "ans": "year", "heure": "hour", "heures": "hour",
}  # fmt: skip
_SHORT = {"pt": "day", "jh": "day", "personentage": "day", "personenwochen": "week", "personenmonate": "month",
          "pd": "day", "md": "day", "pw": "week", "mw": "week", "pm": "month", "mm": "month"}  # fmt: skip
_WORKERS = {
    "person",
    "persons",
    "people",
    "man",
    "dev",
    "developer",
    "engineer",
    "engineering",
    "staff",
    "fte",
    "ideal",
}
_WORKING = {"work", "working", "business"}
_PEOPLE = {"users", "user", "people", "persons", "customers", "customer", "accounts", "visitors", "members", "readers",
           "clients", "subscribers", "leads", "seats", "nutzer", "kunden", "personen", "utilisateurs"}  # fmt: skip
_MONEY = {"money", "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "chf", "francs", "jpy",
          "yen", "inr", "sek", "nok", "dkk", "pln", "czk", "cad", "aud"}  # fmt: skip
_SIGNS = {"€": "eur", "$": "usd", "£": "gbp", "¥": "jpy", "/": "per"}
_THOUSANDS = {"k": 1e3, "thousand": 1e3, "thousands": 1e3, "keur": 1e3, "kusd": 1e3, "kgbp": 1e3, "kchf": 1e3,
              "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "meur": 1e6, "musd": 1e6}  # fmt: skip
_STORIES = {"stories", "story", "items", "item", "issues", "issue", "tickets", "ticket", "cards"}
_CONVERTED = {"person-weeks", "weeks", "money a week", "working weeks", "working days", "calendar days", "minutes",
              "hours", "seconds", "cards a working week"}  # fmt: skip
_RATE = {"per", "a", "an", "each", "every", "in", "pro", "je", "par"}
_PERCENT = {"%", "percent", "per cent", "pct"}
_UP_TO = re.compile(r"(?:(?:[01]|0\.0)\s*(?:to|-|–|\.\.+|…)\s*|(?:out\s+)?of\s+|/\s*|max\.?\s*)(\d{1,4})")
_TIMES_A_UNIT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*[x×*]?\s*(\D.*)")
_SHARE_OF = re.compile(r"(?:%|percent)\s+of\s+(\d[\d ,']*)\s*(.*)")

# Sizes that are no time: they order items, and nobody can say how many weeks one of them takes.
POINTS = {"story points", "storypoints", "story point estimate", "points", "point", "pts", "sp", "weight", "job size",
          "size", "estimate", "points de story", "points d histoire"}  # fmt: skip


TOPS = {"0 to 1": 1.0, "0 to 10": 10.0, "0.25 to 3": 3.0}  # of the fields that stand on a scale


def scale_top(text: str) -> int | None:
    """The most of a scale, such as 5 of `1 to 5`, `0-5` or `out of 5`; None where `text` is no scale."""
    match = _UP_TO.fullmatch(text.strip().casefold())
    return int(match[1]) or None if match else None


def is_percent(text: str) -> bool:
    return text.strip().casefold() in _PERCENT


def factor(given: str, unit: str) -> float | None:
    """By what a number in the unit `given` is multiplied to be in `unit`, the unit of a field; None where unknown.

    `given` may be a multiple, such as `0.5 person-weeks`, and for a count of people a share: `% of 20000`.
    """
    said = given.strip().casefold()
    if said == unit.casefold():
        return 1.0
    if unit == "people a quarter" and (share := _SHARE_OF.fullmatch(said)):
        rest = factor(share[2], unit) if share[2].strip() else 1.0
        return None if rest is None else int(re.sub(r"\D", "", share[1])) / 100 * rest
    if top := TOPS.get(unit):
        if is_percent(said):
            return None if unit == "0.25 to 3" else top / 100
        most = scale_top(said)
        return top / most if most else None
    if many := _TIMES_A_UNIT.fullmatch(said):
        one = factor(many[2], unit)
        return None if one is None else float(many[1]) * one
    for sign, name in _SIGNS.items():
        said = said.replace(sign, f" {name} ")
    words = re.findall(r"[^\W\d_]+|%", said)
    return _of_words(words, unit) if words and len("".join(words)) >= len(re.sub(r"[\W_]", "", said)) else None


def is_converted(unit: str) -> bool:
    """Whether a number in another unit of time can be converted to `unit`."""
    return unit in _CONVERTED


def unit_of_time(word: str) -> str:
    """The unit of time that a word is, such as "day" for `Tage` or "week" for `pw`; also where a letter is wrong
    (`wekks`). "" for another word."""
    word = word.casefold()
    if word in {"an", "mm", "pm", "pt", "mine", "minus"}:  # "an" is an article too, and of "3 pm" nobody knows
        return ""
    known = _SHORT | _TIMES | {time: time for time in (*_CLOCK, *_WORK)}
    if word in known or len(word) < 4:
        return known.get(word, "")
    long = (one for one in known if one[0] == word[0] and (len(one) > 4 or one in _WORK))  # "mind" is no "mins"
    near = difflib.get_close_matches(word, long, n=1, cutoff=0.8)
    return known[near[0]] if near else ""


def _of_words(words: list[str], unit: str) -> float | None:
    match unit:
        case "person-weeks":
            rest = [word for word in words if word not in _WORKERS | _WORKING]
            return _WORK.get(_time(rest, _SHORT)) if len(rest) == 1 else None
        case "weeks":
            rest = [word for word in words if word not in {"calendar", "elapsed", *_WORKING}]
            working = bool(_WORKING & set(words)) or rest in (["workday"], ["workdays"])
            return (_WORK if working else _CALENDAR).get(_time([w.removeprefix("work") for w in rest]))
        case "working weeks" | "working days":
            rest = [word.removeprefix("work") for word in words if word not in _WORKING]
            found = None if {"calendar", "elapsed"} & set(words) else _WORK.get(_time(rest))
            return None if found is None else found / _WORK[_time([unit.split()[1]])]
        case "calendar days":
            rest = [word for word in words if word not in {"calendar", "elapsed"}]
            found = _CALENDAR.get(_time(rest))
            return None if found is None else 7 * found
        case "minutes" | "hours" | "seconds":
            found = _CLOCK.get(_time(words))
            return None if found is None else found / _CLOCK[_time([unit])]
        case "cards a working week":
            return _rate(words, {"card", "cards", *_WORKING}, _A_WORKING_WEEK)
        case "people a quarter":
            return _rate(words, _PEOPLE, _A_QUARTER)
        case "money a week":
            return _rate(words, _MONEY, _A_WEEK)
        case "stories":
            return 1.0 if len(words) == 1 and words[0] in _STORIES else None
        case _:
            return None


def _time(words: list[str], more: dict[str, str] | None = None) -> str:
    word = words[0] if len(words) == 1 else ""
    return _TIMES.get(word) or (more or {}).get(word) or word


def _rate(words: list[str], nouns: set[str], times: dict[str, float]) -> float | None:
    rest = [word for word in words if word not in nouns | _RATE]
    many = _THOUSANDS.get(rest[0]) if rest else None
    rest = rest[1:] if many else rest
    if not rest:
        return many or (1.0 if nouns & set(words) else None)
    found = times.get(_time(rest))
    return None if found is None else found * (many or 1.0)


def examples(unit: str) -> str:
    """Units that can be given for a field in `unit`, for a person to choose from."""
    return {
        "person-weeks": "person-days, person-months, or 0.5 person-weeks for one point",
        "weeks": "days, working days, months, or 2 weeks for one sprint",
        "people a quarter": "users per month, k users, or % of 20000",
        "money a week": "per month, k€ per year",
        "0 to 1": "%, 1 to 10, 1 to 5",
        "0 to 10": "1 to 5, 1 to 10, %",
        "0.25 to 3": "0.25 to 3, 1 to 5, 1 to 10",
        "stories": "stories",
    }.get(unit, unit or "relative")
