"""Array outlines are to scale."""

from rnnlab.pictures import box_outline


def test_a_box_is_to_scale():
    drawn = box_outline(0, 0, 5, 7, 3, "X", unit=10)
    assert (drawn.width, drawn.height) == (3 * 10 + 5 * 4, 7 * 10 + 5 * 4)
    one = drawn.slice(sample=0, step=0)
    assert (one.width, one.height) == (30 + 4, 10 + 4)
    last = drawn.slice(step=6)
    assert (last.bottom, last.height) == (drawn.bottom, 10 + 20)
    whole = drawn.slice()
    assert (whole.x, whole.y, whole.width, whole.height) == (drawn.x, drawn.y, drawn.width, drawn.height)
