"""E-mail addresses and links that may stand in a file; `broken/addresses.yaml` holds those that may not."""

from __future__ import annotations

import re

import pytest
from pydantic_core import PydanticCustomError

from generator.contract.addresses import ROUGH_EMAIL, ROUGH_LINK, read_email, read_link

EMAILS = (
    "a@b.se",
    "asa.oberg+avtal@region-exempel.se",
    "eva_ek@regionörebrolän.se",
    "x-1~y@sub.example.co.uk",
    "upphandling@例え.jp",
    "o'brien@supplier.example",
    "r&d@supplier.example",
    "åsa@region.example",
)
LINKS = (
    "https://meet.region.example/re-2024-0307",
    "http://localhost:8080/",
    "https://regionörebrolän.se/sök?q=a&b=c#d",
    "https://region.example",
    "HTTPS://region.example/a%20b(1),2;x=@y",
)


@pytest.mark.parametrize("address", EMAILS)
def test_an_address_may_be(address):
    assert read_email(address) == address
    assert re.search(ROUGH_EMAIL, address)


@pytest.mark.parametrize("link", LINKS)
def test_a_link_may_be(link):
    assert read_link(link) == link
    assert re.search(ROUGH_LINK, link)


@pytest.mark.parametrize("sign", '?%"#/\\ <>()[]:;,@=^`{|}\n')
def test_signs_that_no_address_has_before_the_at(sign):
    with pytest.raises(PydanticCustomError):
        read_email(f"a{sign}b@region.example")


@pytest.mark.parametrize("host", ["a..b", ".a", "-a.se", "a-.se", "a_b.se", "a.se.", "a b.se", "a'b.se", "a@b.se", "a.se:x", ""])
def test_hosts_that_are_none(host):
    with pytest.raises(PydanticCustomError):
        read_link(f"https://{host}/")
