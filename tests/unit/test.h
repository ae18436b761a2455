/*
 * For the programs of tests/unit, each of which is a file of its own.
 *
 *	int
 *	main(void)
 *	{
 *		test("names, both ways");
 *		CHECK(sc_name(a, 0) != NULL);
 *		CHECK_INT(sc_nr(a, "read", 4), 0);
 *		skip("seccomp", "the kernel has none");
 *		return test_done();
 *	}
 *
 * test() begins a test and ends the one before it, for which PASS: or FAIL:
 * is printed. A failed check prints its place and values and goes on; each
 * check is an expression, true if it passed.
 */
#ifndef TEST_H
#define TEST_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond so many failed checks of one test they are only counted. */
#define TEST_SHOWN 10

static struct {
	char name[160];
	unsigned failures;      /* of the test that is running */
	unsigned passed, failed, skipped;
	uint64_t random;
} test_state;

static inline void
test_end(void)
{
	if (!*test_state.name)
		return;
	if (test_state.failures > TEST_SHOWN)
		printf("... %u checks failed\n", test_state.failures);
	printf("%s: %s\n", test_state.failures ? "FAIL" : "PASS",
		test_state.name);
	if (test_state.failures)
		test_state.failed++;
	else
		test_state.passed++;
	test_state.failures = 0;
	*test_state.name = 0;
	fflush(stdout);
}

static inline void __attribute__((format(printf, 1, 2)))
test(const char *format, ...)
{
	va_list ap;

	test_end();
	va_start(ap, format);
	vsnprintf(test_state.name, sizeof test_state.name, format, ap);
	va_end(ap);
}

static inline void
skip(const char *name, const char *reason)
{
	test_end();
	printf("SKIP: %s: %s\n", name, reason);
	test_state.skipped++;
}

/* The exit status. No test at all is a failure. */
static inline int
test_done(void)
{
	test_end();
	printf("%u passed, %u failed, %u skipped\n", test_state.passed,
		test_state.failed, test_state.skipped);
	fflush(stdout);
	return test_state.failed ||
		!(test_state.passed + test_state.skipped);
}

/* Notes a failure and prints what the caller says about it. */
static inline bool __attribute__((format(printf, 3, 4)))
test_fail(const char *file, int line, const char *format, ...)
{
	va_list ap;

	if (++test_state.failures > TEST_SHOWN)
		return false;
	printf("%s:%d: ", file, line);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	return false;
}

#define FAIL(...) test_fail(__FILE__, __LINE__, __VA_ARGS__)

static inline bool
test_true(const char *file, int line, const char *what, bool so)
{
	return so || test_fail(file, line, "not so: %s", what);
}

#define CHECK(c) test_true(__FILE__, __LINE__, #c, c)

static inline bool
test_int(const char *file, int line, const char *what, int64_t got,
	int64_t want)
{
	if (got == want)
		return true;
	return test_fail(file, line, "%s is %" PRId64 " (0x%" PRIx64
		"), not %" PRId64 " (0x%" PRIx64 ")", what, got,
		(uint64_t)got, want, (uint64_t)want);
}

#define CHECK_INT(got, want) test_int(__FILE__, __LINE__, #got, \
	(int64_t)(got), (int64_t)(want))

/* Either may be NULL. */
static inline bool
test_str(const char *file, int line, const char *what, const char *got,
	const char *want)
{
	if (got == want || (got && want && !strcmp(got, want)))
		return true;
	return test_fail(file, line, "%s is \"%s\", not \"%s\"", what,
		got ? got : "(null)", want ? want : "(null)");
}

#define CHECK_STR(got, want) test_str(__FILE__, __LINE__, #got, got, want)

/* A whole number from the environment, for SEED and COUNT. */
static inline uint64_t
test_env(const char *name, uint64_t otherwise)
{
	const char *s = getenv(name);
	char *end;
	uint64_t v;

	if (!s || !*s)
		return otherwise;
	v = strtoull(s, &end, 0);
	if (*end) {
		fprintf(stderr, "%s=%s is not a number\n", name, s);
		exit(2);
	}
	return v;
}

/* splitmix64: the same numbers on every host. */
static inline uint64_t
rnd(void)
{
	uint64_t z = test_state.random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* 0 to n - 1. */
static inline unsigned
rnd_below(unsigned n)
{
	return (unsigned)((rnd() >> 32) * n >> 32);
}

/* Starts from the environment's SEED, or else from 1, and says so. */
static inline uint64_t
rnd_seed(void)
{
	test_state.random = test_env("SEED", 1);
	printf("SEED=%" PRIu64 "\n", test_state.random);
	return test_state.random;
}

#endif
