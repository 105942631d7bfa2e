.PHONY: check test docs wheel clean

check:  ## everything that must hold before a change goes in
	.ci/run

test:
	python -m pytest -q

wheel:
	python -m build --wheel

clean:
	rm -rf build dist .ci/venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

docs:  ## write again what is generated: outputs of examples, pages of rules, output in the documents
	PYTHONPATH=src python tools/refresh.py
