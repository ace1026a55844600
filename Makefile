# `make help` lists what there is to make. Everything is installed into .venv, as requirements.lock says.
# Only what GNU make 3.81 knows is used: it is what macOS brings.

PYTHON ?= python3.11
BIN := .venv/bin
NEWSBEAM := $(BIN)/newsbeam
RUN := $(BIN)/python -m

# Beam's own job server for Flink; Flink 1.19 runs on Java 11 and 17.
BEAM_VERSION := 2.77.0
FLINK_VERSION := 1.19
JOB_SERVER := org.apache.beam:beam-runners-flink-$(FLINK_VERSION)-job-server:$(BEAM_VERSION)
MVN := mvn --batch-mode --quiet --strict-checksums

TRAINED := build/entities

DEMO_QUERY := SELECT a.domain, a.title, c.size AS articles, a.agency \
	FROM articles a JOIN clusters c USING (cluster_id) \
	WHERE a.is_canonical AND c.size > 1 ORDER BY c.size DESC, a.domain LIMIT 10

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-faults test-spacy test-flink test-all lint format bench bench-throughput bench-memory \
	bench-extract bench-quality bench-duplicates bench-entities bench-entity-quality train-entities gazetteer flink-jar lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

venv: .venv/.installed  ## install Python packages into .venv, exactly as locked

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
		|| { echo "newsbeam needs Python 3.11, and \`$(PYTHON)\` is not one; name it with: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --require-hashes --requirement requirements.lock
	$(RUN) pip install --quiet --no-deps --editable .
	@touch $@

demo: venv  ## run the pipeline over the bundled sample, then ask the dataset in SQL
	rm -rf demo
	$(NEWSBEAM) run --input tests/data/sample --output demo
	@echo
	$(NEWSBEAM) sql --dataset demo "$(DEMO_QUERY)"

test: venv  ## the test suite, without what takes long or needs Java
	$(RUN) pytest -q

test-faults: venv  ## runs killed at any moment, workers lost, slow and hostile input
	$(RUN) pytest -q -m "faults or integration"

test-flink: venv flink-jar  ## the sample through Flink's embedded cluster: the same rows as locally
	$(RUN) pytest -q -m flink

test-spacy: .venv/.bench-installed  ## spaCy's models in the place of the project's own
	$(RUN) pytest -q -m spacy

test-all: test test-faults test-spacy test-flink  ## every test

lint: venv  ## style, types and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: venv  ## put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# PAGES=folder: real pages, in the place of generated ones.
bench: bench-throughput bench-memory  ## speed and memory; PAGES=folder takes real pages

bench-throughput: venv  ## docs/s of the whole job against a bare multiprocessing pool
	$(RUN) benchmarks.throughput $(if $(PAGES),--pages "$(PAGES)")

bench-memory: venv  ## peak memory for 2,000 and 20,000 articles
	$(RUN) benchmarks.memory

bench-extract: .venv/.bench-installed  ## docs/s a core of extraction against trafilatura's and newspaper4k's
	$(RUN) benchmarks.extract $(if $(PAGES),--pages "$(PAGES)")

# PAGES=folder GOLD=labels, and HALF=even or HALF=odd for one half of them.
bench-quality: .venv/.bench-installed  ## how right text and metadata are; PAGES=folder GOLD=labels.jsonl
	$(RUN) benchmarks.quality $(if $(PAGES),--pages "$(PAGES)") $(if $(GOLD),--gold "$(GOLD)") $(if $(HALF),--half $(HALF))

bench-duplicates: .venv/.bench-installed  ## a million sketches clustered; beside datasketch and datatrove; CORPUS=labelled.jsonl.gz
	$(RUN) benchmarks.duplicates $(if $(CORPUS),--corpus "$(CORPUS)")

bench-entities: .venv/.bench-installed  ## words/s of the entities enricher and its memory; ARTICLES=file.jsonl
	$(RUN) benchmarks.entities $(if $(ARTICLES),--articles "$(ARTICLES)")

# DATA=folder with dev/ and train/ of labelled sentences.
bench-entity-quality: venv  ## how right entities are, by language; DATA=folder of labelled sentences
	$(RUN) benchmarks.entity_quality --data "$(DATA)"

# Some 80 minutes on two cores, in steps that save and resume: the same command goes on where it was ended. PyTorch is needed here alone.
train-entities: .venv/.train-installed  ## train and write the models that ship; DATA=folder of labelled sentences
	for model in accurate default; do $(RUN) training.entities.train $$model --data "$(DATA)" --output "$(TRAINED)" || exit 1; done
	$(RUN) training.entities.export --output "$(TRAINED)"
	$(RUN) benchmarks.entity_quality --data "$(DATA)"

.venv/.train-installed: .venv/.installed requirements-train.lock
	$(RUN) pip install --quiet --no-deps --require-hashes --requirement requirements-train.lock
	@touch $@

# What newsbeam is compared with. The lock names everything that is needed, so pip has nothing to resolve.
.venv/.bench-installed: .venv/.installed requirements-bench.lock
	$(RUN) pip install --quiet --no-deps --require-hashes --requirement requirements-bench.lock
	@touch $@

gazetteer: .venv/.train-installed  ## the places that ship, transforms/enrichers/data/places.tsv.zst, from GeoNames
	$(RUN) training.gazetteer

flink-jar: jars/.job-server  ## Flink's job server, from Maven Central into jars/

jars/.job-server: configs/flink-job-server/pom.xml
	@command -v mvn >/dev/null || { echo "Maven is needed to fetch Flink's job server: install mvn and Java 11 or 17" >&2; exit 1; }
	rm -rf jars
	mkdir -p jars
	@$(MVN) org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=$(JOB_SERVER) -DoutputDirectory=$(CURDIR)/jars -Dmdep.overWriteReleases=true >jars/fetch.log 2>&1 \
		&& rm jars/fetch.log \
		|| { echo "$(JOB_SERVER) is not to be had (jars/fetch.log): putting a job server together from its parts"; \
			$(MVN) --file configs/flink-job-server/pom.xml package; }
	@touch $@

lock: venv  ## resolve pyproject.toml into the three lock files anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --extra bench --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-bench.lock
	uv pip compile pyproject.toml --extra train --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-train.lock

clean:  ## remove what was built; the datasets under demo/ too
	rm -rf .venv jars demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find pipeline transforms tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
