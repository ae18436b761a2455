/*
 * SHA-256 by the examples of FIPS 180-4 and NIST's SHA256ShortMsg vectors.
 * With arguments it prints digests like sha256sum, for comparing with that.
 */
#include "sc.h"
#include "test.h"

struct vector {
	const char *text;
	unsigned repeat;
	const char *digest;
};

static const struct vector vectors[] = {
	{ "", 1, "e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855" },
	{ "abc", 1, "ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		"248d6a61d20638b8e5c026930c3e6039"
		"a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		"hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
		"cf5b16a778af8380036ce59e7b049237"
		"0b249b11e8f07a51afac45037afee9d1" },
	{ "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67"
		"f1809a48a497200e046d39ccc7112cd0" },
	{ "\xd3", 1, "28969cdfa74a12c82f3bad960b0b000a"
		"ca2ac329deea5c2328ebc6f2ba9802c1" },
	{ "\x11\xaf", 1, "5ca7133fa735326081558ac312c620ee"
		"ca9970d1e70a4b95533d956f072d1f98" },
	{ "\x74\xba\x25\x21", 1, "b16aa56be3880d18cd41e68384cf1ec8"
		"c17680c45a02b1575dc1518923ae8b0e" },
};

static uint8_t data[1000000];

static size_t
fill(const struct vector *v)
{
	size_t n = strlen(v->text);

	for (unsigned i = 0; i < v->repeat; i++)
		memcpy(data + i * n, v->text, n);
	return v->repeat * n;
}

static void
hex(char to[65], const uint8_t digest[SC_SHA256_SIZE])
{
	for (unsigned i = 0; i < SC_SHA256_SIZE; i++)
		snprintf(to + 2 * i, 3, "%02x", digest[i]);
}

static void
examples(void)
{
	for (unsigned i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		uint8_t digest[SC_SHA256_SIZE];
		char got[65];

		test("sha256: example %u", i);
		sc_sha256(digest, data, fill(&vectors[i]));
		hex(got, digest);
		CHECK_STR(got, vectors[i].digest);
		CHECK_INT(sc_sha256_check(digest, got, 64), 0);
	}
	test("sha256: nothing at no address");
	uint8_t digest[SC_SHA256_SIZE];
	sc_sha256(digest, NULL, 0);
	CHECK_INT(sc_sha256_check(digest, vectors[0].digest, 64), 0);
}

/*
 * The digest of the digests of 0 to 299 bytes, every length of padding;
 * worked out with Python's hashlib.
 */
static void
lengths(void)
{
	static uint8_t digests[300][SC_SHA256_SIZE];
	uint8_t digest[SC_SHA256_SIZE];
	char got[65];

	test("sha256: every length to 299");
	for (unsigned i = 0; i < 300; i++)
		data[i] = (uint8_t)(i * 7);
	for (unsigned i = 0; i < 300; i++)
		sc_sha256(digests[i], data, i);
	sc_sha256(digest, digests, sizeof digests);
	hex(got, digest);
	CHECK_STR(got, "f65f14b090e805017546322e618401d4"
		"1f0710c213e013a5131eb38bbe8f367f");
}

static void
comparing(void)
{
	const char *abc = vectors[1].digest;
	uint8_t digest[SC_SHA256_SIZE];
	char text[66];

	sc_sha256(digest, "abc", 3);
	test("sha256: upper and mixed case");
	for (unsigned i = 0; i < 64; i++)
		text[i] = abc[i] >= 'a' ? (char)(abc[i] - 32) : abc[i];
	CHECK_INT(sc_sha256_check(digest, text, 64), 0);
	memcpy(text, abc, 32);
	CHECK_INT(sc_sha256_check(digest, text, 64), 0);

	test("sha256: wrong lengths");
	memcpy(text, abc, 64);
	text[64] = '0';
	for (unsigned n = 0; n < 66; n++)
		if (n != 64)
			CHECK_INT(sc_sha256_check(digest, text, n),
				-SC_EINVAL);

	test("sha256: each digit wrong, each no digit");
	for (unsigned i = 0; i < 64; i++) {
		text[i] = text[i] == '0' ? '1' : '0';
		CHECK_INT(sc_sha256_check(digest, text, 64), -SC_EACCES);
		text[i] = "g/:@`G \n"[i % 8];
		CHECK_INT(sc_sha256_check(digest, text, 64), -SC_EINVAL);
		text[i] = abc[i];
	}
}

static int
print(const char *name)
{
	uint8_t digest[SC_SHA256_SIZE];
	FILE *f = fopen(name, "r");
	char text[65];
	size_t n;

	if (!f) {
		perror(name);
		return 1;
	}
	n = fread(data, 1, sizeof data, f);
	fclose(f);
	sc_sha256(digest, data, n);
	hex(text, digest);
	printf("%s  %s\n", text, name);
	return 0;
}

int
main(int argc, char **argv)
{
	int status = 0;

	for (int i = 1; i < argc; i++)
		status |= print(argv[i]);
	if (argc > 1)
		return status;
	examples();
	lengths();
	comparing();
	return test_done();
}
