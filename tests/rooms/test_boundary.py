"""What crosses between a learner's code and the tests comes back equal and of exactly the same type, or is refused."""

import base64
import collections
import dataclasses
import datetime as dt
import enum
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from hypothesis.extra import pandas as pdst

from pmcourse.rooms import crossing
from pmcourse.rooms.boundary import CannotCross, decode, encode
from pmcourse.rooms.wire import packed, unpacked

ZONES = st.none() | st.just(dt.UTC) | st.timedeltas(
    min_value=dt.timedelta(hours=-23), max_value=dt.timedelta(hours=23)
).map(dt.timezone)  # fmt: skip
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-9, 9).map(lambda digit: digit * 10**3990)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters())
    | st.text(st.characters(categories=["Cs"]), max_size=3)
    | st.binary()
    | st.dates()
    | st.timedeltas()
    | st.builds(dt.datetime.replace, st.datetimes(), tzinfo=ZONES, fold=st.sampled_from([0, 1]))
    | st.builds(range, st.integers(), st.integers(), st.integers(min_value=1))
    | st.fractions()
    | st.decimals(allow_nan=False)
)
KEYS = st.recursive(ATOMS, lambda k: st.tuples(k, k) | st.frozensets(k, max_size=3), max_leaves=4)
VALUES = st.recursive(
    ATOMS,
    lambda v: (
        st.lists(v, max_size=4)
        | st.tuples(v, v)
        | st.dictionaries(KEYS, v, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=15,
)
DTYPES = (
    npst.boolean_dtypes()
    | npst.integer_dtypes(endianness="?")
    | npst.unsigned_integer_dtypes(endianness="?")
    | npst.floating_dtypes(endianness="?", sizes=(16, 32, 64))
    | npst.complex_number_dtypes(endianness="?", sizes=(64, 128))
    | npst.unicode_string_dtypes(endianness="?", max_len=5)
    | npst.datetime64_dtypes(endianness="?", max_period="D", min_period="ns")
    | npst.timedelta64_dtypes(endianness="?", max_period="D", min_period="ns")
)
SHAPES = npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


def across(value, **options):
    """`value` as it arrives on the other side."""
    return decode(unpacked(packed({"value": encode(value, **options)}))["value"])


def exactly(value):
    """Something hashable that two values share only if they are equal and of the same types all the way down."""
    kind = type(value)
    if kind in (list, tuple):
        return (kind, *map(exactly, value))
    if kind is dict:
        return (kind, *((exactly(k), exactly(v)) for k, v in value.items()))
    if kind in (set, frozenset):
        return (kind, frozenset(map(exactly, value)))
    if kind is int:
        return (kind, hex(value))
    if kind is dt.datetime:
        return (kind, repr(value), repr(value.tzinfo), value.fold)
    return (kind, repr(value))


@given(VALUES)
def test_a_plain_value_comes_back_equal_and_of_the_same_types(value):
    assert exactly(across(value)) == exactly(value)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_the_standard_librarys_dictionaries_come_back_as_such(pairs):
    for made in (collections.OrderedDict(pairs), collections.Counter(pairs), collections.defaultdict(list, pairs)):
        back = across(made)

        assert type(back) is type(made)
        assert exactly(dict(back)) == exactly(pairs)


@given(npst.arrays(DTYPES, SHAPES))
def test_an_array_comes_back_with_its_type_shape_and_bytes(array):
    back = across(array)

    assert type(back) is np.ndarray
    assert (back.dtype, back.dtype.byteorder, back.shape) == (array.dtype, array.dtype.byteorder, array.shape)
    assert back.tobytes() == array.tobytes()


@given(st.lists(st.none() | st.integers() | st.text() | st.floats(allow_nan=False), max_size=5))
def test_an_array_of_mixed_things_comes_back(parts):
    array = np.empty(len(parts), dtype=object)
    array[:] = parts

    back = across(array)

    assert back.dtype == object and exactly(back.tolist()) == exactly(parts)


@given(npst.arrays(DTYPES, 1))
def test_a_number_of_numpys_comes_back_as_one(array):
    back = across(array[0])

    assert type(back) is type(array[0])
    assert np.asarray(back).astype(array.dtype).tobytes() == array.tobytes()


@given(
    pdst.data_frames(
        [
            pdst.column("count", dtype=np.int64),
            pdst.column("share", dtype=np.float64),
            pdst.column("ok", dtype=bool),
            pdst.column("when", elements=st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1))),
            pdst.column("word", elements=st.text(), dtype=object),
        ]
    )
)
@settings(max_examples=40)
def test_a_table_comes_back_with_its_columns_types_and_index(table):
    for made in (table, table.astype({"word": "str"}), table.set_index("when"), table.rename_axis("row")):
        pd.testing.assert_frame_equal(across(made), made, check_exact=True, check_freq=False)


