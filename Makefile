# What a person does with this repository. Everything but the window itself is built and tested without a display and
# without a C compiler.

plain   := ci,migrated_fynedo
window  := migrated_fynedo,no_animations
ifeq ($(shell uname -s),Linux)
window  := $(window),x11
linking := "-ldflags=-extldflags=-Wl,--as-needed" # no library that is only looked for when it is there
endif
without := CGO_ENABLED=0
FUZZ    ?= 60
CHECKS  ?= 1000
BENCH_DESK ?= $(CURDIR)/build/bench-desk-$(or $(RIGHTSDESK_BENCH_REQUESTS),20000)

.PHONY: run build test lint unit race hunt torture fuzz e2e guide-pictures bench package package-test translations coverage clean
.NOTPARALLEL:

## run: build the window and open it (ARGS="--desk DIR" opens a desk)
run: build
	build/rightsdesk $(ARGS)

## build: the real program, into build/
build:
	.ci/packages run
	CGO_ENABLED=1 go build -tags $(window) $(linking) -o build/rightsdesk .

## test: everything a change must pass
test:
	.ci/packages test
	$(MAKE) lint unit race build e2e

## lint: gofmt, go vet, staticcheck
lint:
	@unformatted=$$(gofmt -l *.go app assets model private store ui); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	$(without) go vet -tags $(plain) ./...
	$(without) go tool staticcheck -tags $(plain) ./...

## unit: all tests without a display, on throw-away PostgreSQL and MariaDB servers
unit:
	$(without) RIGHTSDESK_REQUIRE_CHROMIUM=1 .ci/servers .ci/unit 1

## race: what runs side by side in app and store, under the race detector
race:
	.ci/race

## hunt: look for what no test knows yet: property tests on other draws, CHECKS of each, then every fuzz target
hunt:
	.ci/packages test
	$(without) RIGHTSDESK_REQUIRE_CHROMIUM=1 .ci/servers .ci/unit 0 $(CHECKS)
	$(MAKE) fuzz

## torture: what takes long: processes and servers killed at random, a full disk, a standby promoted (docs/reliability.md)
torture:
	.ci/packages test
	$(without) RIGHTSDESK_TORTURE=1 go test -tags $(plain) -run Torture -count=1 -timeout 90m -v ./store ./app/intake/workbook
	$(without) RIGHTSDESK_CRASH_MAILS=10000 .ci/servers go test -tags $(plain) -run NoticeTwice -count=1 -timeout 60m -v ./app/notice

## fuzz: every fuzz target for FUZZ seconds
fuzz:
	@mkdir -p build
	.ci/fuzz $(FUZZ)

## e2e: the real program under a virtual display
e2e: build
	$(without) RIGHTSDESK_SERVERS=mail RIGHTSDESK_BINARY=$(CURDIR)/build/rightsdesk .ci/servers go test -tags e2e,$(plain) -run E2E -count=1 -parallel 2 -timeout 25m .

## guide-pictures: take the pictures of the guide anew, in both languages
guide-pictures: build
	docs/guide/take-pictures

## bench: every benchmark; RIGHTSDESK_BENCH_REQUESTS=1000000 for the design size. Its desk is kept in build/ for the next run
bench: build
	.ci/packages test
	mkdir -p $(BENCH_DESK)
	$(without) RIGHTSDESK_BENCH_DESK=$(BENCH_DESK) .ci/servers go test -tags $(plain) -run '^$$' -bench . -benchtime 1s -timeout 60m ./store ./...
	$(without) RIGHTSDESK_BENCH_DESK=$(BENCH_DESK) RIGHTSDESK_BINARY=$(CURDIR)/build/rightsdesk \
		go test -tags e2e,$(plain) -run '^$$' -bench Window -benchtime 7x -timeout 10m .

## package: what people install, into build/package (docs/packaging.md)
package:
	.ci/packages run
	.ci/packages package
	packaging/build

## package-test: install the packages for real, in a clean Debian and under Wine
package-test: package
	.ci/packages package-test
	packaging/test

## translations: write en.json anew and name the Chinese texts that are missing
translations:
	$(without) go test -tags $(plain) ./assets/guard -run TestTranslations -update

## coverage: write docs/statement-coverage.md anew from its data
coverage:
	$(without) go test -tags $(plain) ./assets/guard -run TestCoverage -update

clean:
	rm -rf build
