# make demo   import the six example calls, print what was found, serve the board
# make test   everything that must hold
# Each does its own set-up; nothing else has to be installed by hand.

SHELL := /bin/bash
PY := .venv/bin/python
STAMP := .venv/.installed
BOARD ?= 1
PORT ?= 8501
PYTHON ?= python3
TESTS ?= tests

.PHONY: demo test check system-test cards clean

demo: $(STAMP)
	$(PY) -m kikitori demo --port $(PORT) $(if $(filter 0,$(BOARD)),--no-board)

test: $(STAMP) system-test cards check
	$(PY) -m pytest -n 2 --dist loadgroup --durations 40 $(TESTS)

check: $(STAMP)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

# uv reads the same lock pip reads; it is only faster.
$(STAMP): requirements.lock pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv .venv
	command -v uv >/dev/null || test -x .venv/bin/uv || .venv/bin/pip install --quiet --disable-pip-version-check uv
	UV=$$(command -v uv || echo .venv/bin/uv); \
	  $$UV pip install --quiet --python $(PY) -r requirements.lock && \
	  $$UV pip install --quiet --python $(PY) --no-deps -e .
	touch $@

# The browser tests need Chromium and Japanese fonts, the device layer PortAudio and a virtual sound
# card, PyAudio a compiler and PortAudio's headers, calls two telephones of another make and a voice.
system-test:
	@./tests/install-system-packages chromium fonts-noto-cjk libportaudio2 portaudio19-dev gcc \
	  libc6-dev pulseaudio pulseaudio-utils libasound2-plugins \
	  baresip-core sip-tester flite

# PyAudio is built on the spot; without PortAudio's headers what needs it is skipped.
cards: $(STAMP) system-test
	@test -e "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" || \
	  ./tests/install-system-packages python3-dev
	@$(PY) -c 'import pyaudio' 2>/dev/null || ! test -e /usr/include/portaudio.h || { \
	  UV=$$(command -v uv || echo .venv/bin/uv); \
	  $$UV pip install --quiet --python $(PY) -r requirements-cards.lock; }

clean:
	rm -rf .venv
