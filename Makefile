# The ways into the tree. Each installs the Debian packages it needs and are missing (scripts/setup), then works.

.DEFAULT_GOAL := build
.PHONY: build run test test-release test-asan test-tsan test-integration lint format bench fuzz charts clean help

build: ## the program, at build/sailmaker
	@scripts/setup run
	@scripts/build

run: build ## a tour: an example fleet, planned, synced and planned again
	@scripts/run_demo

test: ## all tests: release build, then under ASan and UBSan, then under TSan
	@scripts/setup test
	@scripts/test

test-release test-asan test-tsan: test-%: ## one of the three
	@scripts/setup test
	@scripts/test $*

test-integration: ## second opinions from outside Debian: Spring's parser, Quartz, Front50, S3, Istio, Kubernetes
	@scripts/setup integration
	@scripts/test_integration

lint: ## format, house rules, headers alone, clang-tidy on what changed
	@scripts/setup lint
	@scripts/lint

format: ## puts the format of all sources right
	@scripts/setup lint
	@scripts/lint --fix

bench: ## speed and size; docs/performance.md explains the figures
	@scripts/setup bench
	@scripts/bench

fuzz: ## a minute of each fuzz target; FUZZ_SECONDS=600 for longer
	@scripts/setup fuzz
	@scripts/fuzz

charts: ## the two Helm charts as packages: dist/*.tgz and dist/index.yaml
	@scripts/setup charts
	@scripts/charts --package

clean: ## removes build/ and dist/
	rm -rf build dist

help: ## this list
	@sed -n 's/^\([a-z][a-z -]*\):[^#]*## /\1\t/p' Makefile | awk -F'\t' '{ printf "  make %-32s %s\n", $$1, $$2 }'
