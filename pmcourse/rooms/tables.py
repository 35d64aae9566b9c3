"""The plain forms in which numpy's arrays and pandas' tables cross the boundary.

numpy and pandas are never loaded for this: a value can only be one of theirs where they are loaded already.
"""

from __future__ import annotations

import base64
import math
import re
import sys
from typing import TYPE_CHECKING, Any

from pmcourse.rooms.crossing import CannotCross, Counted

if TYPE_CHECKING:
    import numpy as np


_DTYPE = re.compile(r"[<>|=]([biufc]\d{1,2}|U\d{1,7}|[mM]8(\[(Y|M|W|D|h|m|s|ms|us|ns)\])?)")


def encode(value: Any, encoder: Any, place: str, depth: int) -> dict | None:
    """The plain form of an array, a numpy number or a table; None if `value` is none of these."""
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    kind = type(value)
    if np is not None:
        if kind is np.ndarray:
            return {"array": _array(value, encoder, place, depth)}
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            dtype = value.dtype.str
            if kind is np.str_:
                encoder.add(len(value), depth)
                return {"scalar": ["U", str(value)]}
            if _DTYPE.fullmatch(dtype) and kind is np.dtype(dtype).type:
                encoder.add(value.nbytes, depth)
                return {"scalar": [dtype, base64.b64encode(value.tobytes()).decode()]}
    if pd is not None:
        if kind is pd.DataFrame:
            return {"table": _table(value, encoder, place, depth)}
        if kind is pd.Series:
            name = encoder.encode(value.name, f"{place}.name", depth + 1)
            index = _index(value.index, encoder, f"{place}.index", depth)
            return {"series": [name, index, _column(value, encoder, place, depth)]}
        if isinstance(value, pd.Index):
            return {"index": _index(value, encoder, place, depth)}
        if kind is pd.Timestamp and value.tzinfo is None:
            return {"timestamp": [value.unit, int(value.as_unit(value.unit).asm8.astype("i8"))]}
        if value is pd.NaT:
            return {"missing": "NaT"}
        if value is pd.NA:
            return {"missing": "NA"}
    return None


def decode(tag: str, inside: Any, decoder: Any, depth: int) -> Any:
    """What `encode` made a plain form of. Raises ValueError, TypeError or KeyError for anything else."""
    if tag == "array":
        return _array_of(inside, decoder, depth)
    if tag == "scalar":
        import numpy as np

        dtype, data = inside
        if dtype == "U":
            return np.str_(decoder.decode(data, depth + 1))
        return np.frombuffer(_raw(data, decoder, depth), dtype=_dtype(dtype), count=1)[0]
    import pandas as pd

    if tag == "table":
        columns = _index_of(inside["columns"], decoder, depth)
        index = _index_of(inside["index"], decoder, depth)
        parts = [_column_of(part, decoder, depth) for part in inside["data"]]
        if len(parts) != len(columns) or any(len(part) != len(index) for part in parts):
            raise ValueError("a table with holes")
        made = pd.DataFrame(
            {i: pd.Series(part, index=index, dtype=part.dtype) for i, part in enumerate(parts)}, index=index
        )
        made.columns = columns
        return made
    if tag == "series":
        name, index, data = inside
        part, index = _column_of(data, decoder, depth), _index_of(index, decoder, depth)
        return pd.Series(part, index=index, dtype=part.dtype, name=decoder.decode(name, depth + 1))
    if tag == "index":
        return _index_of(inside, decoder, depth)
    if tag == "timestamp":
        unit, count = inside
        return pd.Timestamp(decode_time(unit, count))
    return {"NaT": pd.NaT, "NA": pd.NA}[inside] if tag == "missing" else _unknown(tag)


def decode_time(unit: Any, count: Any) -> np.datetime64:
    """The moment `count` units after 1970, for a unit of s, ms, us or ns."""
    import numpy as np

    if unit not in ("s", "ms", "us", "ns") or type(count) is not int:
        raise ValueError("not a time")
    return np.datetime64(count, unit)


def _unknown(tag: str) -> Any:
    raise ValueError(f"unknown form {tag[:40]!r}")


