"""The index of the search: everything that it needs is in its page, and cannot end the script that it stands in."""

import json
import re

from rnnlab.site.navigation import Page
from rnnlab.site.search import search_body
from rnnlab.site.sections import Section


def test_the_index_is_in_the_page():
    page = Page("a.html", "A", "The title", "")
    body = search_body([(page, [Section(1, "top", "The title", "Ends with </script> & more.")])])
    index = json.loads(re.search(r'<script id="index" type="application/json">(.*)</script>', body)[1])
    assert index == [["a.html", "The title", [["top", "The title", "Ends with </script> & more."]]]]
    assert body.count("</script>") == 2 and "fetch(" not in body and "import " not in body
    assert 'role="status"' in body
