# make help tells the targets.

HOST := $(shell uname -m)
ARCH = $(HOST)
ARCHS := $(sort $(notdir $(patsubst %/arch.mk,%,$(wildcard arch/*/arch.mk))))
ifeq ($(filter $(ARCH),$(ARCHS)),)
$(error no such architecture: $(ARCH) (there are: $(ARCHS)))
endif
include arch/$(ARCH)/arch.mk

BUILD = build
GEN = $(BUILD)/gen
O = $(BUILD)/$(ARCH)
DEPS = build/deps
PREFIX = /usr/local
DESTDIR =

ifeq ($(ARCH),$(HOST))
MUSL_SPECS = /usr/lib/$(ARCH)-linux-musl/musl-gcc.specs
else
MUSL_SPECS = $(abspath $(DEPS))/$(ARCH)/musl/musl-gcc.specs
endif

CROSS_CC = $(TRIPLET)-gcc
MUSL_CC = $(CROSS_CC) -specs $(MUSL_SPECS)
AR = $(TRIPLET)-ar
STRIP = $(TRIPLET)-strip
V =
Q = $(if $(V),,@)

WARN = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wundef -Wwrite-strings
OPT = -Os
# Debian's gcc protects the stack and emits unwind tables unless told not
# to; switches turned into tables of pointers would need relocations.
PURE = -ffreestanding -fPIC -fno-stack-protector -fno-jump-tables \
	-fno-asynchronous-unwind-tables -fno-unwind-tables
COMMON = -std=c11 $(OPT) $(WARN) $(ARCH_CFLAGS) -ffunction-sections \
	-fdata-sections -ffile-prefix-map=$(CURDIR)=. -MMD -MP
LIB_CFLAGS = $(COMMON) $(PURE) -fvisibility=hidden -Ilibsc -Iarch/$(ARCH) \
	-I$(GEN) -I$(O)/gen -DSC_NATIVE=sc_arch_$(ARCH)
BIN_CFLAGS = $(COMMON) -Ilibsc -Iarch/$(ARCH) -I$(O)/gen \
	-fno-stack-protector -fno-asynchronous-unwind-tables \
	-fno-unwind-tables -fno-pie
# sc-init is optimised as a whole, libsc included. Neither needs floating
# point, and its registers' instructions are longer. What is turned off makes
# code faster, and longer.
SMALL = -Oz -flto=auto -flto-partition=one -fno-pie -mgeneral-regs-only \
	-fno-move-loop-invariants -fno-shrink-wrap -fno-caller-saves \
	-fno-expensive-optimizations -fno-tree-loop-im -fno-partial-inlining \
	-fno-tree-tail-merge -fno-bit-tests -fipa-pta \
	-fno-tree-loop-distribute-patterns $(ARCH_SMALL)
# Relocations read-only would cost a page of padding, and there are none.
LDFLAGS = -static -no-pie -Wl,--gc-sections -Wl,-z,noseparate-code \
	-Wl,-z,norelro \
	-Wl,--build-id=none

LIB_SRC := $(sort $(wildcard libsc/*.c libsc/profiles/*.c))
LIB_OBJ = $(LIB_SRC:%.c=$(O)/%.o) $(O)/gen/names.o $(O)/gen/sets.o \
	$(O)/gen/archs.o $(ARCHS:%=$(O)/gen/arch-%.o)
SMALL_OBJ = $(LIB_OBJ:$(O)/%=$(O)/small/%) $(INIT_SRC:%.c=$(O)/%.o) \
	$(O)/init/start.o
INIT_SRC := $(sort $(wildcard init/*.c))
SC_SRC := $(sort $(wildcard tools/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
UNIT = $(UNIT_SRC:tests/unit/%.c=$(O)/tests/%)
HELPER_SRC := $(sort $(wildcard tests/helpers/*.c))
HELPERS = $(HELPER_SRC:tests/helpers/%.c=$(O)/helpers/%)

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all lib unit

all: $(O)/libsc.a $(O)/sc.h $(O)/sc-init $(O)/sc

lib: $(O)/libsc.a

unit: $(UNIT) $(HELPERS)

# What is asked for beside these waits for it, under -j too.
ifneq ($(filter deps deps-bench,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# Tables

NAMES = $(ARCHS:%=arch/%/syscalls.tbl) arch/foreign.tbl

$(GEN)/names.txt: $(NAMES)
	@mkdir -p $(@D)
	$(Q)awk '{ print $$NF }' $(NAMES) | LC_ALL=C sort -u >$@

LISTS = $(GEN)/names.txt libsc/errnos.tbl libsc/caps.tbl libsc/archs.tbl
$(GEN)/names.h $(GEN)/names.c: $(GEN)/names.%: $(LISTS) tools/gen-names.awk
	$(Q)awk -v out=$* -f tools/gen-names.awk $(LISTS) >$@

$(GEN)/arch-%.c: $(GEN)/names.txt arch/%/arch.mk arch/%/syscalls.tbl \
		tools/gen-arch.awk
	@mkdir -p $(@D)
	$(Q)awk -v arch=$* -f tools/gen-arch.awk $(GEN)/names.txt \
		arch/$*/arch.mk arch/$*/syscalls.tbl >$@

SETS := $(sort $(wildcard libsc/profiles/*.set))
$(GEN)/sets.c: $(GEN)/names.txt $(SETS) tools/gen-sets.awk
	$(Q)awk -f tools/gen-sets.awk $< $(SETS) >$@

# The native numbers, for the calls that libsc and sc-init make themselves.
$(O)/gen/nr.h: arch/$(ARCH)/syscalls.tbl
	@mkdir -p $(@D)
	$(Q)awk '/^[0-9]/ { print "#define NR_" $$2, $$1 }' $< >$@

$(GEN)/archs.c: $(ARCHS:%=arch/%/arch.mk) tools/gen-archs.awk
	@mkdir -p $(@D)
	$(Q)awk -v archs='$(ARCHS)' -f tools/gen-archs.awk >$@

# libsc

$(O)/libsc/%.o: libsc/%.c $(GEN)/names.h $(O)/gen/nr.h
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(LIB_CFLAGS) -c -o $@ $<

$(O)/gen/%.o: $(GEN)/%.c $(GEN)/names.h
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(LIB_CFLAGS) -c -o $@ $<

$(O)/libsc.a: $(LIB_OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $^

$(O)/sc.h: libsc/sc.h
	@mkdir -p $(@D)
	$(Q)cp $< $@

# Programs

$(O)/%.o: %.c $(O)/gen/nr.h
	@mkdir -p $(@D)
	$(Q)$(MUSL_CC) $(BIN_CFLAGS) -c -o $@ $<

$(O)/init/%.o: init/%.c $(O)/gen/nr.h
	@mkdir -p $(@D)
	$(Q)$(MUSL_CC) $(BIN_CFLAGS) $(SMALL) -c -o $@ $<

$(O)/init/start.o: arch/$(ARCH)/start.S
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) -c -o $@ $<

$(O)/small/libsc/%.o: libsc/%.c $(GEN)/names.h $(O)/gen/nr.h
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(LIB_CFLAGS) $(SMALL) -c -o $@ $<

$(O)/small/gen/%.o: $(GEN)/%.c $(GEN)/names.h
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) $(LIB_CFLAGS) $(SMALL) -c -o $@ $<

$(O)/sc-init: $(SMALL_OBJ) init/link.ld
	$(Q)$(MUSL_CC) $(LDFLAGS) $(SMALL) -nostartfiles \
		-Wl,-T,init/link.ld -o $@.full $(SMALL_OBJ)
	$(Q)$(STRIP) -s -R .comment -R .note.gnu.property -o $@ $@.full

$(O)/sc: $(SC_SRC:%.c=$(O)/%.o) $(O)/libsc.a
	$(Q)$(MUSL_CC) $(LDFLAGS) -o $@.full $^
	$(Q)$(STRIP) -s -R .comment -R .note.gnu.property -o $@ $@.full

# Small programs that tests run.
$(O)/helpers/%: $(O)/tests/helpers/%.o $(O)/libsc.a
	@mkdir -p $(@D)
	$(Q)$(MUSL_CC) $(LDFLAGS) -s -o $@ $^

$(O)/tests/%: $(O)/tests/unit/%.o $(O)/libsc.a
	@mkdir -p $(@D)
	$(Q)$(MUSL_CC) $(LDFLAGS) -o $@ $^

# What make bench runs: against a glibc where libseccomp is needed.
BENCH = $(O)/bench
PEER_SRC := $(sort $(wildcard tests/bench/peer/*.c))

$(O)/tests/bench/%.o: BIN_CFLAGS += -D_GNU_SOURCE

$(BENCH)/%: $(O)/tests/bench/%.o $(O)/libsc.a
	@mkdir -p $(@D)
	$(Q)$(MUSL_CC) $(LDFLAGS) -s -o $@ $^

$(BENCH)/peer: $(PEER_SRC) $(O)/libsc.a tests/bench/measure.h \
		tests/bench/peer/peer.h libsc/sc.h
	@mkdir -p $(@D)
	$(Q)$(CROSS_CC) -std=c11 -O2 $(WARN) -D_GNU_SOURCE -Ilibsc -o $@ \
		$(PEER_SRC) $(O)/libsc.a -lseccomp

.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(SMALL_OBJ:.o=.d) $(SC_SRC:%.c=$(O)/%.d) \
	$(UNIT_SRC:%.c=$(O)/%.d) $(HELPER_SRC:%.c=$(O)/%.d)

# Tests

GEN_SRC = $(GEN)/names.h $(GEN)/names.c $(GEN)/archs.c $(GEN)/sets.c \
	$(ARCHS:%=$(GEN)/arch-%.c)

# SUITE='unit proofs' runs only these; see tests/all.sh.
SUITE =
JOBS = $(shell nproc)

TEST_ENV = BUILD='$(BUILD)' HOST='$(HOST)' ARCHS='$(ARCHS)' GEN='$(GEN)' \
	DEPS='$(abspath $(DEPS))' LIB_SRC='$(LIB_SRC)' WARN='$(WARN)' \
	PURE='$(PURE)' V='$(V)' JOBS='$(JOBS)'

.PHONY: tested
tested: $(GEN_SRC)
	+$(Q)for arch in $(ARCHS); do \
		$(MAKE) --no-print-directory ARCH=$$arch \
			$(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS)) \
			all unit || exit 1; \
	done

.PHONY: check proofs
check: tested
	$(Q)$(TEST_ENV) OUT='$(BUILD)/check' sh tests/all.sh $(SUITE)

proofs:
	+$(Q)$(MAKE) --no-print-directory check SUITE=proofs

# At length what check does in short.
MINUTES = 30
.PHONY: prove
prove: tested
	$(Q)$(TEST_ENV) MINUTES='$(MINUTES)' sh tests/prove.sh

.PHONY: coverage
coverage:
	+$(Q)$(MAKE) --no-print-directory ARCH=$(HOST) lib
	$(Q)BUILD='$(BUILD)' OUT='$(BUILD)/coverage' HOST='$(HOST)' \
		GEN='$(GEN)' LIB_SRC='$(LIB_SRC)' \
		sh tests/proofs/coverage.sh

.PHONY: figures
figures:
	+$(Q)for arch in $(ARCHS); do \
		$(MAKE) --no-print-directory ARCH=$$arch all || exit 1; \
	done
	+$(Q)$(MAKE) -s --no-print-directory ARCH=$(HOST) \
		$(BUILD)/$(HOST)/bench/start \
		$(BUILD)/$(HOST)/helpers/learn-calls
	$(Q)sh tests/figures.sh '$(BUILD)' $(ARCHS)

.PHONY: figures-update
figures-update:
	+$(Q)for arch in $(ARCHS); do \
		$(MAKE) --no-print-directory ARCH=$$arch all || exit 1; \
	done
	$(Q)sh tests/exact.sh '$(BUILD)/$(HOST)/sc' '$(BUILD)' \
		>tests/figures.tsv

# Against other programs; those that aren't here are skipped.
.PHONY: bench deps-bench
bench:
	+$(Q)for arch in $(ARCHS); do \
		$(MAKE) --no-print-directory ARCH=$$arch all || exit 1; \
	done
	+$(Q)$(MAKE) -s --no-print-directory ARCH=$(HOST) \
		$(addprefix $(BUILD)/$(HOST)/bench/,start crowd noalloc)
	+$(Q)[ ! -e /usr/include/seccomp.h ] || $(MAKE) -s \
		--no-print-directory ARCH=$(HOST) $(BUILD)/$(HOST)/bench/peer
	$(Q)sh tests/bench/bench.sh '$(BUILD)' '$(HOST)' $(ARCHS)

.PHONY: bench-update
bench-update:
	+$(Q)$(MAKE) -s --no-print-directory bench >'$(BUILD)/bench.md'
	$(Q)sh tests/bench/readme.sh README.md '$(BUILD)/bench.md'

deps-bench:
	$(Q)sh tools/deps-bench.sh

# Each target for so long.
SECONDS = 20
.PHONY: fuzz
fuzz:
	+$(Q)$(MAKE) --no-print-directory ARCH=$(HOST) lib
	$(Q)BUILD='$(BUILD)' OUT='$(BUILD)/fuzz' HOST='$(HOST)' GEN='$(GEN)' \
		LIB_SRC='$(LIB_SRC)' TIME='$(SECONDS)' \
		sh tests/proofs/fuzz.sh

# Everything else

# What make boot runs in the guest.
RUN = grep -E '^(Cap|NoNewPrivs|Seccomp)' /proc/self/status

.PHONY: help deps demo boot check-guest picture clean install
help:
	@echo 'make                    libsc.a, sc-init and sc into $(BUILD)/$(HOST)'
	@echo 'make ARCH=NAME          for one of: $(ARCHS)'
	@echo 'make deps               install what building and testing need'
	@echo 'make demo               a real workload, before and after'
	@echo 'make boot [RUN=COMMAND] sc-init as /init of an emulated machine'
	@echo 'make check              all tests'
	@echo 'make check SUITE=NAME   some: unit, proofs, shell, guest, ...'
	@echo 'make check-guest        all tests in an emulated machine'
	@echo 'make prove MINUTES=30   what is tried to prove it wrong, at length'
	@echo 'make coverage           what of libsc the unit tests run'
	@echo 'make fuzz SECONDS=600   fuzzing, each target for so long'
	@echo 'make figures            what is measured, beside its bar'
	@echo 'make picture            draw what docker decides, with graphviz'
	@echo 'make figures-update     the exact ones, which check guards'
	@echo 'make bench              beside other programs, as tables'
	@echo 'make bench-update       the same, into README.md'
	@echo 'make deps-bench         install those'
	@echo 'make install            to DESTDIR and PREFIX ($(PREFIX))'
	@echo 'make clean              remove what was built, but not build/deps'
	@echo 'make ... V=1            show the commands'

deps:
	$(Q)DEPS='$(DEPS)' sh tools/deps.sh

demo:
	+$(Q)for arch in $(ARCHS); do \
		$(MAKE) --no-print-directory ARCH=$$arch \
			$(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS)) \
			$(if $(V),,-s) all '$(BUILD)'/$$arch/helpers/try || \
			exit 1; \
	done
	$(Q)BUILD='$(BUILD)' DEPS='$(DEPS)' HOST='$(HOST)' \
		ARCHS='$(ARCHS)' sh tools/demo.sh

boot: $(O)/sc-init
	$(Q)sh qemu/boot.sh $(ARCH) --sc-init $(O)/sc-init -- $(RUN)

check-guest: all unit
	$(Q)BUILD='$(O)' V='$(V)' sh tests/guest.sh $(ARCH)

SHARE = $(DESTDIR)$(PREFIX)/share
install: all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/sbin' \
		'$(DESTDIR)$(PREFIX)/lib' '$(DESTDIR)$(PREFIX)/include'
	install -m 755 $(O)/sc '$(DESTDIR)$(PREFIX)/bin/sc'
	install -m 755 $(O)/sc-init '$(DESTDIR)$(PREFIX)/sbin/sc-init'
	install -m 644 $(O)/libsc.a '$(DESTDIR)$(PREFIX)/lib/libsc.a'
	install -m 644 $(O)/sc.h '$(DESTDIR)$(PREFIX)/include/sc.h'
	install -d '$(SHARE)/man/man1' '$(SHARE)/man/man3' \
		'$(SHARE)/man/man8' '$(SHARE)/zsh/site-functions' \
		'$(SHARE)/bash-completion/completions'
	install -m 644 man/sc.1 '$(SHARE)/man/man1/sc.1'
	install -m 644 man/libsc.3 '$(SHARE)/man/man3/libsc.3'
	install -m 644 man/sc-init.8 '$(SHARE)/man/man8/sc-init.8'
	install -m 644 completions/_sc '$(SHARE)/zsh/site-functions/_sc'
	for name in sc sc-init; do install -m 644 completions/sc.bash \
		'$(SHARE)'/bash-completion/completions/$$name; done

# The picture in README.md; any kernel since 4.8 gives the same.
PICTURE = $(BUILD)/$(HOST)/sc dis --dot -A x86_64 --kernel 6.12 docker
picture:
	+$(Q)$(MAKE) -s --no-print-directory ARCH=$(HOST) $(BUILD)/$(HOST)/sc
	@mkdir -p man
	$(Q)$(PICTURE) >$(BUILD)/picture.dot
	$(Q)dot -Tsvg $(BUILD)/picture.dot >$(BUILD)/picture.svg
	$(Q)awk -f tools/picture.awk $(BUILD)/picture.svg \
		>man/docker-x86_64.svg

clean:
	rm -rf $(GEN) $(BUILD)/check $(ARCHS:%=$(BUILD)/%)
