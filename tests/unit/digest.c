/*
 * The programs of all profiles, as one digest: tests/proofs/same.sh compares
 * what it is on several hosts.
 */
#include "sc.h"
#include "test.h"
#include "variant.h"

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];

/* Digests are chained, the one before in front of each program. */
static uint8_t chain[SC_SHA256_SIZE + 8 * SC_INSNS_MAX];

/* In a byte order of our own. */
static size_t
store(uint8_t *to, const struct sc_insn *i)
{
	to[0] = (uint8_t)i->code;
	to[1] = (uint8_t)(i->code >> 8);
	to[2] = i->jt;
	to[3] = i->jf;
	for (int j = 0; j < 4; j++)
		to[4 + j] = (uint8_t)(i->k >> 8 * j);
	return 8;
}

int
main(void)
{
	char name[96];
	unsigned i;

	test("each profile is compiled twice to the same program");
	for (i = 0; variant(i, &policy, name); i++) {
		size_t len = SC_SHA256_SIZE;
		int n, again;

		memset(&work, 0, sizeof work);
		n = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
		for (int j = 0; j < n; j++)
			len += store(chain + len, &insn[j]);
		memset(&work, 0xa5, sizeof work);
		again = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
		if (!CHECK_INT(n, again))
			printf("%s\n", name);
		for (int j = 0; j < n; j++) {
			uint8_t text[8];

			store(text, &insn[j]);
			if (memcmp(text, chain + SC_SHA256_SIZE + 8 * j, 8)) {
				FAIL("%s: instruction %d", name, j);
				break;
			}
		}
		sc_sha256(chain, chain, len);
	}
	printf("digest of %u programs: ", i);
	for (int j = 0; j < SC_SHA256_SIZE; j++)
		printf("%02x", chain[j]);
	putchar('\n');
	return test_done();
}
