# What people type. Each target installs nothing by hand: scripts/ensure and scripts/postgres fetch what is missing and say so.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

ASSETS  := internal/web/ui/dist/manifest.json
SOURCES := $(shell find internal/web/ui/assets internal/web/ui/build -type f)

.PHONY: run test build bench parts check lint generate assets shots pictures clean

run: build ## the desk with demo data on http://127.0.0.1:8080
	mkdir -p .cache
	bin/switchboard serve --data .cache/demo --desk colorado --demo

# fsync is off for the throw-away cluster alone: what a crash leaves behind is tested on databases that sync.
test: assets ## every test, on both databases and in a browser
	scripts/ensure
	scripts/postgres run fsync=off full_page_writes=off -- go test -timeout 11m ./...
	@echo "ok: every test"

build: assets ## bin/switchboard
	CGO_ENABLED=0 go build -trimpath -o bin/switchboard ./cmd/switchboard

bench: build ## what the desk costs, beside the bare driver; BENCH="-tickets 100000" for a smaller one
	scripts/postgres run -- go run ./internal/bench $(BENCH)

parts: assets ## what single parts cost
	scripts/postgres run -- go test -run '^$$' -bench . -benchmem ./...

check: lint ## lint, import rules, short tests
	go test -short ./...

lint: assets ## format, generated code, vet, staticcheck
	@files=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); [ -z "$$files" ] || { echo "gofmt: $$files"; exit 1; }
	scripts/fresh
	go vet ./...
	go tool staticcheck ./...

generate: ## code from templates
	go tool templ generate -path internal/web

assets: $(ASSETS) ## what browsers fetch

$(ASSETS): node_modules/.package-lock.json $(SOURCES)
	go run ./internal/web/ui/build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts
	@touch $@

shots: assets ## pictures of the pages that tests open, in .cache/shots
	SWITCHBOARD_SHOTS=$(CURDIR)/.cache/shots go test -count=1 ./internal/web/...

pictures: assets ## the pictures of docs/pictures.md, of the demo desk at a fixed instant
	rm -f docs/pictures/*.webp
	SWITCHBOARD_PICTURES=$(CURDIR)/docs/pictures go test -count=1 -run TestPictures ./internal/server/

clean:
	rm -rf bin node_modules .cache
	find internal/web/ui/dist -type f ! -name .gitkeep -delete
