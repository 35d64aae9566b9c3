"""What crosses between a learner's code and the tests: plain data, exact types, with caps; never pickle.

`encode` makes JSON-able data of a value, `decode` makes an equal value of exactly the same type of it, on the other
side. What cannot cross is refused by a CannotCross that tells the learner what it is and what to use instead. Both
sides check: `decode` trusts nothing that it is given.
"""

from __future__ import annotations

import base64
import math
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from pmcourse.rooms import tables
from pmcourse.rooms.crossing import CannotCross, Counted

MAX_DIGITS = 4_000  # of a whole number; Python itself refuses to read more than 4,300

Functions = Callable[[Any], dict]  # takes a callable, gives {"function": number, "name": name}
StandIns = Callable[[int, str], Any]  # takes what Functions gave, makes the stand-in


def encode(value: Any, functions: Functions | None = None, name: str = "the value") -> Any:
    """JSON-able data for `value`. Raises CannotCross, naming `name`, the place within it, and what to use instead.

    functions: what to do with something that can be called; without it, functions are refused too.
    """
    return _Encoder(functions, name).encode(value, "", 0)


def decode(data: Any, stand_ins: StandIns | None = None, name: str = "the value") -> Any:
    """The value that `data` stands for. Raises CannotCross where `data` is not what `encode` makes."""
    try:
        return _Decoder(stand_ins, name).decode(data, 0)
    except CannotCross:
        raise
    except Exception as error:  # whatever can go wrong with data that somebody forged
        raise CannotCross(f"{name} did not arrive whole ({type(error).__name__}).") from None


class _Encoder(Counted):
    def __init__(self, functions: Functions | None, name: str) -> None:
        super().__init__(name)
        self.functions = functions
        self.open: set[int] = set()

    def encode(self, value: Any, place: str, depth: int) -> Any:
        kind = type(value)
        if kind is bool or value is None:
            self.add(1, depth)
            return value
        if kind is int:
            digits = value.bit_length() // 3
            self.add(digits, depth)
            if digits > MAX_DIGITS * 10 // 9:
                raise CannotCross(f"{self._at(place)} is a whole number of more than {MAX_DIGITS:,} digits.")
            return value
        if kind is float:
            self.add(8, depth)
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is str:
            self.add(len(value), depth)
            return value if _is_whole(value) else {"str": _escaped(value)}
        if _is_one_of(_CONTAINERS, kind):
            return self._container(value, kind, place, depth)
        self.add(8, depth)
        if kind is range or kind is Fraction:
            parts = (value.start, value.stop, value.step) if kind is range else (value.numerator, value.denominator)
            return {kind.__name__: [self.encode(part, place, depth + 1) for part in parts]}
        if kind is Decimal:
            return {"Decimal": self.encode(str(value), place, depth + 1)}
        if _is_one_of(_LEAVES, kind):
            return {kind.__name__: _LEAVES[kind](value)}
        if (data := tables.encode(value, self, place, depth)) is not None:
            return data
        if callable(value) and not isinstance(value, type) and self.functions:
            return self.functions(value)
        raise CannotCross(self._refusal(value, kind, place))

    def _container(self, value: Any, kind: type, place: str, depth: int) -> Any:
        self.add(8, depth, coming=len(value))
        if id(value) in self.open:
            raise CannotCross(f"{self._at(place)} contains itself, so a test cannot read it. Take the circle out.")
        self.open.add(id(value))
        try:
            if _is_one_of(_DICTIONARIES, kind):
                pairs = [
                    [self.encode(k, f"{place}, a key", depth + 1), self.encode(v, f"{place}[{_short(k)}]", depth + 1)]
                    for k, v in value.items()
                ]
                return {kind.__name__: pairs}
            if kind is set or kind is frozenset:
                parts = [self.encode(v, f"{place}, a member", depth + 1) for v in value]
                return {kind.__name__: parts}
            parts = [self.encode(v, f"{place}[{i}]", depth + 1) for i, v in enumerate(value)]
            return parts if kind is list else {"tuple": parts}
        finally:
            self.open.discard(id(value))

    def _at(self, place: str) -> str:
        return self.name + place

    def _refusal(self, value: Any, kind: type, place: str) -> str:
        at = self._at(place)
        if isinstance(value, type):
            return f"{at} is a class. A test can read numbers, texts, lists, dictionaries, tables and functions."
        for plain in (bool, int, float, str, list, tuple, dict, set, frozenset, bytes):
            if isinstance(value, plain):
                return (
                    f"{at} is a {kind.__name__}, a special kind of {plain.__name__}. "
                    f"Make it plain with {plain.__name__}(...)."
                )
        if hasattr(value, "__next__"):
            return f"{at} is a {kind.__name__}, which can be read only once. Make a list of it with list(...)."
        if hasattr(value, "__iter__"):
            return f"{at} is a {kind.__name__}, which a test cannot read. Make a list of it with list(...)."
        if callable(value):
            return f"{at} is a function, and only values can be passed here."
        return (
            f"{at} is a {kind.__name__}, which a test cannot read. "
            "Use numbers, texts, lists, dictionaries or tables instead."
        )


