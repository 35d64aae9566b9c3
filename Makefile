# Each target does its own set-up first; a second run does not install again.
#   make lab       open the course in JupyterLab
#   make test      every test
#   make demo      a made-up class hands in, is graded, and gets a skill report
#   make release   make the learners' versions of the assignments
#   make grade     grade what was handed in
#   make bench     speed and quality, beside the stock tools (about 12 minutes; each script says how to run more of it)
#   make lint      style
#   make lock      bring requirements.txt in line with pyproject.toml, and change nothing else
#   make upgrade   the same, with the newest version of everything
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: lab test demo release grade bench lint lock upgrade

lab: $(READY)
	pmcourse lab

test: $(READY)
	env -u PYTHONDONTWRITEBYTECODE pytest -n 3 --dist loadgroup  # hundreds of programs: what one compiles the next one finds

demo: $(READY)
	pmcourse demo

release: $(READY)
	pmcourse release

grade: $(READY)
	pmcourse grade

bench: $(READY)
	python benchmarks/lesson_start.py
	python benchmarks/backlog_csv.py
	python benchmarks/backlog_widget.py
	python benchmarks/instrument_speed.py
	python benchmarks/roadmap_forecast.py
	python benchmarks/delivery_keys.py
	python benchmarks/story_quality.py
	python benchmarks/autograde.py --stock 12 --scale 100 1000
	python benchmarks/forgery.py --every 8
	python benchmarks/honest.py

lint: $(READY)
	ruff check .
	pytest -q tests/test_architecture.py

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --all-extras pyproject.toml --output-file requirements.txt

lock: $(READY)
	pip install --quiet uv
	$(COMPILE)

upgrade: $(READY)
	pip install --quiet uv
	$(COMPILE) --upgrade

COPIED := $(wildcard pmcourse/jupyter/*.py pmcourse/jupyter/*/*.json pmcourse/jupyter/*/*/*.js)  # into .venv when installed

# uv takes a tenth of pip's time; pip heeds an index of one's own that is named in pip.conf
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) || $(BIN)/python -m pip install --quiet $(1)

$(READY): requirements.txt pyproject.toml $(COPIED)
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else f"Python 3.11, 3.12 or 3.13 is needed, this is {v[0]}.{v[1]}. Say which one to use: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	$(call INSTALL,--no-deps --requirement requirements.txt)
	$(call INSTALL,--no-deps --editable .)
	touch $(READY)
