# Two commands are enough: `make run` opens the application, `make test` proves the project.
# Both install what they lack (scripts/setup). Everything else is a part of them.

SHELL := /bin/bash
TARGET := $(or $(CARGO_TARGET_DIR),target)
export CARGO_TARGET_DIR := $(abspath $(TARGET))

.PHONY: run test setup ui release bindings bench package e2e soak clean

run: ## Build the release application and open it on the default store
	@scripts/setup run
	@$(MAKE) --no-print-directory release
	"$(CARGO_TARGET_DIR)/release/cairn" $(ARGS)

test: ## Format, lints, Rust, UI, the release build, the real SDK's digests, a browser, the real window
	@scripts/setup test
	@scripts/test

setup:
	@scripts/setup test

ui: ui/dist/.built
ui/dist/.built: $(shell find ui/src ui/index.html ui/package-lock.json ui/vite.config.ts -type f 2>/dev/null)
	cd ui && npm run build
	@touch $@

release: ui
	cargo build --release --locked -p cairn -p cairn-preview -p cairn-cli

bindings: ## Write ui/src/api/bindings.ts anew from the command list
	cargo run -q -p cairn-api --example bindings > ui/src/api/bindings.ts.new
	mv ui/src/api/bindings.ts.new ui/src/api/bindings.ts

bench: release ## Print the benchmark table
	@scripts/setup bench
	cargo build --release --locked -p cairn-tests --example scale --example layout
	python3 tests/bench/run.py --bin "$(CARGO_TARGET_DIR)/release"

package: release ## Build the .deb
	npx --yes @tauri-apps/cli@2.11 build --bundles deb --no-sign --ci --config '{"bundle":{"linux":{"deb":{"files":{"/usr/bin/cairn-preview":"$(CARGO_TARGET_DIR)/release/cairn-preview","/usr/bin/cairnctl":"$(CARGO_TARGET_DIR)/release/cairnctl"}}}}}'

e2e: release ## Of these the last three alone
	@scripts/setup test
	tests/wandb/run
	tests/e2e/run web
	tests/e2e/run desktop

soak: ## The long suites
	@scripts/setup test
	CAIRN_TESTS=long cargo test --locked -p cairn-tests
	CAIRN_TESTS=long tests/wandb/run

clean:
	cargo clean
	rm -rf ui/dist ui/node_modules .venv reports