def _array(value: np.ndarray, encoder: Any, place: str, depth: int) -> list:
    dtype = value.dtype.str
    if value.dtype.kind == "O":
        return ["O", list(value.shape), encoder.encode(value.ravel().tolist(), place, depth + 1)]
    if not _DTYPE.fullmatch(dtype) or value.ndim > 8:
        _refuse(encoder, place, f"an array of type {value.dtype}")
    encoder.add(value.nbytes, depth)
    return [dtype, list(value.shape), base64.b64encode(value.tobytes()).decode()]


def _array_of(data: Any, decoder: Counted, depth: int) -> np.ndarray:
    import numpy as np

    dtype, shape, inside = data
    if not isinstance(shape, list) or len(shape) > 8 or not all(type(n) is int and 0 <= n < 10**8 for n in shape):
        raise ValueError("not a shape")
    if dtype == "O":
        parts = decoder.decode(inside, depth + 1)
        made = np.empty(len(parts), dtype=object)
        made[:] = parts if parts else []
        for i, part in enumerate(parts):
            made[i] = part
        return made.reshape(shape)
    kind = _dtype(dtype)
    raw = _raw(inside, decoder, depth)
    if len(raw) != math.prod(shape) * kind.itemsize:
        raise ValueError("not the size that it says")
    return np.frombuffer(raw, dtype=kind).reshape(shape).copy() if raw else np.empty(shape, dtype=kind)


def _dtype(text: Any) -> np.dtype:
    import numpy as np

    if not isinstance(text, str) or not _DTYPE.fullmatch(text):
        raise ValueError("not a type of array")
    return np.dtype(text)


def _raw(data: Any, decoder: Counted, depth: int) -> bytes:
    raw = base64.b64decode(data, validate=True)
    decoder.add(len(raw), depth)
    return raw


def _table(value: Any, encoder: Any, place: str, depth: int) -> dict:
    return {
        "columns": _index(value.columns, encoder, f"{place}.columns", depth),
        "index": _index(value.index, encoder, f"{place}.index", depth),
        "data": [_column(value.iloc[:, i], encoder, f"{place}, column {i}", depth) for i in range(value.shape[1])],
    }


def _column(value: Any, encoder: Any, place: str, depth: int) -> dict:
    """A column or an index without its name: {"array": ...} for numpy's types, {"text": ...} for pandas' own text."""
    import numpy as np

    if isinstance(value.dtype, np.dtype):
        return {"array": _array(value.to_numpy(), encoder, place, depth)}
    if str(value.dtype) == "str":
        texts = [part if isinstance(part, str) else None for part in value.tolist()]
        return {"text": encoder.encode(texts, place, depth + 1)}
    return _refuse(encoder, place, f"a column of type {value.dtype}", "change its type with .astype(...)")


def _column_of(data: Any, decoder: Any, depth: int) -> Any:
    import pandas as pd

    ((tag, inside),) = data.items()
    if tag == "array":
        made = _array_of(inside, decoder, depth)
        if made.ndim != 1:
            raise ValueError("not a column")
        return made
    if tag == "text":
        return pd.array(decoder.decode(inside, depth + 1), dtype="str")
    return _unknown(tag)


def _index(value: Any, encoder: Any, place: str, depth: int) -> list:
    import pandas as pd

    if isinstance(value, pd.MultiIndex):
        _refuse(encoder, place, "an index with several levels", "use .reset_index() first")
    name = encoder.encode(value.name, f"{place}.name", depth + 1)
    if type(value) is pd.RangeIndex:
        return [name, {"range": [value.start, value.stop, value.step]}]
    if type(value) not in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex):
        _refuse(encoder, place, f"an index of type {type(value).__name__}", "use .reset_index() first")
    return [name, _column(value, encoder, place, depth)]


def _index_of(data: Any, decoder: Any, depth: int) -> Any:
    import pandas as pd

    name, column = data
    label = decoder.decode(name, depth + 1)
    if "range" in column:
        start, stop, step = (int(part) for part in column["range"])
        made = pd.RangeIndex(start, stop, step)
        decoder.add(8 * len(made), depth)
        made.name = label
        return made
    part = _column_of(column, decoder, depth)
    return pd.Index(part, dtype=part.dtype, name=label)


def _refuse(encoder: Any, place: str, what: str, instead: str = "use numbers or texts") -> Any:
    raise CannotCross(f"{encoder.name}{place} is {what}, which a test cannot read; {instead}.")
