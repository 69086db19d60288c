"""The examples of docs/api/README.md run, in their order, and answer as they say."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from amends.api.problems import CODES, KIND
from amends.api.v1.orders import ORDERS
from amends.office.models import Person
from amends.office.tokens import create_token

README = Path(__file__).parents[3] / "docs" / "api" / "README.md"
EXAMPLES = re.compile(r"^(curl .*?)\n# (\d+)(?: (\{.*\}))?$", re.MULTILINE | re.DOTALL)


@pytest.mark.django_db
def test_the_examples_run_as_they_stand(vera: Person) -> None:
    told = {"TOKEN": create_token(vera, at=timezone.now())}
    examples = [
        found
        for block in re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL)
        for found in EXAMPLES.findall(block)
    ]
    assert len(examples) >= 13
    for command, status, names in examples:
        response = _curl(command, told)
        assert response.status_code == int(status), (command, response.content)
        for field, name in re.findall(r'"(\w+)": ([A-Z]+)', names):
            told[name] = str(response.json()[field])


def test_every_verb_and_every_kind_of_problem_is_told() -> None:
    text = README.read_text()
    rows = {
        name: line
        for line in text.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert rows.keys() == {str(order.verb) for order in ORDERS}
    for order in ORDERS:
        for name, field in order.model_fields.items():
            assert (f"**{name}**" if field.is_required() else name) in rows[order.verb], (order.verb, name)
    for code in {"stale", "other_content", "refused", "access_code", *CODES.values()} - {"conflict"}:
        assert f"`{code}`" in text, f"{KIND}{code}"


def _curl(command: str, told: dict[str, str]) -> object:
    """As much of curl as the examples use, spoken to the application itself."""
    words = shlex.split(re.sub(r"\$([A-Z]+)", lambda found: told[found[1]], command.replace("\\\n", " ")))[1:]
    headers: dict[str, str] = {}
    form: dict[str, object] = {}
    method, body, address = "GET", "", ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
            assert json.loads(body)
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            form[name] = SimpleUploadedFile(value[1:], b"picture") if value.startswith("@") else value
        else:
            address = word.removeprefix("http://localhost:8000")
    client = Client(headers=headers)
    if method == "GET":
        return client.get(address)
    if form:
        return client.post(address, form)
    return client.post(address, body, content_type=headers["Content-Type"])
