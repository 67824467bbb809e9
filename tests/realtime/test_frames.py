"""The parser takes what is agreed and nothing else, and never raises anything but BadFrame."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.realtime import frames

PING = '{"type":"ping"}'
BAD = {
    "empty": "", "space": " ", "word": "ping", "number": "1", "null": "null", "list": "[]", "string": '"ping"',
    "half": '{"type":"ping"', "twice": PING + PING, "comma": '{"type":"ping",}', "single quotes": "{'type':'ping'}",
    "no type": "{}", "type is a number": '{"type":1}', "type is null": '{"type":null}',
    "nan": '{"type":"ping","x":NaN}', "infinity": '{"type":"ping","x":-Infinity}', "1e999": '{"type":"ping","x":1e999}',
    "5,000 digits": '{"type":"ping","x":%s}' % ("9" * 5000), "21 digits": '{"type":"ping","x":%s}' % ("9" * 21),
    "doubled key": '{"type":"ping","type":"send"}', "half a character": '{"type":"ping","x":"\\ud800"}',
    "raw half": '{"type":"ping","x":"\ud800"}', "50,000 brackets": "[" * 50_000,
    "deep": '{"type":"ping","x":' + "[" * 21 + "]" * 21 + "}",
    "deep keys": '{"x":' * 30 + "1" + "}" * 30, "control": '{"type":"pi\nng"}', "bom": "\ufeff" + PING,
    "comment": PING + "//", "hex": '{"type":"ping","x":0x1}', "leading zero": '{"type":"ping","x":01}',
}  # fmt: skip


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_a_bad_frame_is_a_bad_frame(text):
    with pytest.raises(frames.BadFrame):
        frames.parse(text)


def test_a_binary_frame_is_a_bad_frame():
    with pytest.raises(frames.BadFrame):
        frames.parse(None)


@pytest.mark.parametrize(
    "text", ['{"type":"ping","x":"%s"}' % ("a" * 65_536), '{"type":"ping","x":"%s"}' % ("ä" * 40_000)]
)
def test_a_large_frame_is_too_large_by_its_bytes(text):
    with pytest.raises(frames.BadFrame) as refused:
        frames.parse(text)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("text", [PING, ' {"type" : "ping"} ', '{"type":"ping","x":"\\ud83d\\ude00"}'])
def test_what_is_agreed_is_taken(text):
    assert frames.parse(text)["type"] == "ping"


@given(st.text())
def test_any_text_is_an_object_or_a_bad_frame(text):
    with suppress(frames.BadFrame):
        frames.parse(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=3))
def test_what_is_sent_can_be_read(fields):
    frame = {**fields, "type": "x"}
    assert frames.parse(frames.encode(frame)) == json.loads(json.dumps(frame))


@pytest.mark.parametrize("value", [None, 1, "", "x" * 36, "12345678123456781234567812345678", ["a"]])
def test_an_id_is_a_uuid_in_its_long_form(value):
    with pytest.raises(frames.BadFrame):
        frames.uuid_field({"id": value}, "id")


@pytest.mark.parametrize("value", [-1, 2**31, True, 1.0, "1"])
def test_a_number_is_whole_and_not_negative(value):
    with pytest.raises(frames.BadFrame):
        frames.number_field({"seq": value}, "seq")
