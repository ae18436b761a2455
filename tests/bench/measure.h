/* Times of what runs in turn with something else, and their ratios. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS_MAX = 10000 };

struct spread {
	double low, median, high;       /* the three quartiles */
};

static inline double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Sorts value[]. */
static inline struct spread
spread(double *value, unsigned n)
{
	qsort(value, n, sizeof *value, by_value);
	return (struct spread){
		.low = value[n / 4], .median = value[n / 2],
		.high = value[3 * n / 4]
	};
}

/* Of what was measured in the same round, over[] and under[]. */
static inline struct spread
ratio_spread(const double *over, const double *under, unsigned n)
{
	static double ratio[RUNS_MAX];

	for (unsigned i = 0; i < n; i++)
		ratio[i] = over[i] / under[i];
	return spread(ratio, n);
}

static inline void
print_spread(struct spread s, int places)
{
	printf(" %.*f (%.*f–%.*f) |", places, s.median, places, s.low,
		places, s.high);
}

#endif
