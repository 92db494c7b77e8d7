# make help lists the targets. Needs GNU make 3.81 or later, and Python 3.11 to 3.13 (PYTHON=python3.12 chooses).
PY := .venv/bin/python
PIP = python tools/run_pip.py install --quiet
EXTRAS = --extra lab --extra keras
UV ?= build/uv/bin/uv
# libclang is asked for by TensorFlow, which imports it nowhere: 64 MB.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-package libclang \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml
PYTEST = $(PY) -m pytest -n 2
export PYTHON
# What changes how Python runs is not the lessons' to bear: under PYTHONOPTIMIZE, say, no assert is made.
unexport PYTEST_DISABLE_PLUGIN_AUTOLOAD $(filter-out PYTHON PYTHON_%,$(filter PYTHON%,$(.VARIABLES)))

.DELETE_ON_ERROR:
.PHONY: help lab lint edit student reset release grade nbgrader test test-unit test-all browser notebooks lock bench bench-commit bench-explorer bench-checks bench-course bench-grading test-processors test-newest test-oldest test-another-python site clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

lab: .venv/lab.stamp  ## copy the lessons to work/ and open them in JupyterLab (ARGS="--no-browser --port=8899")
	@$(PY) -m rnnlab lab $(ARGS)

edit: .venv/lab.stamp  ## open the original lessons in JupyterLab
	@$(PY) -m rnnlab edit $(ARGS)

student: .venv/lab.stamp  ## write versions without solutions and outputs to student/
	@$(PY) -m rnnlab student

reset: .venv/lab.stamp  ## renew one copy in work/ and keep the old one beside it: make reset LESSON=02
	@test -n "$(LESSON)" || { echo "rnnlab: which lesson? make reset LESSON=02" >&2; exit 1; }
	@$(PY) -m rnnlab reset "$(LESSON)"

lint: .venv/test.stamp  ## linter, formatter, spelling, types, floors of imports, declared dependencies, JavaScript, workflows
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(PY) .venv/bin/codespell
	$(PY) .venv/bin/lint-imports
	$(PY) .venv/bin/mypy
	$(PY) .venv/bin/deptry .
	.venv/bin/deno lint --quiet rnnlab
	.venv/bin/deno check --quiet --no-remote rnnlab
	.venv/bin/zizmor --offline --no-progress --quiet .github/workflows

test: .venv/test.stamp  ## run the unit tests, then compare every stored output of the lessons (nbval)
	$(PYTEST) -m "not browser and not slow"
	$(PYTEST) --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks

test-unit: .venv/test.stamp  ## the quick tests: network, training, pictures, explorer, exercises, lessons; no Keras, no grader
	$(PYTEST) -m "not browser and not slow and not keras" \
		tests/network tests/training tests/pictures tests/explorer tests/exercises tests/lessons

release: .venv/lab.stamp  ## write student versions for a class: make release LESSON=02 TO=class (ARGS=--class-seed=7)
	@test -n "$(LESSON)" -a -n "$(TO)" || { echo "rnnlab: what, and where to? make release LESSON=02 TO=class" >&2; exit 1; }
	@$(PY) -m rnnlab release $(LESSON) --to "$(TO)" $(ARGS)

grade: .venv/lab.stamp  ## grade a folder of submissions: make grade FROM=submitted OUT=grades.csv (ARGS=--due=2026-11-30T23:59)
	@test -n "$(FROM)" -a -n "$(OUT)" || { echo "rnnlab: what, and where to? make grade FROM=submitted OUT=grades.csv" >&2; exit 1; }
	@$(PY) -m rnnlab grade "$(FROM)" --out "$(OUT)" $(ARGS)

nbgrader: build/nbgrader.stamp  ## nbgrader in an environment of its own, build/nbgrader

test-all: nbgrader test browser  ## test, browser, and the tests that take long
	$(PYTEST) -m "slow and not browser"
	$(PY) -m pytest -m "browser and slow"

browser: .venv/test.stamp  ## drive JupyterLab in headless Chromium
	$(PY) -m pytest -m "browser and not slow"

notebooks: .venv/lab.stamp  ## execute the lessons in place and normalise them; a second run changes nothing
	@$(PY) -m rnnlab notebooks $(NAMES)

