"""The messages of Python and NumPy that are shown of an error in student code, with blanks for what they are about."""

import re
from collections.abc import Callable

# <word>: names, as "np.tanh" or "my_step"; <quoted>: a text in quotation marks; <n>: a number; <shape>: one or several;
# <end>: never shown.
MESSAGES = r"""
name '<word>' is not defined
cannot access local variable '<word>' where it is not associated with a value
cannot access free variable '<word>' where it is not associated with a value in enclosing scope
'<word>' object has no attribute '<word>'
type object '<word>' has no attribute '<word>'
module '<word>' has no attribute '<word>'<end>
No module named '<word>'
No module named '<word>'; '<word>' is not a package
cannot import name '<word>' from '<word>'<end>
<word> is not available while grading
<word>() missing <n> required positional argument: '<word>'
<word>() missing <n> required positional arguments: '<word>' and '<word>'
<word>() missing <n> required positional arguments: <end>
<word>() missing <n> required keyword-only argument: '<word>'
<word>() takes <n> positional argument but <n> were given
<word>() takes <n> positional arguments but <n> was given
<word>() takes <n> positional arguments but <n> were given
<word>() takes from <n> to <n> positional arguments but <n> was given
<word>() takes from <n> to <n> positional arguments but <n> were given
<word>() takes no arguments
<word>() takes no keyword arguments
<word>() got an unexpected keyword argument '<word>'
<word>() got multiple values for argument '<word>'
'<word>' object is not callable
'<word>' object is not iterable
'<word>' object is not subscriptable
'<word>' object is not an iterator
'<word>' object does not support item assignment
'<word>' object does not support item deletion
'<word>' object cannot be interpreted as an integer
unsupported operand type(s) for <operator>: '<word>' and '<word>'
'<operator>' not supported between instances of '<word>' and '<word>'
bad operand type for unary <operator>: '<word>'
bad operand type for abs(): '<word>'
can only concatenate <word> (not "<word>") to <word>
can't multiply sequence by non-int of type '<word>'
cannot unpack non-iterable <word> object
object of type '<word>' has no len()
unhashable type: '<word>'
must be real number, not <word>
list indices must be integers or slices, not <word>
tuple indices must be integers or slices, not <word>
string indices must be integers, not '<word>'
float() argument must be a string or a real number, not '<word>'
int() argument must be a string, a bytes-like object or a real number, not '<word>'
only integer scalar arrays can be converted to a scalar index
only length-1 arrays can be converted to Python scalars
only 0-dimensional arrays can be converted to Python scalars
only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices
arrays used as indices must be of integer (or boolean) type
loop of ufunc does not support argument <n> of type <word> which has no callable <word> method
ufunc '<word>' not supported for the input types, and the inputs could not be safely coerced to any supported types<end>
ufunc '<word>' did not contain a loop with signature matching types <end>
Cannot cast ufunc '<word>' output from <end>
operands could not be broadcast together with shapes <shape>
non-broadcastable output operand with shape <shape> doesn't match the broadcast shape <shape>
could not broadcast input array from shape <shape> into shape <shape>
shapes <shape> and <shape> not aligned: <n> (dim <n>) != <n> (dim <n>)
shape-mismatch for sum
matmul: Input operand <n> has a mismatch in its core dimension <n>, with gufunc <sig> (size <n> is different from <n>)
matmul: Input operand <n> does not have enough dimensions (has <n>, gufunc core with <sig> requires <n>)
cannot reshape array of size <n> into shape <shape>
axes don't match array
repeated axis in transpose
axis <n> is out of bounds for array of dimension <n>
index <n> is out of bounds for axis <n> with size <n>
index <n> is out of bounds for size <n>
too many indices for array: array is <n>-dimensional, but <n> were indexed
setting an array element with a sequence.<end>
all the input arrays must have same number of dimensions, but <end>
all the input array dimensions except for the concatenation axis must match exactly, but <end>
all input arrays must have the same shape
need at least one array to concatenate
need at least one array to stack
zero-dimensional arrays cannot be concatenated
zero-size array to reduction operation <word> which has no identity
The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()
The truth value of an empty array is ambiguous.<end>
assignment destination is read-only
output array is read-only
iteration over a 0-d array
len() of unsized object
cannot convert float NaN to integer
cannot convert float infinity to integer
einstein sum subscripts string <end>
operands could not be broadcast together with remapped shapes <end>
Unable to allocate <end>
the result is too large to hand over
Singular matrix
Matrix is not positive definite
not enough values to unpack (expected <n>, got <n>)
not enough values to unpack (expected at least <n>, got <n>)
too many values to unpack (expected <n>)
too many values to unpack (expected <n>, got <n>)
could not convert string to float: <quoted>
invalid literal for int() with base <n>: <quoted>
list.remove(x): x not in list
max() arg is an empty sequence
min() arg is an empty sequence
max() iterable argument is empty
min() iterable argument is empty
math domain error
math range error
list index out of range
list assignment index out of range
tuple index out of range
string index out of range
pop from empty list
pop from an empty deque
pop from an empty set
<word> is not allowed while grading
<word> is not allowed there while grading
division by zero
float division by zero
float modulo by zero
float modulo
integer division or modulo by zero
integer modulo by zero
float floor division by zero
maximum recursion depth exceeded<end>
EOF when reading a line
no running event loop
'return' outside function<end>
'await' outside function<end>
name '<word>' is used prior to global declaration<end>
<quoted>
<n>
"""
BLANKS = {
    "word": r"[\w.<>]{1,120}?",
    "quoted": r"'.*'|\".*\"",
    "n": r"-?\d+",
    "shape": r"\([\d, ]*\)(?:,? ?\([\d, ]*\))* ?",
    "operator": r"[-+*/%@<>=&|^~]{1,3}(?: or pow\(\)|: )?",
    "sig": re.escape("signature (n?,k),(k,m?)->(n?,m?)"),
    "end": r".*",
}
CUT = "…"


def _parse(message: str) -> tuple[re.Pattern[str], list[str]]:
    """A line of MESSAGES as a pattern, and the kinds of its blanks."""
    parts = re.split(f"<({'|'.join(BLANKS)})>", message)
    kinds = parts[1::2]
    blanks = [f"({BLANKS[kind]})" for kind in kinds]
    return re.compile("".join(re.escape(text) + blank for text, blank in zip(parts[::2], [*blanks, ""]))), kinds


PATTERNS = [_parse(message) for message in MESSAGES.strip().splitlines()]


def shown_message(text: str, is_shown: Callable[[str, str], bool]) -> str:
    """A message if it is a known one, with dots for what may not be shown; else an empty text.

    Parameters
    ----------
    text : str
    is_shown : callable
        Takes the kind of a blank and what stands there.
    """
    for pattern, kinds in PATTERNS:
        if match := pattern.fullmatch(text):
            message, end = "", 0
            for place, kind in enumerate(kinds, start=1):
                message += text[end : match.start(place)]
                message += match[place] if is_shown(kind, match[place]) else CUT
                end = match.end(place)
            return message + text[end:]
    return ""
