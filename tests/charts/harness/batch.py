"""Many renders of one chart in one run of Helm: a chart that holds it many times, each under another alias.

Starting Helm is what takes the time; with this, a property can be looked at for hundreds of values.
"""

import json
import re
import shutil
import tempfile
from pathlib import Path

from harness.helm import Render, render_text
from harness.objects import load, parse
from harness.places import CHARTS, NEWEST

SOURCE = re.compile(r"^# Source: batch/charts/v(\d+)/", re.MULTILINE)


def write_chart(folder, chart, count):
    version = load((CHARTS / chart / "Chart.yaml").read_text())["version"]
    entries = [{"name": chart, "version": version, "alias": f"v{index}"} for index in range(count)]
    head = {"apiVersion": "v2", "name": "batch", "version": "1.0.0", "dependencies": entries}
    (folder / "Chart.yaml").write_text(json.dumps(head))
    shutil.copytree(CHARTS / chart, folder / "charts" / chart)


def render_batch(chart, list_of_values, version=NEWEST):
    """For each map of values the objects, each by itself as `render` gives them."""
    with tempfile.TemporaryDirectory(prefix="sailmaker-batch-") as name:
        folder = Path(name, "batch")
        folder.mkdir()
        write_chart(folder, chart, len(list_of_values))
        values = {f"v{index}": values for index, values in enumerate(list_of_values)}
        text = render_text(Render(str(folder), values=values, version=version))
    text = re.sub(r"helm\.sh/chart: v\d+-", f"helm.sh/chart: {chart}-", text)  # an alias takes the place of the name
    result = [[] for _ in list_of_values]
    for document in text.split("---\n"):
        if match := SOURCE.search(document):
            result[int(match[1])] += parse(document)
    return result
