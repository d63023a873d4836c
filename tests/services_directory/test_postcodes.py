"""Loading postcodes: in one transaction, with counts, and each bad line refused by itself."""

import pytest
from django.core.management import CommandError, call_command

from services_directory.models import Postcode, ServicePlace
from tests.factories import services_directory as directory

pytestmark = pytest.mark.django_db
HEAD = "pcd,pcd2,pcds,dointr,doterm,lat,long\n"


def load(tmp_path, text, head=HEAD):
    file = tmp_path / "ONSPD.csv"
    file.write_text(head + text, encoding="utf-8")
    call_command("import_postcodes", str(file))


def test_postcodes_replace_what_was_there_and_place_services(tmp_path, capsys):
    directory.PostcodeFactory(code="ZZ11AA")
    there = directory.ServiceAtLocationFactory(location__postcode="CF10 1EP").service
    load(
        tmp_path,
        'CF101EP,CF10 1EP,CF10 1EP,198001,,51.4816,-3.1791\n"BS1 4ST","BS1  4ST","BS1 4ST",198001,201001,51.4501,-2.5964\n'
        "IM1 1AA,IM1  1AA,IM1 1AA,198001,,99.999999,0\nnone,none,none,,,51,0\nBS14SU,x,BS1 4SU,,,north,-2\n"
        "BS14SV,x,BS1 4SV,,,nan,-2\nBS14SW,x,BS1 4SW,,,12.5,-2\nBS1\nCF10 1EP,,CF10 1EP,,,51.4816,-3.1791\n",
    )
    said = capsys.readouterr()
    assert "2 loaded, 1 without a place left out, 5 refused" in said.out
    assert "Line 5: none is no postcode" in said.err
    assert sorted(Postcode.objects.values_list("code", "district")) == [("BS14ST", "BS1"), ("CF101EP", "CF10")]
    assert ServicePlace.objects.get(service=there).latitude == 51.4816


@pytest.mark.parametrize(
    ("head", "text"), [("name,lat\n", "BS1 4ST,51\n"), (HEAD, ""), (HEAD, "none,none,none,,,51,0\n"), ("<html>", "")]
)
def test_a_file_without_postcodes_changes_nothing(tmp_path, head, text):
    directory.PostcodeFactory(code="ZZ11AA")
    with pytest.raises(CommandError):
        load(tmp_path, text, head)
    with pytest.raises(CommandError):
        call_command("import_postcodes", str(tmp_path / "nothing.csv"))
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00pcds")
    with pytest.raises(CommandError):
        call_command("import_postcodes", str(tmp_path / "binary.csv"))
    assert Postcode.objects.count() == 1