lock: .venv/lab.stamp $(UV)  ## resolve pyproject.toml into the locks and conda's files (UPGRADE=--upgrade: newer)
	$(COMPILE) $(EXTRAS) -o requirements.lock
	$(COMPILE) $(EXTRAS) --extra test --extra site --extra dev -c requirements.lock -o requirements-test.lock
	$(COMPILE) --extra coursework -c requirements.lock -o requirements-coursework.lock
	$(PY) tools/conda_files.py

bench: .venv/lab.stamp  ## measure the NumPy engine
	@$(PY) benchmarks/engine.py

bench-commit: .venv/lab.stamp  ## is the engine as fast as at another commit? make bench-commit BASE=145619f
	@$(PY) benchmarks/commits.py $(BASE)

bench-explorer: .venv/lab.stamp  ## measure the explorers
	@$(PY) benchmarks/explorer.py

bench-checks: .venv/lab.stamp  ## measure the checks: how long a reader waits for an answer
	@$(PY) benchmarks/checks.py

bench-course: .venv/lab.stamp  ## measure what each lesson costs: time, memory, size
	@$(PY) benchmarks/course.py

bench-grading: .venv/lab.stamp  ## measure what grading a class takes: time, memory (SIZES="10 100")
	@$(PY) benchmarks/grading.py $(SIZES)

test-processors: .venv/lab.stamp  ## execute the lessons as other processors would; no stored output may differ
	@$(PY) -m tools.compare_on_cpu_variants $(NAMES)

test-newest: .venv/lab.stamp $(UV)  ## the tests with the newest allowed versions, in an environment of its own (PRE=1: pre-releases too)
	$(UV) pip compile --quiet --python $(PY) $(if $(PRE),--prerelease allow) pyproject.toml $(EXTRAS) --extra test --extra site -o build/newest.txt
	$(PY) -m venv --clear build/newest
	build/newest/bin/$(PIP) --no-deps -r build/newest.txt
	build/newest/bin/$(PIP) --no-deps --no-build-isolation -e .
	build/newest/bin/python -m pytest -n 2 -m "not browser and not slow" --ignore=tests/tooling
	build/newest/bin/python -m pytest -n 2 --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks

test-oldest: .venv/lab.stamp $(UV)  ## unit tests, and the lessons without an error, with the oldest allowed versions (Python 3.11)
	$(UV) venv --quiet --clear --seed --python 3.11 build/oldest
	$(UV) pip compile --quiet --python build/oldest --resolution lowest-direct pyproject.toml $(EXTRAS) -o build/oldest-core.txt
	$(UV) pip compile --quiet --python build/oldest pyproject.toml $(EXTRAS) --extra test --extra site -c build/oldest-core.txt -o build/oldest.txt
	build/oldest/bin/$(PIP) --no-deps -r build/oldest.txt
	build/oldest/bin/$(PIP) --no-deps --no-build-isolation -e .
	build/oldest/bin/python -m pytest -n 2 -m "not browser and not slow" --ignore=tests/tooling
	build/oldest/bin/python -m pytest -n 2 --dist loadscope --nbval-lax --nbval-current-env --nbval-cell-timeout=300 notebooks

test-another-python: .venv/test.stamp  ## engine, lessons and stored outputs on a Python that .venv does not have (PYTHON=...)
	@sh tools/another_python.sh

site: .venv/test.stamp  ## write the lessons as static pages to build/site, explorers alive
	@$(PY) -m rnnlab site $(NAMES)

clean:  ## remove the environment and what was built; your work/ stays
	rm -rf .venv build student

# The stamps do not know that the folder was moved, or that the Python below .venv is gone.
ifneq ($(wildcard .venv/*.stamp),)
ifneq ($(shell sh tools/environment.sh intact && echo yes),yes)
.venv/lab.stamp .venv/test.stamp: mend
mend:
endif
endif

.venv/lab.stamp: requirements.lock pyproject.toml
	@sh tools/environment.sh requirements.lock
	@touch $@

.venv/test.stamp: requirements-test.lock requirements.lock pyproject.toml
	@sh tools/environment.sh requirements-test.lock
	@touch .venv/lab.stamp $@

build/nbgrader.stamp: .venv/lab.stamp requirements-coursework.lock
	rm -rf build/nbgrader
	$(PY) -m venv build/nbgrader
	build/nbgrader/bin/$(PIP) -c requirements-coursework.lock nbgrader \
		>build/nbgrader.log 2>&1 || { tail -5 build/nbgrader.log >&2; exit 1; }
	@touch $@

build/uv/bin/uv: .venv/lab.stamp
	$(PY) -m venv build/uv
	build/uv/bin/$(PIP) uv==0.13.9
