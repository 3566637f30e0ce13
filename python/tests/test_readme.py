"""Every example of the README runs as it stands there."""

import re

import nbclient
import nbformat
import pytest
from conftest import ROOT

TEXT = (ROOT / "python" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^## ([^\n]+)$|^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    found, heading = [], ""
    for title, code in EXAMPLES:
        heading = title or heading
        if code:
            found.append((heading, code))
    return found


NOTEBOOK = "In a notebook"


@pytest.mark.parametrize(("heading", "code"), [one for one in examples() if one[0] != NOTEBOOK])
def test_an_example_runs(heading, code):
    exec(compile(code, f"README.md: {heading}", "exec"), {"__name__": "example"})


def test_the_example_for_notebooks_runs_in_one(made_up, tmp_path):
    (code,) = [code for heading, code in examples() if heading == NOTEBOOK]
    (tmp_path / "records.ndjson").write_text("\n".join([*made_up, "not JSON"]), encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    verdicts, missing = [output["data"]["text/plain"] for output in notebook.cells[0].outputs]
    assert "no-go" in verdicts and "NaN" in verdicts
    assert len(missing.splitlines()) == 6 and "/" in missing


def test_every_kind_of_table_has_an_example():
    assert {"pandas", "Polars", NOTEBOOK} <= {heading for heading, _ in examples()}