class _Decoder(Counted):
    def __init__(self, stand_ins: StandIns | None, name: str) -> None:
        super().__init__(name)
        self.stand_ins = stand_ins

    def decode(self, data: Any, depth: int) -> Any:
        kind = type(data)
        self.add(len(data) if kind is str else 8, depth)
        if kind in (bool, type(None), int, str):
            return data
        if kind is float:
            if not math.isfinite(data):
                raise ValueError("a bare NaN or infinity")
            return data
        if kind is list:
            return [self.decode(part, depth + 1) for part in data]
        if kind is not dict:
            raise TypeError("not JSON")
        if "function" in data:
            return self._stand_in(data)
        ((tag, inside),) = data.items()
        if tag in _DICTIONARY_MAKERS:
            return _DICTIONARY_MAKERS[tag]({self.decode(k, depth + 1): self.decode(v, depth + 1) for k, v in inside})
        if tag in ("tuple", "set", "frozenset"):
            made = {"tuple": tuple, "set": set, "frozenset": frozenset}[tag]
            return made([self.decode(part, depth + 1) for part in _list(inside)])
        if tag in _MAKERS:
            self.add(len(inside) if isinstance(inside, str) else 8, depth)
            return _MAKERS[tag](inside)
        return tables.decode(tag, inside, self, depth)

    def _stand_in(self, data: dict) -> Any:
        number, name = data["function"], data["name"]
        if set(data) != {"function", "name"} or type(number) is not int or type(name) is not str or len(name) > 200:
            raise ValueError("not a function")
        if self.stand_ins is None:
            raise CannotCross(f"{self.name} is a function, and only values can be passed here.")
        return self.stand_ins(number, name)


def _is_one_of(kinds: Iterable[type], kind: type) -> bool:
    """Whether `kind` is among `kinds` by identity: a class of a learner's own can claim to equal any other."""
    return any(kind is each for each in kinds)


def _list(data: Any) -> list:
    if type(data) is not list:
        raise TypeError("not a list")
    return data


def _short(key: Any) -> str:
    return repr(key)[:40] if type(key) in (str, int, float, bool) else "..."


def _float(data: Any) -> float:
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[data]


def _zone(value: datetime) -> list:
    if value.tzinfo is None:
        return [value.isoformat(), None, value.fold]
    if type(value.tzinfo) is not timezone:
        raise CannotCross("A time with a named time zone cannot be read by a test. Use datetime.timezone.utc.")
    offset = value.utcoffset()
    return [value.replace(tzinfo=None).isoformat(), offset // timedelta(microseconds=1), value.fold]


def _datetime(data: Any) -> datetime:
    text, offset, fold = _list(data)
    zone = None if offset is None else timezone(timedelta(microseconds=offset)) if offset else UTC
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def _is_whole(text: str) -> bool:
    """Whether no half of a surrogate pair stands alone, which JSON might join with its neighbour."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _escaped(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


def _bytes(data: str) -> bytes:
    return base64.b64decode(data, validate=True)


_DICTIONARY_MAKERS: dict[str, Callable[[dict], Any]] = {
    "dict": dict,
    "OrderedDict": OrderedDict,
    "Counter": Counter,
    "defaultdict": partial(defaultdict, None),  # what makes the missing values is a function, and stays behind
}
_DICTIONARIES = (dict, OrderedDict, Counter, defaultdict)
_CONTAINERS = (list, tuple, set, frozenset, *_DICTIONARIES)
_LEAVES: dict[type, Callable[[Any], Any]] = {
    bytes: lambda value: base64.b64encode(value).decode(),
    complex: lambda value: [repr(value.real), repr(value.imag)],
    datetime: _zone,
    date: date.isoformat,
    timedelta: lambda value: [value.days, value.seconds, value.microseconds],
}
_MAKERS: dict[str, Callable[[Any], Any]] = {
    "float": _float,
    "bytes": _bytes,
    "str": lambda data: _bytes(data).decode("utf-8", "surrogatepass"),
    "complex": lambda data: complex(float(data[0]), float(data[1])),
    "range": lambda data: range(*(int(part) for part in _list(data))),
    "Fraction": lambda data: Fraction(*(int(part) for part in _list(data))),
    "Decimal": Decimal,
    "datetime": _datetime,
    "date": date.fromisoformat,
    "timedelta": lambda data: timedelta(*(int(part) for part in _list(data))),
}
