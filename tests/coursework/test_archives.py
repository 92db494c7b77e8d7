"""Archives: what a student has packed is unpacked inside one folder, within limits, or refused with a reason."""

import io
import os
import stat
import struct
import zipfile

import pytest

from rnnlab.coursework import archives
from rnnlab.coursework.archives import ArchiveError, ArchiveLimits, names_in_archive, unpack

LIMITS = ArchiveLimits(20, 1_000_000)


def pack(path, members):
    """An archive; a name may be a ZipInfo."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def unpacked(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_and_folders_are_unpacked(tmp_path):
    path = pack(tmp_path / "a.zip", [("anna/02.ipynb", "{}"), ("anna/x/y.txt", "y"), ("c\\d.ipynb", "d")])
    assert unpack(path, tmp_path / "to", LIMITS) == []
    assert unpacked(tmp_path / "to") == ["anna/02.ipynb", "anna/x/y.txt", "c/d.ipynb"]
    assert names_in_archive(path) == ["anna/02.ipynb", "anna/x/y.txt", "c/d.ipynb"]


def test_only_what_is_wanted(tmp_path):
    path = pack(tmp_path / "a.zip", [("a.ipynb", "{}"), ("film.mp4", "x" * 2_000_000)])
    assert unpack(path, tmp_path / "to", LIMITS, lambda name: name.endswith("ipynb")) == []
    assert unpacked(tmp_path / "to") == ["a.ipynb"]


@pytest.mark.parametrize("name", ["../out.ipynb", "/out.ipynb", "a/../../out.ipynb", "..\\out.ipynb", "C:\\out.ipynb"])
def test_nothing_is_written_outside(tmp_path, name):
    left_out = unpack(pack(tmp_path / "a.zip", [(name, "x"), ("in.ipynb", "{}")]), tmp_path / "to" / "deep", LIMITS)
    assert len(left_out) == 1 and "left out" in left_out[0]
    assert unpacked(tmp_path) == ["a.zip", "to/deep/in.ipynb"]


def test_links_and_devices_are_left_out(tmp_path):
    members = []
    for name, kind in {"link": stat.S_IFLNK, "pipe": stat.S_IFIFO, "device": stat.S_IFCHR}.items():
        info = zipfile.ZipInfo(f"{name}.ipynb")
        info.create_system, info.external_attr = 3, (kind | 0o777) << 16
        members.append((info, "/etc/passwd"))
    left_out = unpack(pack(tmp_path / "a.zip", members), tmp_path / "to", LIMITS)
    assert len(left_out) == 3 and not (tmp_path / "to").exists()


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    path = pack(tmp_path / "a.zip", [(f"{place}.ipynb", b"0" * 400_000) for place in range(5)])
    with pytest.raises(ArchiveError, match="too large"):
        unpack(path, tmp_path / "to", LIMITS)
    assert sum(path.stat().st_size for path in (tmp_path / "to").iterdir()) <= 2 * LIMITS.total_bytes


def test_a_size_that_is_a_lie_changes_nothing(tmp_path):
    path = pack(tmp_path / "a.zip", [("a.ipynb", b"0" * 3_000_000)])
    data = path.read_bytes().replace(struct.pack("<L", 3_000_000), struct.pack("<L", 10))
    path.write_bytes(data)
    with pytest.raises(ArchiveError):
        unpack(path, tmp_path / "to", LIMITS)
    assert sum(path.stat().st_size for path in (tmp_path / "to").iterdir()) <= LIMITS.total_bytes


def test_too_many_files(tmp_path, monkeypatch):
    path = pack(tmp_path / "a.zip", [(f"{place}.ipynb", "") for place in range(30)])
    with pytest.raises(ArchiveError, match="30 files, 20 is the most"):
        unpack(path, tmp_path / "to", LIMITS)
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 1000)  # before Python reads the table of contents
    monkeypatch.setattr(zipfile, "ZipFile", lambda *rest: pytest.fail("read"))
    with pytest.raises(ArchiveError, match="too many files"):
        unpack(path, tmp_path / "to", LIMITS)


def test_a_table_of_contents_that_says_it_is_small_in_the_wrong_place(tmp_path):
    """In an archive for more than 4 GB another record decides."""
    path = pack(tmp_path / "a.zip", [("a.ipynb", "{}")])
    data, end = path.read_bytes()[:-22], path.read_bytes()[-22:]
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 10**12, 0)
    path.write_bytes(data + large + struct.pack("<4sLQL", b"PK\6\7", 0, len(data), 1) + end)
    with pytest.raises(ArchiveError, match="too many files"):
        unpack(path, tmp_path / "to", LIMITS)


def test_the_same_name_twice_and_a_file_where_a_folder_is(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning):
        pack(path, [("a.ipynb", "1"), ("a.ipynb", "2"), ("b", "3"), ("b/c.ipynb", "4")])
    left_out = unpack(path, tmp_path / "to", LIMITS)
    assert unpacked(tmp_path / "to") == ["a (2).ipynb", "a.ipynb", "b"] and len(left_out) == 1


def test_names_in_other_codes_and_too_long_ones(tmp_path):
    pack(tmp_path / "a.zip", [("ä" * 200 + ".ipynb", "{}"), ("M\u00fcller.ipynb", "{}")])
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0)))
    assert unpack(tmp_path / "a.zip", tmp_path / "to", LIMITS) == []
    assert "Müller.ipynb" in unpacked(tmp_path / "to")
    assert all(name.endswith(".ipynb") for name in unpacked(tmp_path / "to"))


def encrypted(path):
    pack(path, [("a.ipynb", "{}")])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "make, reason",
    [
        (lambda path: path.write_bytes(b""), "damaged"),
        (lambda path: path.write_bytes(b"no archive" * 100), "damaged"),
        (lambda path: path.write_bytes(b"PK\5\6"), "damaged"),
        (lambda path: path.write_bytes(pack(path, [("a", "b" * 99)]).read_bytes()[40:]), "damaged"),
        (lambda path: path.symlink_to("/dev/zero"), "not a file"),
        (lambda path: os.mkfifo(path), "not a file"),
        (encrypted, "cannot be unpacked"),
    ],
    ids=["empty", "text", "end only", "cut", "link", "pipe", "encrypted"],
)
def test_what_is_no_archive_says_so(tmp_path, make, reason):
    make(tmp_path / "a.zip")
    with pytest.raises(ArchiveError, match=reason):
        unpack(tmp_path / "a.zip", tmp_path / "to", LIMITS)
    assert names_in_archive(tmp_path / "a.zip") == [] or reason == "cannot be unpacked"


def test_damage_in_the_middle(tmp_path):
    path = pack(tmp_path / "a.zip", [("a.ipynb", os.urandom(5000)), ("b.ipynb", "{}")])
    data = bytearray(path.read_bytes())
    data[2000:2100] = bytes(100)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="damaged"):
        unpack(path, tmp_path / "to", LIMITS)
    assert unpacked(tmp_path / "to") == []  # no part of a file, which would be graded in its place


def test_an_archive_in_an_archive_stays_one(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.ipynb", "{}")
    unpack(pack(tmp_path / "a.zip", [("b.zip", inner.getvalue())]), tmp_path / "to", LIMITS)
    assert unpacked(tmp_path / "to") == ["b.zip"]
