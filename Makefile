# The verbs of the project. Two are all a newcomer needs: make demo, make test.
SWIFT  ?= swift
JOBS   ?= 2
PREFIX ?= /usr/local
BUILD   = $(SWIFT) build -c release --build-tests -j $(JOBS) --explicit-target-dependency-import-check error

.PHONY: deps build demo test lint format check install golden bench bench-wire bench-turns bench-attacks nightly

deps: ## installs missing system packages
	@./scripts/deps

build: deps ## one build, shared by demo, test and check
	$(BUILD)

demo: build ## the whole sample Saturday on the real console
	@.build/release/callboard demo

test: build ## every test
	timeout -k 10 1800 $(SWIFT) test -c release --skip-build

lint: ## format and style, without changing anything
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@.build/release/callboard themes check Themes

format: ## rewrites the sources in the project's format
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

golden: build ## writes the golden frames anew; look at the difference before committing it
	UPDATE_GOLDEN=1 $(SWIFT) test -c release --skip-build --filter GoldenTests

bench: build ## the figures of docs/benchmarks.md
	@python3 scripts/bench.py

bench-wire: build ## figures of a host with a hundred clients; after make test, which brings its client
	@.build/stock-client/bin/python scripts/wire.py

bench-turns: build ## for how long each kind of event holds a host with a thousand sockets
	@.build/stock-client/bin/python scripts/turns.py

bench-attacks: build ## how long an emergency takes among a thousand sockets while somebody attacks
	@.build/stock-client/bin/python scripts/attacks.py

nightly: build ## the laws of text operations on 100,000 diamonds
	OT_DIAMONDS=100000 $(SWIFT) test -c release --skip-build --filter TextOperationTests

check: build lint test ## what CI runs

install: build ## the program, its themes and its sample below PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/callboard
	install -m 755 .build/release/callboard $(DESTDIR)$(PREFIX)/bin/callboard
	cp -R Themes Samples $(DESTDIR)$(PREFIX)/share/callboard/
