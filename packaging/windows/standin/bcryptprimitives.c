// Stands in, in the tests under Wine alone, for a library of Windows that Wine before version 9 lacks: Go asks it for random bytes
// before anything else. It is in no package.
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
	return RtlGenRandom(data, (ULONG)size);
}
