# `make demo` and `make test` need a machine with Go and nothing else: both first
# install what is missing, and say so.

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.DEFAULT_GOAL := help
.PHONY: help demo test build generate lint race drift bench

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

demo: ## run everything with sample data; ARGS="--fresh --addr 127.0.0.1:9000"
	@.ci/install demo
	go build -buildvcs=false -o bin/nayan ./cmd/nayan
	@exec bin/nayan demo $(ARGS)

test: ## run every test, on a real Postgres, Redis and browser
	@.ci/install test
	go test -timeout 20m ./...

build: ## build the programs into bin/
	go build -buildvcs=false -o bin/ ./cmd/...

generate: ## write the generated files anew
	go tool templ generate -log-level warn
	go generate ./...

lint: ## gofmt, go vet and golangci-lint
	@test -z "$$(gofmt -l .)" || { gofmt -d .; exit 1; }
	go vet ./...
	go run $(GOLANGCI) run ./...

race: ## run every test under the race detector
	@.ci/install test
	go test -race -timeout 20m ./...

drift: ## fail when generated files or go.mod are not what the sources give
	.ci/drift

bench: ## run the benchmarks in the packages (docs/benchmarks.md has those of the whole)
	@.ci/install demo
	go test -run '^$$' -bench . -benchmem ./...