@given(pdst.series(dtype=np.float64), st.none() | st.text() | st.integers())
@settings(max_examples=40)
def test_a_column_comes_back_with_its_name(column, name):
    column = column.rename(name)

    pd.testing.assert_series_equal(across(column), column, check_exact=True)
    pd.testing.assert_index_equal(across(column.index), column.index)


@pytest.mark.parametrize(
    "value", [pd.NaT, pd.NA, pd.Timestamp("2026-03-04 05:06:07.000000008"), pd.RangeIndex(2, 9, 3)]
)
def test_single_things_of_pandas_come_back(value):
    back = across(value)

    assert type(back) is type(value) and repr(back) == repr(value)


class Word(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True


class Colour(enum.IntEnum):
    RED = 1


class Columns(pd.DataFrame):
    pass


Point = collections.namedtuple("Point", "x y")


@dataclasses.dataclass
class Thing:
    size: int = 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Word("a"), "the value is a Word, a special kind of str"),
        (Colour.RED, "a Colour, a special kind of int"),
        (Point(1, 2), "a Point, a special kind of tuple"),
        (collections.UserDict(a=1), "a UserDict, which a test cannot read"),
        ([1, {"k": Word("a")}], "the value[1]['k'] is a Word"),
        ({Word("a"): 1}, "the value, a key is a Word"),
        (Thing(), "is a Thing, which a test cannot read"),
        (Thing, "is a class"),
        ((n for n in ()), "can be read only once"),
        (map(abs, [1]), "Make a list of it with list(...)"),
        ({}.keys(), "Make a list of it with list(...)"),
        (len, "is a function, and only values"),
        (object(), "which a test cannot read"),
        ([10**5000], "whole number of more than 4,000 digits"),
        (dt.datetime(2026, 1, 1, tzinfo=__import__("zoneinfo").ZoneInfo("Europe/Lisbon")), "timezone.utc"),
        (np.zeros(2, dtype=[("a", "i4")]), "an array of type"),
        (np.ma.array([1]), "MaskedArray"),
        (Columns(), "is a Columns"),
        (pd.DataFrame({"a": pd.Categorical(["x"])}), "column of type category"),
        (pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)])), "reset_index"),
        (pd.DataFrame({"a": [Word("x")]}), "special kind of str"),
        ("x" * (crossing.MAX_BYTES + 1), "too large"),
        ([0] * (crossing.MAX_ITEMS + 1), "too large"),
        (np.zeros(crossing.MAX_BYTES), "too large"),
    ],
)
def test_anything_else_is_refused_in_words(value, words):
    with pytest.raises(CannotCross, match=re.escape(words)):
        encode(value)


def test_circles_and_towers_are_refused():
    circle, tower = [], []
    circle.append(circle)
    for _ in range(100_000):
        tower = [tower]

    with pytest.raises(CannotCross, match="contains itself"):
        encode(circle)
    with pytest.raises(CannotCross, match="nested more than"):
        encode(tower)


def test_the_same_list_twice_is_no_circle():
    part = [1]

    assert across([part, part]) == [[1], [1]]


def test_a_function_crosses_only_as_what_the_caller_makes_of_it():
    data = encode([abs], lambda function: {"function": 7, "name": function.__name__})

    assert decode(data, lambda number, name: (number, name)) == [(7, "abs")]
    with pytest.raises(CannotCross, match="only values"):
        decode(data)


TAGS = (
    "dict tuple set float bytes complex range datetime date timedelta array scalar table series index timestamp missing"
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    LEAVES | st.sampled_from(["<i8", "O", "AAAA", "ns", "nan"]),
    lambda v: (
        st.lists(v, max_size=4)
        | st.dictionaries(st.sampled_from(["function", "name", "columns", "index", "data", "str", "text", "x"]), v)
        | st.builds(lambda tag, inside: {tag: inside}, st.sampled_from(TAGS.split(" ")), v)
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=400)
def test_whatever_arrives_is_a_plain_value_or_refused(data):
    try:
        value = decode(data)
    except CannotCross:
        return
    assert encode(value) is not Ellipsis


@pytest.mark.parametrize(
    "data",
    [
        math.nan,
        {"float": "1e999"},
        {"complex": ["1"]},
        {"array": ["<i8", [10**7, 10**7, 10**7], ""]},
        {"array": ["|V8", [1], "AAAAAAAAAAA="]},
        {"array": ["O", [10**7], []]},
        {"scalar": ["<U9999999", ""]},
        {"range": [0, 1, 0]},
        {"index": [None, {"range": [0, 10**12, 1]}]},
        {"timedelta": [10**30, 0, 0]},
        {"bytes": "not base64!"},
        {"dict": [[[], 1]]},
        {"tuple": {"dict": []}},
        {"object": "__reduce__"},
        {"function": 0, "name": "f", "more": 1},
        {"list": 1, "dict": 2},
        base64,
    ],
)
def test_forged_data_are_refused(data):
    with pytest.raises(CannotCross):
        decode(data)
