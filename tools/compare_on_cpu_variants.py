"""Compare the stored outputs of the lessons with what other processors would give, as far as this one emulates them.

    python -m tools.compare_on_cpu_variants [notebooks/04_sum_of_three.ipynb …] [--variant openblas …]

Each variant of `tools.cpu_variants` first has to prove that it has an effect. Then every notebook is executed under it,
and each stored output that differs is reported. Images of pixels are not compared. ARM processors are not covered.
"""

import argparse
import asyncio
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rnnlab.cli.argument_types import Parser, notebooks_or_all
from rnnlab.cli.parser import add_jobs, add_notebooks, add_timeout
from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import NotebookError, normalise_notebook, read_notebook
from rnnlab.notebook_tools.output_rules import describe_cell
from tools.cpu_variants import CPU_VARIANTS, run_as_variant, why_no_effect


def output_differences(stored, fresh):
    """Describe each output of a notebook that is not as it is stored, in one sentence each.

    Parameters
    ----------
    stored, fresh : nbformat.NotebookNode
        Both normalised.

    Returns
    -------
    list of str
    """
    differences = []
    for index, (before, after) in enumerate(zip(stored.cells, fresh.cells, strict=True)):
        old, new = _output_lines(before), _output_lines(after)
        if old != new:
            lines = next(pair for pair in zip(old + [""] * len(new), new + [""] * len(old)) if pair[0] != pair[1])
            differences.append(f"{describe_cell(stored, index)}: stored {lines[0][:100]!r}, here {lines[1][:100]!r}")
    return differences


def _output_lines(cell):
    """All lines of a cell's outputs, with their kinds.

    Images of pixels are left out, as nbval leaves them, and so is stderr, where a library announces that it was
    configured; `rnnlab.notebook_tools.output_rules` sees to it that none is stored.
    """
    lines = []
    for output in cell.get("outputs", []):
        if output.get("name") == "stderr":
            continue
        kinds = output.get("data") or {output.get("name", output.output_type): output.get("text", "")}
        for kind, text in sorted(kinds.items()):
            if kind != "image/png":
                lines += [f"{kind}: {line}" for line in str(text).splitlines()]
    return lines


def _compare_notebook(path, timeout):
    """Execute a notebook in this process' environment, and list what differs from what it stores."""
    stored = normalise_notebook(read_notebook(path))
    try:
        fresh = normalise_notebook(asyncio.run(execute_notebook(stored, Path(path).parent, timeout)))
    except NotebookError as error:
        return [str(error)]
    return output_differences(stored, fresh)


def _compare_on_variant(variant, paths, jobs, timeout):
    """Prove that a variant has an effect, then execute notebooks under it and print what differs.

    Returns
    -------
    bool
        Whether all outputs are as stored.
    """
    if problem := why_no_effect(variant):
        print(f"{variant.description}: {problem}", flush=True)
        return False
    print(f"{variant.description}: has an effect", flush=True)

    def compare_one(path):
        start = time.monotonic()
        arguments = ["--compare", str(path), "--timeout", str(timeout)]
        try:
            differences = json.loads(run_as_variant("compare_on_cpu_variants", arguments, variant.environment))
            result = f"{len(differences)} outputs differ" if differences else "as stored"
        except RuntimeError as error:
            differences, result = [str(error)], "not executed"
        print(f"  {path.name}: {result}, {time.monotonic() - start:.0f} s", *differences, sep="\n    ", flush=True)
        return not differences
    with ThreadPoolExecutor(jobs) as pool:
        return all(list(pool.map(compare_one, paths)))


def main(arguments=None):
    """Compare every notebook under every variant; the exit code."""
    parser = Parser(prog="python -m tools.compare_on_cpu_variants", description=__doc__.split("\n")[0])
    add_notebooks(parser)
    parser.add_argument("--variant", nargs="+", choices=CPU_VARIANTS, default=list(CPU_VARIANTS),
                        help="which; all if not given")
    add_jobs(parser, "notebooks")
    add_timeout(parser, 600)
    parser.add_argument("--compare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.compare:
        print(json.dumps(_compare_notebook(options.compare, options.timeout)))
        return 0
    paths = notebooks_or_all(options.notebooks)
    variants = [CPU_VARIANTS[name] for name in options.variant]
    results = [_compare_on_variant(variant, paths, options.jobs, options.timeout) for variant in variants]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
