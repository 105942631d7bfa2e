.PHONY: check test wheel clean

check:  ## everything that must hold before a change goes in
	.ci/run

test:
	python -m pytest -q

wheel:
	python -m build --wheel

clean:
	rm -rf build dist .ci/venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
