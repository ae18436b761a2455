#include "inner.h"

/* The Makefile names the object of the architecture that it builds for. */
extern const struct sc_arch SC_NATIVE;

const struct sc_arch *
sc_arch_native(void)
{
	return &SC_NATIVE;
}
